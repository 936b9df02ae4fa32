package store

import (
	"context"
	"slices"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// Group are the users who together make a hit of a rule that no user makes alone; see analysis.Group.
type Group struct {
	Address  string
	From, To int64    // UTC milliseconds
	Users    []string // keys in order: all of them, also the one who was asked for
}

// Group finds those with whom a user, whose track it is, has a part in each of some hits, as the users were measured; nil for
// rules that a user hits alone.
func (c *Case) Group(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID) ([]*Group, error) {
	if !slices.ContainsFunc(rules, analysis.RuleID.HasGroup) {
		return make([]*Group, len(rules)), nil
	}
	m, err := c.meeting(ctx, track, users)
	if err != nil {
		return nil, err
	}
	return m.groups(track.User, rules), nil
}

// meeting is what everybody did at the addresses that a user came from.
type meeting struct {
	index   *analysis.AddressIndex
	address func(number int32) string
	key     func(user int32) string
}

// meeting reads the events of those who came from the addresses of a user, or else those of all users, once; see together.
func (c *Case) meeting(ctx context.Context, track *Track, users *analysis.Matrix) (m *meeting, err error) {
	err = c.snapshot(ctx, func(db sqlite.Querier) error {
		m, err = readNeighbours(ctx, db, track, users)
		return err
	})
	if err != nil || m != nil {
		return m, err
	}
	t, err := c.together(ctx, users)
	if err != nil {
		return nil, err
	}
	return t.meeting(track), nil
}

// groups are those with whom a user has a part in hits of rules; nil where there are none.
func (m *meeting) groups(user int32, rules []analysis.RuleID) []*Group {
	groups := make([]*Group, len(rules))
	for i, rule := range rules {
		if group, found := m.index.Group(user, rule, m.address); found {
			groups[i] = m.named(group)
		}
	}
	return groups
}

// named gives a group the names that it has in the case.
func (m *meeting) named(group analysis.Group) *Group {
	n := &Group{Address: m.address(group.Address), From: group.From, To: group.To}
	for _, user := range group.Users {
		n.Users = append(n.Users, m.key(user))
	}
	slices.Sort(n.Users)
	return n
}
