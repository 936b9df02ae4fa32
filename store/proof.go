package store

import (
	"context"
	"slices"

	"spoor/analysis"
)

// Evidence are the events of a track, by their indexes, that prove the hits of each of these rules, as the users were measured; see
// analysis.Measurer.Evidence. It reads what is known of all requests, so ask once for all rules.
func (c *Case) Evidence(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID) ([][]int, error) {
	proof := make([][]int, len(rules))
	err := c.snapshot(ctx, func(db querier) error {
		timeout, err := sessionTimeout(ctx, db)
		if err != nil {
			return err
		}
		keys := make([]string, track.User+1)
		keys[track.User] = track.Key
		known, err := readKnowledge(ctx, db, keys)
		if err != nil {
			return err
		}
		events := make([]analysis.Event, len(track.Events))
		first := 0
		for i := range track.Events {
			events[i] = track.Events[i].Event
			if events[i].Time < users.Window.From {
				first++
			}
		}
		if events = within(users.Window, events); len(events) == 0 {
			return nil
		}
		measurer := analysis.NewMeasurer(users.Measuring.Of(timeout), users.Window, known.content)
		profile := known.profile(int(track.User), track.Key, events)
		for i, rule := range rules {
			for _, event := range measurer.Evidence(rule, events, profile) {
				proof[i] = append(proof[i], first+event)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, rule := range rules {
		if rule == analysis.RarePaths {
			if proof[i], err = c.askedAlone(ctx, track, users); err != nil {
				return nil, err
			}
		}
	}
	return proof, c.proveByCompany(ctx, track, users, rules, proof)
}

// askedAlone finds the events of a track whose paths nobody else asked for.
func (c *Case) askedAlone(ctx context.Context, track *Track, users *analysis.Matrix) (found []int, err error) {
	err = c.snapshot(ctx, func(db querier) error {
		keys := make([]string, track.User+1)
		known, err := readKnowledge(ctx, db, keys)
		if err != nil {
			return err
		}
		events, err := newEventReader(ctx, db, known.pages)
		if err != nil {
			return err
		}
		sources := analysis.NewSources(users.Measuring, nil, known.pages.paths)
		err = events.eachUser(ctx, func(user int, events []analysis.Event) {
			row := analysis.Measures{Address: true}
			sources.Add(int32(user), within(users.Window, events), &row)
		}, nil)
		for i := range track.Events {
			event := &track.Events[i]
			inWindow := event.Time >= users.Window.From && event.Time <= users.Window.To
			if inWindow && !event.Traits.Has(analysis.Static) && sources.AskedAlone(track.User, event.Event.Request) {
				found = append(found, i)
			}
		}
		return err
	})
	return found, err
}

// proveByCompany takes for evidence of a hit of several users together, where nothing that the user alone did proves it, what the user did
// at the address and in the time of them all.
func (c *Case) proveByCompany(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID, proof [][]int) error {
	unproved := slices.Clone(rules)
	for i := range unproved {
		if len(proof[i]) > 0 || !unproved[i].OfAllUsers() || unproved[i] == analysis.RarePaths {
			unproved[i] = analysis.ReadingTime // which a user hits alone
		}
	}
	companies, err := c.Company(ctx, track, users, unproved)
	if err != nil {
		return err
	}
	for i, company := range companies {
		if company == nil {
			continue
		}
		for k := range track.Events {
			event := &track.Events[k]
			if event.Client.Address == company.Address && event.Time >= company.From && event.Time <= company.To {
				proof[i] = append(proof[i], k)
			}
		}
	}
	return nil
}
