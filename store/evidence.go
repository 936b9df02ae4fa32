package store

import (
	"context"
	"slices"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// Evidence are the events of a track, by their indexes, that prove the hits of each of these rules, as the users were measured; see
// analysis.Measurer.Evidence. It reads nothing but the track and what is known of its user and items, unless a rule is about what
// nobody else asked for, or a hit is one of several users together that nothing the user did alone proves: then it reads the events of all
// users, once. So ask only for the rules that the user hits.
func (c *Case) Evidence(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID) ([][]int, error) {
	evidence := make([][]int, len(rules))
	err := c.snapshot(ctx, func(db sqlite.Querier) error {
		timeout, err := sessionTimeout(ctx, db)
		if err != nil {
			return err
		}
		first, events := track.within(users.Window)
		if len(events) == 0 {
			return nil
		}
		known, err := trackKnowledge(ctx, db, track, first, events, rules)
		if err != nil {
			return err
		}
		measurer := analysis.NewMeasurer(users.Measuring.Of(timeout), users.Window, known.content)
		measurer.Compare(users)
		for i, rule := range rules {
			for _, event := range measurer.Evidence(rule, events, known.profile) {
				evidence[i] = append(evidence[i], first+event)
			}
		}
		return c.addOwnEvidence(ctx, db, ownTrack{track, first, events}, users, rules, evidence)
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
func (c *Case) askedAlone(ctx context.Context, track *Track, users *analysis.Matrix) (found []int, err error) {
	t, err := c.together(ctx, users)
	if err != nil {
		return nil, err
	}
	for i := range track.Events {
		event := &track.Events[i]
		inWindow := event.Time >= users.Window.From && event.Time <= users.Window.To
		if inWindow && !event.Traits.Has(analysis.Static) && t.index.AskedAlone(track.User, event.Event.Request) {
			found = append(found, i)
		}
	}
	return found, nil
}

// addSharedEvidence takes for evidence of a hit of several users together, where nothing that the user alone did proves it, what the
// user did at the address and in the time of them all.
func (c *Case) addSharedEvidence(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID, evidence [][]int) error {
	var shared []analysis.RuleID
	var at []int // where each of them is among the rules
	for i, rule := range rules {
		if rule.OfAllUsers() && rule != analysis.RarePaths && len(evidence[i]) == 0 {
			shared, at = append(shared, rule), append(at, i)
		}
	}
	groups, err := c.Group(ctx, track, users, shared)
	if err != nil {
		return err
	}
	for i, group := range groups {
		if group == nil {
			continue
		}
		for k := range track.Events {
			event := &track.Events[k]
			if event.Client.Address == group.Address && event.Time >= group.From && event.Time <= group.To {
				evidence[at[i]] = append(evidence[at[i]], k)
			}
		}
	}
	return nil
}
