package store

import (
	"context"
	"slices"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// Group are the users who together make a hit of a rule that no user makes alone; see analysis.Company.
type Group struct {
	Address  string
	From, To int64    // UTC milliseconds
	Users    []string // keys in order: all of them, also the one who was asked for
}

// Group finds those with whom a user, whose track it is, has a part in each of some hits, as the users were measured; nil for
// rules that a user hits alone. It reads the events of all users, unless every rule is one of those.
func (c *Case) Group(ctx context.Context, track *Track, users *analysis.Matrix, rules []analysis.RuleID) ([]*Group, error) {
	companies := make([]*Group, len(rules))
	if !slices.ContainsFunc(rules, analysis.RuleID.OfAllUsers) {
		return companies, nil
	}
	err := c.snapshot(ctx, func(db sqlite.Querier) error {
		timeout, err := sessionTimeout(ctx, db)
		if err != nil {
			return err
		}
		keys, err := userKeys(ctx, db)
		if err != nil {
			return err
		}
		known, err := readKnowledge(ctx, db, keys)
		if err != nil {
			return err
		}
		sources := analysis.NewAddressIndex(users.Measuring.Of(timeout), known.pages.addressesOf(track), known.pages.paths)
		events, err := newEventReader(ctx, db, known.pages)
		if err != nil {
			return err
		}
		err = events.eachUser(ctx, func(user int, events []analysis.Event) {
			if events = within(users.Window, events); len(events) > 0 {
				row := analysis.Measures{Address: known.profile(user, keys[user], events).Address}
				sources.Add(int32(user), events, &row)
			}
		}, nil)
		if err != nil {
			return err
		}
		for i, rule := range rules {
			if company, found := sources.Group(track.User, rule); found {
				companies[i] = known.pages.named(company, keys)
			}
		}
		return nil
	})
	return companies, err
}

// addressesOf are the addresses by client, without those that a user never came from.
func (c *clients) addressesOf(track *Track) []int32 {
	came := make([]bool, len(c.names))
	for i := range track.Events {
		came[c.addresses[track.Events[i].Event.Client]] = true
	}
	addresses := slices.Clone(c.addresses)
	for client, address := range addresses {
		if !came[address] {
			addresses[client] = 0
		}
	}
	return addresses
}

// named gives a group the names that it has in the case.
func (c *clients) named(company analysis.Group, keys []string) *Group {
	n := &Group{Address: c.names[company.Address], From: company.From, To: company.To}
	for _, user := range company.Users {
		n.Users = append(n.Users, keys[user])
	}
	slices.Sort(n.Users)
	return n
}
