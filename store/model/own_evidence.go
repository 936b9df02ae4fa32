package model

import (
	"context"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/stats"
	"spoor/analysis/web"
)

// OwnTrack is a track, and copies of those of its events that lie in a window, from the one at the index first on.
type OwnTrack struct {
	*Track
	first  int
	events []web.Event
}

// onlyUser is the number of the user of the track, beside whom there is nobody.
const onlyUser = 1

// NewOwnTrack is a track with copies of its events from the index first on.
func NewOwnTrack(track *Track, first int, events []web.Event) OwnTrack {
	return OwnTrack{track, first, events}
}

// AddOwnEvidence adds the events that prove hits of rules of one's own.
func AddOwnEvidence(ctx context.Context, known lookups, t OwnTrack, users *analysis.Matrix, rules []analysis.RuleID,
	evidence [][]int) error {
	var measurer *analysis.OwnMeasurer
	for i, rule := range rules {
		if rule < analysis.RuleCount {
			continue
		}
		if measurer == nil {
			var err error
			if measurer, err = t.measurer(ctx, known, users); err != nil {
				return err
			}
		}
		for _, event := range measurer.Evidence(rule, onlyUser, t.events, t.details()) {
			evidence[i] = append(evidence[i], t.first+event)
		}
	}
	return nil
}

// details are those of the events. Referrers are numbered by the events themselves.
func (t OwnTrack) details() []analysis.Detail {
	details := make([]analysis.Detail, len(t.events))
	referrers := NewDictionary[string]()
	for i := range details {
		event := &t.Events[t.first+i]
		details[i] = analysis.Detail{
			Bytes:    max(event.Bytes, 0),
			Referrer: numberOrNone(referrers, event.Referrer),
			Source:   int32(event.Source),
			Status:   int16(event.Status),
		}
	}
	return details
}

// measurer knows what the events of the track are about, and nothing else.
func (t OwnTrack) measurer(ctx context.Context, known lookups, users *analysis.Matrix) (*analysis.OwnMeasurer, error) {
	zone, err := known.Zone(ctx)
	if err != nil {
		return nil, err
	}
	tables := analysis.NewOwnTables(users.Measuring.Own, zone)
	if err := t.tellFacts(ctx, known, tables); err != nil {
		return nil, err
	}
	tables.Tell(predicate.Referrer, 0, &predicate.Event{})
	numbers, details := analysis.OwnNumbers{}, t.details()
	paths, addresses := NewDictionary[string](), NewDictionary[string]()
	networks, agents := NewDictionary[string](), NewDictionary[string]()
	for i := range t.events {
		event, track := &t.events[i], &t.Events[t.first+i]
		tables.Tell(predicate.Referrer, details[i].Referrer, &predicate.Event{Referrer: track.Referrer})
		client := analysis.NewClientPart(track.Client.Address, track.Client.Agent)
		tables.Tell(predicate.Client, event.Client, &client)
		stats.Put(&numbers.Addresses, event.Client, numberOrNone(addresses, client.Address))
		stats.Put(&numbers.Networks, event.Client, numberOrNone(networks, client.Network))
		stats.Put(&numbers.Agents, event.Client, NumberIn(agents, client.Agent))
		if !event.Traits.Has(web.Click) {
			stats.Put(&numbers.Paths, event.Request, NumberIn(paths, web.Path(track.Request.Target)))
		}
	}
	return analysis.NewOwnMeasurer(tables, users.Timeout, numbers), nil
}

// tellFacts tells of the user, the requests and the sources.
func (t OwnTrack) tellFacts(ctx context.Context, known lookups, tables *analysis.OwnTables) error {
	person, err := known.FactsAbout(ctx, ProfileTable, t.Key)
	if err != nil {
		return err
	}
	tables.Tell(predicate.User, onlyUser, &predicate.Event{User: t.Key, Profile: person})
	items := map[string]map[string]string{}
	for i := range t.events {
		event, request := &t.events[i], t.Events[t.first+i].Request
		catalogue, found := items[request.Item]
		if !found && request.Item != "" && tables.Wants(predicate.Request) {
			if catalogue, err = known.FactsAbout(ctx, CatalogueTable, request.Item); err != nil {
				return err
			}
			items[request.Item] = catalogue
		}
		e := analysis.NewRequestPart(request.Action, request.Target, event.Traits.Has(web.Click))
		e.Item, e.Menu, e.Level, e.Catalogue = request.Item, request.Menu, LevelNames[event.Level], catalogue
		tables.Tell(predicate.Request, event.Request, &e)
	}
	return known.EachSource(ctx, func(id int32, path string) {
		tables.Tell(predicate.Source, id, &predicate.Event{Source: path})
	})
}
