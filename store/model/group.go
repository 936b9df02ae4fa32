package model

import (
	"slices"

	"spoor/analysis"
)

// Group are the users who together make a hit of a rule that no user makes alone; see analysis.Group.
type Group struct {
	Address  string
	From, To int64    // UTC milliseconds
	Users    []string // keys in order: all of them, also the one who was asked for
}

// Meeting is what everybody did at the addresses that a user came from.
type Meeting struct {
	Index   *analysis.AddressIndex
	Address func(number int32) string
	key     func(user analysis.UserNumber) string
}

// NewMeeting is a meeting whose addresses and users have these names, by number.
func NewMeeting(index *analysis.AddressIndex, address func(number int32) string,
	key func(user analysis.UserNumber) string) *Meeting {
	return &Meeting{index, address, key}
}

// Groups are those with whom a user has a part in hits of rules; nil where there are none.
func (m *Meeting) Groups(user analysis.UserNumber, rules []analysis.RuleID) []*Group {
	groups := make([]*Group, len(rules))
	for i, rule := range rules {
		if group, found := m.Index.Group(user, rule, m.Address); found {
			groups[i] = m.Named(group)
		}
	}
	return groups
}

// Named gives a group the names that it has in the case.
func (m *Meeting) Named(group analysis.Group) *Group {
	n := &Group{Address: m.Address(group.Address), From: group.From, To: group.To}
	for _, user := range group.Users {
		n.Users = append(n.Users, m.key(user))
	}
	slices.Sort(n.Users)
	return n
}
