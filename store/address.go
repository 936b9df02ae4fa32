package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/json"
	"slices"
	"strings"

	"modernc.org/sqlite/vtab"

	"spoor/analysis"
)

// AddressBurst is an address from which there was too much at a time, whoever its users are.
type AddressBurst struct {
	Address string
	Users   int // who shared it
	Events  int
	Peak    analysis.BurstPeak
}

// addressUse counts the users of each address while the users are measured one after the other.
type addressUse struct {
	of    []int32 // address by client; the number 0 is none
	names []string
	last  []int // the user who was seen there last, by address
	users []int
}

func newAddressUse(ctx context.Context, db querier) (*addressUse, error) {
	use := &addressUse{of: make([]int32, 1), names: make([]string, 1)}
	numbers := map[string]int32{}
	err := collectNumbered(ctx, db, []string{"ip"}, "client", func(v []driver.Value) error {
		number, known := numbers[v[0].(string)]
		if !known {
			name := strings.Clone(v[0].(string))
			number = int32(len(use.names))
			numbers[name] = number
			use.names = append(use.names, name)
		}
		use.of = append(use.of, number)
		return nil
	})
	use.last, use.users = make([]int, len(use.names)), make([]int, len(use.names))
	return use, err
}

// add notes from where a user came.
func (u *addressUse) add(user int, events []analysis.Event) {
	for i := range events {
		if address := u.of[events[i].Client]; u.last[address] != user {
			u.last[address] = user
			u.users[address]++
		}
	}
}

// bursts finds the shared addresses from which there was too much at a time, the fullest first. An address that one user has
// alone is left out: what bursts there is the user's own.
func (u *addressUse) bursts(ctx context.Context, db querier, pages *pages, window analysis.Window, measurer *analysis.Measurer) ([]AddressBurst, error) {
	events, err := u.sharedEvents(ctx, db, pages)
	if err != nil {
		return nil, err
	}
	var bursts []AddressBurst
	for address, list := range events {
		sortByTime(list)
		list = within(window, list)
		if peak := measurer.MeasureAddress(list); peak.Fullness() > 1 {
			bursts = append(bursts, AddressBurst{u.names[address], u.users[address], len(list), peak})
		}
	}
	slices.SortFunc(bursts, func(a, b AddressBurst) int {
		return cmp.Or(cmp.Compare(b.Peak.Fullness(), a.Peak.Fullness()), strings.Compare(a.Address, b.Address))
	})
	return bursts, nil
}

// sharedEvents are the events of each address that has several users, in load order.
func (u *addressUse) sharedEvents(ctx context.Context, db querier, pages *pages) (map[int32][]analysis.Event, error) {
	var clients []int
	for client, address := range u.of {
		if address != 0 && u.names[address] != "" && u.users[address] > 1 {
			clients = append(clients, client)
		}
	}
	if len(clients) == 0 {
		return nil, nil
	}
	wanted, err := json.Marshal(clients)
	if err != nil {
		return nil, err
	}
	events := map[int32][]analysis.Event{}
	err = collect(ctx, db, []string{"ts", "request", "client", "coalesce(status, 0)"}, "FROM event WHERE client IN (SELECT value FROM json_each(?))",
		[]any{string(wanted)}, func(v []driver.Value) error {
			request, client := v[1].(int64), v[2].(int64)
			if !pages.know(request, client) {
				return errAltered
			}
			address := u.of[client]
			events[address] = append(events[address], pages.event(v[0].(int64), request, client, v[3].(int64)))
			return nil
		})
	return events, err
}

const addressSchema = `
DROP TABLE IF EXISTS address_burst;
CREATE TABLE address_burst ( -- addresses with several users from which there was too much at a time, the fullest first
	ip     TEXT    NOT NULL,
	users  INTEGER NOT NULL,
	events INTEGER NOT NULL,
	kind   TEXT    NOT NULL,
	level  REAL    NOT NULL, -- how many at once, what leaked out meanwhile taken off
	ts     INTEGER NOT NULL
) STRICT;`

func addressRows(bursts []AddressBurst) rows {
	return rows{"address_burst (ip, users, events, kind, level, ts)", 6, len(bursts), func(row, column int) vtab.Value {
		b := &bursts[row]
		return [...]vtab.Value{b.Address, int64(b.Users), int64(b.Events), b.Peak.Kind.String(), b.Peak.Level, b.Peak.At}[column]
	}}
}

// AddressBursts are the addresses with several users from which there was too much at a time, the fullest first. The
// metrics must have been derived.
func (c *Case) AddressBursts(ctx context.Context) ([]AddressBurst, error) {
	var bursts []AddressBurst
	err := collect(ctx, c.reader, []string{"ip", "users", "events", "kind", "level", "ts"}, "FROM address_burst NOT INDEXED", nil, func(v []driver.Value) error {
		burst := AddressBurst{Address: strings.Clone(v[0].(string)), Users: int(v[1].(int64)), Events: int(v[2].(int64))}
		kind, _ := analysis.BurstKindByName(v[3].(string))
		burst.Peak = analysis.BurstPeak{Kind: kind, Level: v[4].(float64), At: v[5].(int64)}
		bursts = append(bursts, burst)
		return nil
	})
	return bursts, err
}
