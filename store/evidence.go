package store

import (
	"context"
	"database/sql/driver"
	"slices"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// Evidence are the events of a track, by their indexes, that prove the hits of each of these rules, as the users were
// measured; see analysis.Measurer.Evidence. Most hits are proved by the track and what is known of its user and items.
// For a rule about what nobody else asked for, and for a hit of several users together that nothing the user did alone
// proves, it also reads what is kept of all users, and the events of those at the same addresses. Where what is kept is
// out of date or says nothing of the window, it reads the events of all users, once. So ask only for the rules that the
// user hits.
func (c *Case) Evidence(ctx context.Context, track *model.Track, users *analysis.Matrix,
	rules []analysis.RuleID) ([][]int, error) {
	evidence := make([][]int, len(rules))
	err := c.snapshot(ctx, func(db sqlite.Querier) error {
		timeout, err := sessionTimeout(ctx, db)
		if err != nil {
			return err
		}
		first, events := track.Within(users.Window)
		if len(events) == 0 {
			return nil
		}
		known, err := model.TrackKnowledge(ctx, fileLookups{db}, track, first, events, rules)
		if err != nil {
			return err
		}
		known.Prove(events, first, users, timeout, rules, evidence)
		return model.AddOwnEvidence(ctx, fileLookups{db}, model.NewOwnTrack(track, first, events), users, rules, evidence)
	})
	if err != nil {
		return nil, err
	}
	if i := slices.Index(rules, analysis.RarePaths); i >= 0 {
		if evidence[i], err = c.askedAlone(ctx, track, users); err != nil {
			return nil, err
		}
	}
	return evidence, c.addSharedEvidence(ctx, track, users, rules, evidence)
}

// askedAlone finds the events of a track whose paths nobody else asked for.
func (c *Case) askedAlone(ctx context.Context, track *model.Track, users *analysis.Matrix) (found []int, err error) {
	var alone map[int32]bool
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		alone, err = readAlone(ctx, db, track, users.Window)
		return err
	})
	if err != nil {
		return nil, err
	}
	is := func(request int32) bool { return alone[request] }
	if alone == nil {
		t, err := c.together(ctx, users)
		if err != nil {
			return nil, err
		}
		user, err := userNumber(ctx, c.db(), track.Key)
		if err != nil {
			return nil, err
		}
		is = func(request int32) bool { return t.index.AskedAlone(user, request) }
	}
	for i := range track.Events {
		event := &track.Events[i]
		if model.MayBeAlone(event, users.Window) && is(event.Event.Request) {
			found = append(found, i)
		}
	}
	return found, nil
}

// readAlone reads which requests of a track nobody else made, by what is kept of them; nil where that is out of date,
// or of another window than is asked about.
func readAlone(ctx context.Context, db sqlite.Querier, track *model.Track,
	window analysis.Window) (map[int32]bool, error) {
	if whole, err := caseWindow(ctx, db); err != nil || whole != window {
		return nil, err
	}
	if derived, err := isDerived(ctx, db); err != nil || !derived {
		return nil, err
	}
	var requests []int32
	for i := range track.Events {
		requests = append(requests, track.Events[i].Event.Request)
	}
	slices.Sort(requests)
	alone := map[int32]bool{}
	const from = "FROM json_each(?) s CROSS JOIN page p ON p.request = s.value WHERE p.alone = 1"
	args := []any{asJSON(slices.Compact(requests))}
	return alone, sqlite.Batch(ctx, db, []string{"p.request"}, from, args, func(v []driver.Value) error {
		alone[int32(v[0].(int64))] = true
		return nil
	})
}

// addSharedEvidence proves those hits of several users together that nothing the user did alone proves: by what the
// user did at the address, and in the time, that they have in common.
func (c *Case) addSharedEvidence(ctx context.Context, track *model.Track, users *analysis.Matrix,
	rules []analysis.RuleID, evidence [][]int) error {
	shared, at := model.Unproved(rules, evidence)
	groups, err := c.Group(ctx, track, users, shared)
	if err != nil {
		return err
	}
	model.AddOfGroups(track, groups, at, evidence)
	return nil
}
