package store

import (
	"context"
	"database/sql/driver"

	"spoor/analysis/web"
	"spoor/store/model"
	"spoor/store/sqlite"
)

// AddressBursts finds the addresses with several users from which there was too much at a time, the fullest first. An
// address that one user has alone is left out: what bursts there is the user's own. Nothing of it is kept, as few ask
// for it.
func (c *Case) AddressBursts(ctx context.Context) ([]model.AddressBurst, error) {
	var bursts []model.AddressBurst
	err := c.snapshot(ctx, func(db sqlite.Querier) error {
		site, err := caseSite(ctx, db)
		if err != nil {
			return err
		}
		pages, err := placeRequests(ctx, db, site, nil)
		if err != nil {
			return err
		}
		use, err := newAddressUse(ctx, db, pages.Clients)
		if err != nil {
			return err
		}
		tries, err := sharedTries(ctx, db, use, pages)
		if err != nil {
			return err
		}
		bursts = use.Bursts(tries, pages.Paths)
		return nil
	})
	return bursts, err
}

func newAddressUse(ctx context.Context, db sqlite.Querier, clients *model.Clients) (*model.AddressUse, error) {
	use := &model.AddressUse{Of: clients.Addresses, Names: clients.Names}
	return use, countUse(ctx, db, use)
}

// countUse counts the users and the events of each address.
func countUse(ctx context.Context, db sqlite.Querier, u *model.AddressUse) error {
	type visit struct{ address, user int32 }
	u.Users, u.Events = make([]int, len(u.Names)), make([]int, len(u.Names))
	seen := map[visit]bool{}
	last := make([]int32, len(u.Names)) // the user who was seen there last: events of a user mostly come together
	return sqlite.Batch(ctx, db, []string{"client", "user"}, "FROM every_event", nil, func(v []driver.Value) error {
		client, user := v[0].(int64), int32(v[1].(int64))
		if client < 1 || client >= int64(len(u.Of)) {
			return model.ErrAltered
		}
		address := u.Of[client]
		u.Events[address]++
		if last[address] != user && !seen[visit{address, user}] {
			seen[visit{address, user}] = true
			u.Users[address]++
		}
		last[address] = user
		return nil
	})
}

// sharedTries are the events of each address with several users, in load order.
func sharedTries(ctx context.Context, db sqlite.Querier, u *model.AddressUse,
	pages *model.Pages) (map[int32][]web.Event, error) {
	tries := map[int32][]web.Event{}
	columns := []string{"client", "ts", "request", "coalesce(status, 0)"}
	err := sqlite.Batch(ctx, db, columns, "FROM every_event", nil, func(v []driver.Value) error {
		client, request := v[0].(int64), v[2].(int64)
		address := u.Of[client]
		if u.Users[address] < 2 || u.Names[address] == "" {
			return nil
		}
		if !pages.Know(request, client) {
			return model.ErrAltered
		}
		tries[address] = append(tries[address], pages.Event(v[1].(int64), request, client, v[3].(int64), 0))
		return nil
	})
	return tries, err
}
