package store

import (
	"context"
	"slices"

	"spoor/analysis"
)

// Group are the users who together make a hit of a rule that no user makes alone; see analysis.Group.
type Group struct {
	Address  string
	From, To int64    // UTC milliseconds
	Users    []string // keys in order: all of them, also the one who was asked for
}

// Group finds those with whom a user, whose track it is, has a part in each of some hits, as the users were measured; nil for
// rules that a user hits alone. It reads the events of all users once, unless every rule is one of those; see together.
func (c *Case) Group(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID) ([]*Group, error) {
	groups := make([]*Group, len(rules))
	if !slices.ContainsFunc(rules, analysis.RuleID.OfAllUsers) {
		return groups, nil
	}
	t, err := c.together(ctx, users)
	if err != nil {
		return nil, err
	}
	index := t.of(track)
	for i, rule := range rules {
		if group, found := index.Group(track.User, rule); found {
			groups[i] = t.named(group)
		}
	}
	return groups, nil
}

// named gives a group the names that it has in the case.
func (t *together) named(group analysis.Group) *Group {
	n := &Group{Address: t.names[group.Address], From: group.From, To: group.To}
	for _, user := range group.Users {
		n.Users = append(n.Users, t.keys[user])
	}
	slices.Sort(n.Users)
	return n
}
