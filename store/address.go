package store

import (
	"cmp"
	"context"
	"database/sql/driver"
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

// addressUse gathers what each address did while the users are measured one after the other.
type addressUse struct {
	of     []int32 // address by client; the number 0 is none
	names  []string
	last   []int // the user who was seen there last, by address
	users  []int
	events []int
	tries  []addressTry
}

// addressTry is an event that can be part of a burst. There are as many as the case has events, so it is small.
type addressTry struct {
	time             int64
	address, request int32
	traits           analysis.Traits
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
	addresses := len(use.names)
	use.last, use.users, use.events = make([]int, addresses), make([]int, addresses), make([]int, addresses)
	return use, err
}

// add notes from where a user came, and what the user tried there.
func (u *addressUse) add(user int, events []analysis.Event) {
	for i := range events {
		e := &events[i]
		address := u.of[e.Client]
		if u.last[address] != user {
			u.last[address] = user
			u.users[address]++
		}
		u.events[address]++
		if u.names[address] != "" && (!e.Traits.Has(analysis.Static) || e.Traits.Has(analysis.Refused)) {
			u.tries = append(u.tries, addressTry{e.Time, address, e.Request, e.Traits})
		}
	}
}

// bursts finds the shared addresses from which there was too much at a time, the fullest first. An address that one user has
// alone is left out: what bursts there is the user's own.
func (u *addressUse) bursts(measurer *analysis.Measurer) []AddressBurst {
	shared := slices.DeleteFunc(u.tries, func(t addressTry) bool { return u.users[t.address] < 2 })
	slices.SortFunc(shared, func(a, b addressTry) int {
		return cmp.Or(cmp.Compare(a.address, b.address), cmp.Compare(a.time, b.time))
	})
	var bursts []AddressBurst
	var events []analysis.Event
	for begin := 0; begin < len(shared); {
		address := shared[begin].address
		events = events[:0]
		for ; begin < len(shared) && shared[begin].address == address; begin++ {
			events = append(events, analysis.Event{Time: shared[begin].time, Request: shared[begin].request, Traits: shared[begin].traits})
		}
		if peak := measurer.MeasureAddress(events); peak.Fullness() > 1 {
			bursts = append(bursts, AddressBurst{u.names[address], u.users[address], u.events[address], peak})
		}
	}
	slices.SortFunc(bursts, func(a, b AddressBurst) int {
		return cmp.Or(cmp.Compare(b.Peak.Fullness(), a.Peak.Fullness()), strings.Compare(a.Address, b.Address))
	})
	return bursts
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
