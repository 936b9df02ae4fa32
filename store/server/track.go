package server

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/model"
)

// Track reads everything that a user did.
func (s *Case) Track(ctx context.Context, user string) (*model.Track, error) {
	timeout, err := s.timeout(ctx)
	if err != nil {
		return nil, err
	}
	site, err := s.Site(ctx)
	if err != nil {
		return nil, err
	}
	templates, err := s.templates(ctx, site)
	if err != nil {
		return nil, err
	}
	t := &model.Track{Key: user}
	reader := streamedTrack{n: model.NewNumbering(site, templates), referrers: map[int32]string{}}
	err = s.Events(ctx, model.Selection{User: user}, func(b *Block) error {
		numbers := blockNumbers{Numbering: reader.n, b: b}
		for row := range b.Rows {
			event, _ := numbers.event(row)
			t.Events = append(t.Events, reader.event(b, row, event))
		}
		return nil
	})
	inOrder(t.Events)
	t.Cut(timeout)
	return t, err
}

// inOrder puts the events of a user into the order in which they are measured. What is only for that, and no line, is
// forgotten then.
func inOrder(events []model.Event) {
	slices.SortStableFunc(events, func(a, b model.Event) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Line, b.Line),
			strings.Compare(a.Referrer, b.Referrer), cmp.Compare(a.Bytes, b.Bytes))
	})
	for i := range events {
		events[i].Line = max(events[i].Line, 0)
	}
}

// streamedTrack gives the events of a track their texts, each of which it keeps once.
type streamedTrack struct {
	n         *model.Numbering
	requests  []*model.Request
	clients   []*model.Client
	referrers map[int32]string
}

func (t *streamedTrack) event(b *Block, row int, event web.Event) model.Event {
	for id := len(t.requests); id < len(t.n.Pages.OfRequest)-1; id++ {
		e, page := &t.n.Dictionaries.Requests.Added[id], &t.n.Pages.OfRequest[id+1]
		request := &model.Request{Action: e.Action, Target: e.Target, Item: t.n.Item(page.Item),
			Menu: t.n.Menu(page.Menu)}
		if e.Ending != (model.Ending{}) {
			request.Kind, request.Outcome = e.Ending.Texts()
		}
		t.requests = append(t.requests, request)
	}
	for id := len(t.clients); id < len(t.n.Clients.Robots)-1; id++ {
		e := &t.n.Dictionaries.Clients.Added[id]
		t.clients = append(t.clients,
			&model.Client{Address: e.Address, Agent: t.n.Dictionaries.Agents.Added[e.Agent-1],
				Robot: t.n.Clients.Robots[id+1]})
	}
	referrer := ""
	if event.Referrer != 0 {
		referrer = t.n.Dictionaries.Referrers.Added[event.Referrer-1]
	}
	return model.Event{
		Event: event, Request: t.requests[event.Request-1], Client: t.clients[event.Client-1], Referrer: referrer,
		Status: int(b.Status[row]), Bytes: b.Bytes[row], Source: int(b.Source[row]), Line: b.Line[row],
		Reading: -1,
	}
}

// Evidence are the events of a track that prove the hits of each of these rules; see [store.Case.Evidence].
func (s *Case) Evidence(ctx context.Context, track *model.Track, users *analysis.Matrix,
	rules []analysis.RuleID) ([][]int, error) {
	evidence := make([][]int, len(rules))
	timeout, err := s.timeout(ctx)
	if err != nil {
		return nil, err
	}
	first, events := track.Within(users.Window)
	if len(events) > 0 {
		known, err := model.TrackKnowledge(ctx, caseLookups{s}, track, first, events, rules)
		if err != nil {
			return nil, err
		}
		known.Prove(events, first, users, timeout, rules, evidence)
		if err := model.AddOwnEvidence(ctx, caseLookups{s}, model.NewOwnTrack(track, first, events), users, rules,
			evidence); err != nil {
			return nil, err
		}
	}
	if i := slices.Index(rules, analysis.RarePaths); i >= 0 {
		if evidence[i], err = s.askedAlone(ctx, track, users); err != nil {
			return nil, err
		}
	}
	shared, at := model.Unproved(rules, evidence)
	groups, err := s.Group(ctx, track, users, shared)
	if err != nil {
		return nil, err
	}
	model.AddOfGroups(track, groups, at, evidence)
	return evidence, nil
}

func (s *Case) askedAlone(ctx context.Context, track *model.Track, users *analysis.Matrix) (found []int, err error) {
	all, err := s.together(ctx, users)
	if err != nil {
		return nil, err
	}
	user := s.number(track.Key)
	for i := range track.Events {
		event := &track.Events[i]
		if model.MayBeAlone(event, users.Window) && !event.Traits.Has(web.Click) &&
			all.isAlone(user, web.Path(event.Request.Target)) {
			found = append(found, i)
		}
	}
	return found, nil
}

// keptAllUsers is the last reading of what only all users together tell.
type keptAllUsers struct {
	at       store.Watermark
	measured analysis.MeasureOptions
	window   analysis.Window
	all      *allUsers
}

// together is what only all users together tell, as they were measured. The mutex keeps a second reader waiting for the
// first.
func (s *Case) together(ctx context.Context, users *analysis.Matrix) (*allUsers, error) {
	at, err := s.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	how := users.Measuring
	how.Own = analysis.OwnRules{}
	s.keeping.Lock()
	defer s.keeping.Unlock()
	if k := &s.kept; k.all != nil && k.at == at && k.measured == how && k.window == users.Window {
		return k.all, nil
	}
	m, err := s.newMeasuring(ctx, how, users.Window)
	if err != nil {
		return nil, err
	}
	m.unfinished = true
	if err := m.measure(ctx); err != nil {
		return nil, err
	}
	s.kept = keptAllUsers{at, how, users.Window, m.all}
	return m.all, nil
}

// Group finds those with whom a user has a part in each of some hits; see [store.Case.Group].
func (s *Case) Group(ctx context.Context, track *model.Track, users *analysis.Matrix,
	rules []analysis.RuleID) ([]*model.Group, error) {
	if !slices.ContainsFunc(rules, analysis.RuleID.HasGroup) {
		return make([]*model.Group, len(rules)), nil
	}
	all, err := s.together(ctx, users)
	if err != nil {
		return nil, err
	}
	return all.meeting(track, s.key).Groups(s.number(track.Key), rules), nil
}

// caseLookups are those of a case that is streamed.
type caseLookups struct{ *Case }

func (l caseLookups) FactsIn(ctx context.Context, table model.FactTable) ([]model.Facts, error) {
	return l.allFacts(ctx, model.FactKind(table.Table))
}

func (l caseLookups) FactsAbout(ctx context.Context, table model.FactTable, key string) (map[string]string, error) {
	fields := map[string]string{}
	err := l.FactsOf(ctx, model.FactKind(table.Table), []string{key}, func(about model.Facts) {
		fields = maps.Clone(about.Fields)
	})
	return fields, err
}

func (l caseLookups) AnyReferrer(ctx context.Context) (bool, error) {
	extent, err := l.Extent(ctx)
	return extent.Referrers, err
}

func (l caseLookups) EachSource(ctx context.Context, do func(id int32, path string)) error {
	sources, err := l.Sources(ctx)
	for _, source := range sources {
		do(int32(source.ID), strings.Clone(source.Path))
	}
	return err
}
