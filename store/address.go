package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// AddressBurst is an address from which there was too much at a time, whoever its users are.
type AddressBurst struct {
	Address string
	Users   int // who shared it
	Events  int
	Peak    analysis.BurstPeak
}

// AddressBursts finds the addresses with several users from which there was too much at a time, the fullest first. An address
// that one user has alone is left out: what bursts there is the user's own. Nothing of it is kept, as few ask for it.
func (c *Case) AddressBursts(ctx context.Context) ([]AddressBurst, error) {
	var bursts []AddressBurst
	err := c.snapshot(ctx, func(db sqlite.Querier) error {
		site, err := caseSite(ctx, db)
		if err != nil {
			return err
		}
		pages, err := placeRequests(ctx, db, site)
		if err != nil {
			return err
		}
		use, err := newAddressUse(ctx, db, pages.clients)
		if err != nil {
			return err
		}
		tries, err := use.sharedTries(ctx, db, pages)
		if err != nil {
			return err
		}
		bursts = use.bursts(tries, pages.paths)
		return nil
	})
	return bursts, err
}

// addressUse says how many users and events each address has.
type addressUse struct {
	of     []int32 // address by client; the number 0 is none
	names  []string
	users  []int
	events []int
}

func newAddressUse(ctx context.Context, db sqlite.Querier, clients *clients) (*addressUse, error) {
	use := &addressUse{of: clients.addresses, names: clients.names}
	return use, use.count(ctx, db)
}

// count counts the users and the events of each address.
func (u *addressUse) count(ctx context.Context, db sqlite.Querier) error {
	type visit struct{ address, user int32 }
	u.users, u.events = make([]int, len(u.names)), make([]int, len(u.names))
	seen := map[visit]bool{}
	last := make([]int32, len(u.names)) // the user who was seen there last: events of a user mostly come together
	return sqlite.Batch(ctx, db, []string{"client", "user"}, "FROM every_event", nil, func(v []driver.Value) error {
		client, user := v[0].(int64), int32(v[1].(int64))
		if client < 1 || client >= int64(len(u.of)) {
			return errAltered
		}
		address := u.of[client]
		u.events[address]++
		if last[address] != user && !seen[visit{address, user}] {
			seen[visit{address, user}] = true
			u.users[address]++
		}
		last[address] = user
		return nil
	})
}

// sharedTries are the events of each address with several users, in load order.
func (u *addressUse) sharedTries(ctx context.Context, db sqlite.Querier, pages *pages) (map[int32][]analysis.Event, error) {
	tries := map[int32][]analysis.Event{}
	columns := []string{"client", "ts", "request", "coalesce(status, 0)"}
	err := sqlite.Batch(ctx, db, columns, "FROM every_event", nil, func(v []driver.Value) error {
		client, request := v[0].(int64), v[2].(int64)
		address := u.of[client]
		if u.users[address] < 2 || u.names[address] == "" {
			return nil
		}
		if !pages.know(request, client) {
			return errAltered
		}
		tries[address] = append(tries[address], pages.event(v[1].(int64), request, client, v[3].(int64), 0))
		return nil
	})
	return tries, err
}

func (u *addressUse) bursts(tries map[int32][]analysis.Event, paths []int32) []AddressBurst {
	known := &analysis.Knowledge{Paths: paths}
	measurer := analysis.NewMeasurer(analysis.DefaultMeasureOptions(), analysis.Window{}, known) // neither sessions nor the window bear on bursts
	var bursts []AddressBurst
	for address, events := range tries {
		sortByTime(events)
		if peak := measurer.MeasureAddress(events); peak.Fullness() > 1 {
			bursts = append(bursts, AddressBurst{u.names[address], u.users[address], u.events[address], peak})
		}
	}
	slices.SortFunc(bursts, func(a, b AddressBurst) int {
		return cmp.Or(cmp.Compare(b.Peak.Fullness(), a.Peak.Fullness()), strings.Compare(a.Address, b.Address))
	})
	return bursts
}
