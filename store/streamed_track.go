package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"spoor/analysis"
)

// Track reads everything that a user did.
func (s *Streamed) Track(ctx context.Context, user int32) (*Track, error) {
	key, err := s.Key(user)
	if err != nil {
		return nil, err
	}
	timeout, err := s.timeout(ctx)
	if err != nil {
		return nil, err
	}
	site, err := s.site(ctx)
	if err != nil {
		return nil, err
	}
	templates, err := s.templates(ctx, site)
	if err != nil {
		return nil, err
	}
	t := &Track{User: user, Key: key}
	reader := streamedTrack{n: newNumbering(site, templates), referrers: map[int32]string{}}
	err = s.Records(ctx, Selection{User: key}, func(r *Record) error {
		t.Events = append(t.Events, reader.event(r))
		return nil
	})
	t.Cut(timeout)
	return t, err
}

// streamedTrack gives the events of a track their texts, each of which it keeps once.
type streamedTrack struct {
	n         *numbering
	requests  []*Request
	clients   []*Client
	referrers map[int32]string
}

func (t *streamedTrack) event(r *Record) Event {
	event, _ := t.n.event(r)
	for id := len(t.requests); id < len(t.n.pages.ofRequest)-1; id++ {
		e, page := &t.n.d.requests.added[id], &t.n.pages.ofRequest[id+1]
		request := &Request{Action: e.action, Target: e.target, Item: t.n.item(page.item), Menu: t.n.menu(page.menu)}
		if e.ending != (ending{}) {
			request.Kind, request.Outcome = e.ending.texts()
		}
		t.requests = append(t.requests, request)
	}
	for id := len(t.clients); id < len(t.n.clients.robots)-1; id++ {
		e := &t.n.d.clients.added[id]
		t.clients = append(t.clients, &Client{Address: e.address, Agent: t.n.d.agents.added[e.agent-1], Robot: t.n.clients.robots[id+1]})
	}
	referrer := ""
	if event.Referrer != 0 {
		referrer = t.n.d.referrers.added[event.Referrer-1]
	}
	return Event{
		Event: event, Request: t.requests[event.Request-1], Client: t.clients[event.Client-1], Referrer: referrer,
		Status: int(r.Status), Bytes: r.Bytes, Source: int(r.Source), Line: r.Line, Reading: -1,
	}
}

// Evidence are the events of a track that prove the hits of each of these rules; see [Case.Evidence].
func (s *Streamed) Evidence(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID) ([][]int, error) {
	evidence := make([][]int, len(rules))
	timeout, err := s.timeout(ctx)
	if err != nil {
		return nil, err
	}
	first, events := track.within(users.Window)
	if len(events) > 0 {
		known, err := trackKnowledge(ctx, streamedLookups{s}, track, first, events, rules)
		if err != nil {
			return nil, err
		}
		known.prove(events, first, users, timeout, rules, evidence)
		if err := addOwnEvidence(ctx, streamedLookups{s}, ownTrack{track, first, events}, users, rules, evidence); err != nil {
			return nil, err
		}
	}
	if i := slices.Index(rules, analysis.RarePaths); i >= 0 {
		if evidence[i], err = s.askedAlone(ctx, track, users); err != nil {
			return nil, err
		}
	}
	shared, at := unproved(rules, evidence)
	groups, err := s.Group(ctx, track, users, shared)
	if err != nil {
		return nil, err
	}
	addOfGroups(track, groups, at, evidence)
	return evidence, nil
}

func (s *Streamed) askedAlone(ctx context.Context, track *Track, users *analysis.Matrix) (found []int, err error) {
	all, err := s.together(ctx, users)
	if err != nil {
		return nil, err
	}
	for i := range track.Events {
		event := &track.Events[i]
		if mayBeAlone(event, users.Window) && !event.Traits.Has(analysis.Click) &&
			all.isAlone(track.User, analysis.Path(event.Request.Target)) {
			found = append(found, i)
		}
	}
	return found, nil
}

// keptStreamed is the last reading of what only all users together tell.
type keptStreamed struct {
	at       Watermark
	measured analysis.MeasureOptions
	window   analysis.Window
	all      *allUsers
}

// together is what only all users together tell, as they were measured. The mutex keeps a second reader waiting for the first.
func (s *Streamed) together(ctx context.Context, users *analysis.Matrix) (*allUsers, error) {
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
	s.kept = keptStreamed{at, how, users.Window, m.all}
	return m.all, nil
}

// Group finds those with whom a user has a part in each of some hits; see [Case.Group].
func (s *Streamed) Group(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID) ([]*Group, error) {
	if !slices.ContainsFunc(rules, analysis.RuleID.HasGroup) {
		return make([]*Group, len(rules)), nil
	}
	all, err := s.together(ctx, users)
	if err != nil {
		return nil, err
	}
	return all.meeting(track, s.key).groups(track.User, rules), nil
}

// streamedLookups are those of a case that is streamed.
type streamedLookups struct{ *Streamed }

func (l streamedLookups) site(ctx context.Context) (*analysis.Site, error) {
	return l.Streamed.site(ctx)
}

func (l streamedLookups) zone(ctx context.Context) (*time.Location, error) { return l.Zone(ctx) }

func (l streamedLookups) facts(ctx context.Context, table factTable) ([]Facts, error) {
	return l.Facts(ctx, FactKind(table.table))
}

func (l streamedLookups) factsOf(ctx context.Context, table factTable, key string) (map[string]string, error) {
	found, err := l.FactsOf(ctx, FactKind(table.table), []string{key})
	if err != nil || len(found) == 0 {
		return map[string]string{}, err
	}
	return found[0].Fields, nil
}

func (l streamedLookups) anyReferrer(ctx context.Context) (bool, error) {
	extent, err := l.Extent(ctx)
	return extent.Referrers, err
}

func (l streamedLookups) eachSource(ctx context.Context, do func(id int32, path string)) error {
	sources, err := l.Sources(ctx)
	for _, source := range sources {
		do(int32(source.ID), strings.Clone(source.Path))
	}
	return err
}
