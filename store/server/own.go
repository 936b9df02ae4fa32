package server

import (
	"context"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/model"
)

// ownScan is one reading of all events by rules of one's own.
type ownScan struct {
	*Case
	own                 analysis.OwnRules
	site                *web.Site
	templates           map[string]bool
	catalogue, profiles map[string]map[string]string
	sources             []store.Source
	told                model.ReadCount
}

func (s *Case) newOwnScan(ctx context.Context, own analysis.OwnRules, progress model.Progress) (*ownScan,
	error) {
	o := &ownScan{Case: s, own: own}
	extent, err := s.Extent(ctx)
	if err != nil {
		return nil, err
	}
	o.told.Progress, o.told.Total = progress, extent.Events
	if o.site, err = s.Site(ctx); err != nil {
		return nil, err
	}
	if o.templates, err = s.templates(ctx, o.site); err != nil {
		return nil, err
	}
	catalogue, err := s.allFacts(ctx, model.Catalogue)
	if err != nil {
		return nil, err
	}
	people, err := s.allFacts(ctx, model.Profiles)
	if err != nil {
		return nil, err
	}
	o.catalogue, o.profiles = model.FieldsByKey(catalogue), model.FieldsByKey(people)
	o.sources, err = s.Sources(ctx)
	return o, err
}

// each gives do every user's events, several users at a time, each with a measurer of its own.
func (o *ownScan) each(ctx context.Context, window analysis.Window, timeout time.Duration,
	do func(m *analysis.OwnMeasurer, key string, user analysis.UserNumber, events []web.Event,
		details []analysis.Detail)) error {
	zone, err := o.Zone(ctx)
	if err != nil {
		return err
	}
	workers := runtime.GOMAXPROCS(0)
	group, ctx := errgroup.WithContext(ctx)
	for i := range workers {
		group.Go(func() error {
			n := model.NewNumbering(o.site, o.templates)
			n.Tables = analysis.NewOwnTables(o.own, zone)
			n.Own = &model.OwnKnowledge{Catalogue: o.catalogue, Profiles: o.profiles,
				Network: model.NewDictionary[string](), PathNumbers: model.NewDictionary[string]()}
			for _, source := range o.sources {
				n.Tables.Tell(predicate.Source, int32(source.ID), &predicate.Event{Source: source.Path})
			}
			m := analysis.NewOwnMeasurer(n.Tables, timeout, analysis.OwnNumbers{})
			which := model.Selection{Buckets: [2]int{Buckets * i / workers, Buckets * (i + 1) / workers},
				Window: window}
			return eachUser(ctx, o.Engine, batches(which, o.told.Total, 1),
				func() (*model.Numbering, error) { return n, nil },
				func(key string, events []web.Event, details []analysis.Detail) error {
					user := o.number(key)
					n.Tables.Tell(predicate.User, int32(user), &predicate.Event{User: key, Profile: o.profiles[key]})
					m.Number(analysis.OwnNumbers{Paths: n.Own.Paths, Addresses: n.Clients.Addresses,
						Networks: n.Own.Networks, Agents: n.Clients.Agents})
					do(m, key, user, events, details)
					o.told.Add(len(events))
					return nil
				})
		})
	}
	return group.Wait()
}

// MeasureOwn measures the users of a matrix by rules of one's own.
func (s *Case) MeasureOwn(ctx context.Context, users *analysis.Matrix, own analysis.OwnRules,
	progress model.Progress) (*analysis.Matrix, error) {
	scan, err := s.newOwnScan(ctx, own, progress)
	if err != nil {
		return nil, err
	}
	columns := make([][]analysis.Value, len(own.List()))
	for i := range columns {
		columns[i] = make([]analysis.Value, users.Len())
	}
	err = scan.each(ctx, users.Window, users.Timeout,
		func(m *analysis.OwnMeasurer, key string, user analysis.UserNumber, events []web.Event, details []analysis.Detail) {
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

// UsersWith finds the users who have an event in a window that is as a condition says; see [store.Case.UsersWith].
func (s *Case) UsersWith(ctx context.Context, window analysis.Window, conditions []string,
	progress model.Progress) ([]model.UserSet, error) {
	own, err := model.ConditionRules(conditions)
	if err != nil {
		return nil, err
	}
	scan, err := s.newOwnScan(ctx, own, progress)
	if err != nil {
		return nil, err
	}
	users := make([][]bool, len(conditions)) // by number
	var mutex sync.Mutex
	err = scan.each(ctx, window, 0,
		func(m *analysis.OwnMeasurer, _ string, user analysis.UserNumber, events []web.Event, details []analysis.Detail) {
			has := make([]bool, len(conditions))
			m.Has(user, events, details, has)
			mutex.Lock()
			defer mutex.Unlock()
			for i := range has {
				if has[i] {
					stats.Put(&users[i], user, true)
				}
			}
		})
	return model.NewUserSets(users), err
}
