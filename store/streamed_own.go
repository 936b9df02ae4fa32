package store

import (
	"context"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
	"spoor/analysis/predicate"
)

// ownFacts are what the tables of rules of one's own want to know besides the events.
type ownFacts struct {
	catalogue, profiles map[string]map[string]string

	network         *dictionary[string]
	networks, paths []int32 // by client, by request
	pathNumbers     *dictionary[string]
	toldReferrers   int32
}

func (n *numbering) tellRequest(id int32, e *requestEntry) {
	page := &n.pages.ofRequest[id]
	part := analysis.NewRequestPart(e.action, e.target, e.click != noClick)
	part.Level = levelNames[page.level]
	part.Item, part.Menu = n.item(page.item), n.menu(page.menu)
	part.Catalogue = n.facts.catalogue[part.Item]
	n.tables.Tell(predicate.Request, id, &part)
	path := int32(0)
	if e.click == noClick {
		path = number(n.facts.pathNumbers, analysis.Path(e.target))
	}
	set(&n.facts.paths, id, path)
}

func (n *numbering) tellReferrer(id int32) {
	if n.facts.toldReferrers == 0 {
		n.tables.Tell(predicate.Referrer, 0, &predicate.Event{})
		n.facts.toldReferrers = 1
	}
	if id >= n.facts.toldReferrers {
		n.tables.Tell(predicate.Referrer, id, &predicate.Event{Referrer: n.d.referrers.added[id-1]})
		n.facts.toldReferrers = id + 1
	}
}

// streamedOwnScan is one reading of all events by rules of one's own.
type streamedOwnScan struct {
	*Streamed
	own                 analysis.OwnRules
	site                *analysis.Site
	templates           map[string]bool
	catalogue, profiles map[string]map[string]string
	sources             []Source
	told                readCount
}

func (s *Streamed) newOwnScan(ctx context.Context, own analysis.OwnRules, progress func(done, total int64)) (*streamedOwnScan, error) {
	o := &streamedOwnScan{Streamed: s, own: own}
	extent, err := s.Extent(ctx)
	if err != nil {
		return nil, err
	}
	o.told.progress, o.told.total = progress, extent.Events
	if o.site, err = s.site(ctx); err != nil {
		return nil, err
	}
	if o.templates, err = s.templates(ctx, o.site); err != nil {
		return nil, err
	}
	catalogue, err := s.Facts(ctx, Catalogue)
	if err != nil {
		return nil, err
	}
	people, err := s.Facts(ctx, Profiles)
	if err != nil {
		return nil, err
	}
	o.catalogue, o.profiles = fieldsByKey(catalogue), fieldsByKey(people)
	o.sources, err = s.Sources(ctx)
	return o, err
}

// each gives do every user's events, several users at a time, each with a measurer of its own.
func (o *streamedOwnScan) each(ctx context.Context, window analysis.Window, timeout time.Duration,
	do func(m *analysis.OwnMeasurer, key string, user int32, events []analysis.Event, details []analysis.Detail)) error {
	zone, err := o.Zone(ctx)
	if err != nil {
		return err
	}
	workers := runtime.GOMAXPROCS(0)
	group, ctx := errgroup.WithContext(ctx)
	for i := range workers {
		group.Go(func() error {
			n := newNumbering(o.site, o.templates)
			n.tables = analysis.NewOwnTables(o.own, zone)
			n.facts = &ownFacts{catalogue: o.catalogue, profiles: o.profiles, network: newDictionary[string](), pathNumbers: newDictionary[string]()}
			for _, source := range o.sources {
				n.tables.Tell(predicate.Source, int32(source.ID), &predicate.Event{Source: source.Path})
			}
			m := analysis.NewOwnMeasurer(n.tables, timeout, analysis.OwnNumbers{})
			which := Selection{Buckets: [2]int{Buckets * i / workers, Buckets * (i + 1) / workers}, Window: window}
			return eachStreamed(ctx, o.Engine, which, func() (*numbering, error) { return n, nil },
				func(key string, events []analysis.Event, details []analysis.Detail) error {
					user := o.Number(key)
					n.tables.Tell(predicate.User, user, &predicate.Event{User: key, Profile: o.profiles[key]})
					m.Number(analysis.OwnNumbers{Paths: n.facts.paths, Addresses: n.clients.addresses, Networks: n.facts.networks, Agents: n.clients.agents})
					do(m, key, user, events, details)
					o.told.add(len(events))
					return nil
				})
		})
	}
	return group.Wait()
}

// MeasureOwn measures the users of a matrix by rules of one's own. progress may be nil.
func (s *Streamed) MeasureOwn(ctx context.Context, users *analysis.Matrix, own analysis.OwnRules,
	progress func(done, total int64)) (*analysis.Matrix, error) {
	scan, err := s.newOwnScan(ctx, own, progress)
	if err != nil {
		return nil, err
	}
	columns := make([][]analysis.Value, len(own.List()))
	for i := range columns {
		columns[i] = make([]analysis.Value, users.Len())
	}
	err = scan.each(ctx, users.Window, users.Timeout,
		func(m *analysis.OwnMeasurer, key string, user int32, events []analysis.Event, details []analysis.Detail) {
			if row, found := users.Row(key); found {
				values := make([]analysis.Value, analysis.MostOwnRules)
				for i, v := range values[:m.Measure(user, events, details, values)] {
					columns[i][row] = v
				}
			}
		})
	if err != nil {
		return nil, err
	}
	return users.WithOwn(own, columns), nil
}

// UsersWith finds the users who have an event in a window that is as a condition says; see [Case.UsersWith].
func (s *Streamed) UsersWith(ctx context.Context, window analysis.Window, conditions []string,
	progress func(done, total int64)) ([][]bool, error) {
	own, err := conditionRules(conditions)
	if err != nil {
		return nil, err
	}
	scan, err := s.newOwnScan(ctx, own, progress)
	if err != nil {
		return nil, err
	}
	users := make([][]bool, len(conditions))
	for i := range users {
		users[i] = []bool{} // nobody, which is not the same as not known
	}
	var mutex sync.Mutex
	err = scan.each(ctx, window, 0,
		func(m *analysis.OwnMeasurer, _ string, user int32, events []analysis.Event, details []analysis.Detail) {
			has := make([]bool, len(conditions))
			m.Has(user, events, details, has)
			mutex.Lock()
			defer mutex.Unlock()
			for i := range has {
				if more := int(user) + 1 - len(users[i]); has[i] && more > 0 {
					users[i] = append(users[i], make([]bool, more)...)
				}
				if has[i] {
					users[i][user] = true
				}
			}
		})
	return users, err
}
