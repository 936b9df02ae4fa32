package store

import (
	"context"
	"database/sql/driver"
	"strings"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/store/sqlite"
)

// ownTrack is a track with copies of its events in a window, the first of which it has at an index.
type ownTrack struct {
	*Track
	first  int
	events []analysis.Event
}

// addOwnEvidence adds the events that prove hits of rules of one's own.
func addOwnEvidence(ctx context.Context, known lookups, t ownTrack, users *analysis.Matrix, rules []analysis.RuleID,
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
		for _, event := range measurer.Evidence(rule, t.User, t.events, t.details()) {
			evidence[i] = append(evidence[i], t.first+event)
		}
	}
	return nil
}

// details are those of the events. Referrers are numbered by the events themselves.
func (t ownTrack) details() []analysis.Detail {
	details := make([]analysis.Detail, len(t.events))
	referrers := newDictionary[string]()
	for i := range details {
		event := &t.Events[t.first+i]
		details[i] = analysis.Detail{Bytes: max(event.Bytes, 0), Referrer: orNone(referrers, event.Referrer), Source: int32(event.Source), Status: int16(event.Status)}
	}
	return details
}

// measurer knows what the events of the track are about, and nothing else.
func (t ownTrack) measurer(ctx context.Context, known lookups, users *analysis.Matrix) (*analysis.OwnMeasurer, error) {
	zone, err := known.zone(ctx)
	if err != nil {
		return nil, err
	}
	tables := analysis.NewOwnTables(users.Measuring.Own, zone)
	if err := t.tellFacts(ctx, known, tables); err != nil {
		return nil, err
	}
	tables.Tell(predicate.Referrer, 0, &predicate.Event{})
	numbers, details := analysis.OwnNumbers{}, t.details()
	paths, addresses, networks, agents := newDictionary[string](), newDictionary[string](), newDictionary[string](), newDictionary[string]()
	for i := range t.events {
		event, track := &t.events[i], &t.Events[t.first+i]
		tables.Tell(predicate.Referrer, details[i].Referrer, &predicate.Event{Referrer: track.Referrer})
		client := analysis.NewClientPart(track.Client.Address, track.Client.Agent)
		tables.Tell(predicate.Client, event.Client, &client)
		set(&numbers.Addresses, event.Client, orNone(addresses, client.Address))
		set(&numbers.Networks, event.Client, orNone(networks, client.Network))
		set(&numbers.Agents, event.Client, number(agents, client.Agent))
		if !event.Traits.Has(analysis.Click) {
			set(&numbers.Paths, event.Request, number(paths, analysis.Path(track.Request.Target)))
		}
	}
	return analysis.NewOwnMeasurer(tables, users.Timeout, numbers), nil
}

// tellFacts tells of the user, the requests and the sources.
func (t ownTrack) tellFacts(ctx context.Context, known lookups, tables *analysis.OwnTables) error {
	person, err := known.factsOf(ctx, profileTable, t.Key)
	if err != nil {
		return err
	}
	tables.Tell(predicate.User, t.User, &predicate.Event{User: t.Key, Profile: person})
	items := map[string]map[string]string{}
	for i := range t.events {
		event, request := &t.events[i], t.Events[t.first+i].Request
		catalogue, found := items[request.Item]
		if !found && request.Item != "" && tables.Wants(predicate.Request) {
			if catalogue, err = known.factsOf(ctx, catalogueTable, request.Item); err != nil {
				return err
			}
			items[request.Item] = catalogue
		}
		e := analysis.NewRequestPart(request.Action, request.Target, event.Traits.Has(analysis.Click))
		e.Item, e.Menu, e.Level, e.Catalogue = request.Item, request.Menu, levelNames[event.Level], catalogue
		tables.Tell(predicate.Request, event.Request, &e)
	}
	return known.eachSource(ctx, func(id int32, path string) {
		tables.Tell(predicate.Source, id, &predicate.Event{Source: path})
	})
}

// readFactsOf are the fields of one user or item.
func readFactsOf(ctx context.Context, db sqlite.Querier, table factTable, key string) (map[string]string, error) {
	fields := map[string]string{}
	err := sqlite.Batch(ctx, db, []string{"field", "value"}, "FROM "+table.table+" WHERE "+table.key+" = ?", []any{key}, func(v []driver.Value) error {
		fields[strings.Clone(v[0].(string))] = strings.Clone(v[1].(string))
		return nil
	})
	return fields, err
}

// set sets an element of a slice that grows as needed.
func set(slice *[]int32, index, value int32) {
	if more := int(index) + 1 - len(*slice); more > 0 {
		*slice = append(*slice, make([]int32, more)...)
	}
	(*slice)[index] = value
}
