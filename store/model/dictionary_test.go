package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"spoor/store/logline"
)

// TestEventsAreNumberedAsTextByText numbers events whose texts come again, among them such as are no UTF-8, have a
// NUL or are long, some events at once and text by text, all columns by one numbering or each by its own. Most are by
// somebody who has been there before, or is like somebody who has; now and then everybody is forgotten.
func TestEventsAreNumberedAsTextByText(t *testing.T) {
	for _, beside := range []bool{false, true} {
		for _, columns := range [][]Columns{{AllColumns}, {UserColumns, RequestColumn, ReferrerColumn}} {
			t.Run(fmt.Sprint(beside, len(columns)), func(t *testing.T) { testEventNumbering(t, beside, columns) })
		}
	}
}

func testEventNumbering(t *testing.T, beside bool, columns []Columns) {
	r := rand.New(rand.NewPCG(1, 1))
	text := func() []byte {
		switch n := r.IntN(30); n {
		case 0:
			return nil
		case 1:
			return []byte{'a', 0xff, byte(r.IntN(3))}
		case 2:
			return []byte(strings.Repeat("x", 300) + fmt.Sprint(r.IntN(3)))
		default:
			return fmt.Append(nil, n)
		}
	}
	users := [][3][]byte{
		{[]byte("ab"), []byte("c"), nil}, {[]byte("a"), []byte("bc"), nil}, {nil, nil, nil},
		{[]byte("k"), []byte("1.20.30.40"), nil}, {[]byte("k"), []byte("2.20.30.40"), nil},
		{[]byte("a-somebody"), []byte("1"), nil}, {[]byte("b-somebody"), []byte("1"), nil},
	}
	for range 30 {
		users = append(users, [3][]byte{text(), text(), text()})
	}
	together, apart := NewDictionaries(), NewDictionaries()
	waiting, recent := NewEventTexts(beside), &RecentUsers{}
	var numberings []*EventNumbering
	for _, which := range columns {
		numberings = append(numberings, NewEventNumbering(together, which))
	}
	var want []Numbers
	number := func() {
		if got := numbersOf(t, waiting, numberings); !slices.Equal(got, want) {
			t.Fatalf("%+v, want %+v", got, want)
		}
		waiting.Clear()
		want = nil
		if r.IntN(3) == 0 {
			recent.Forget()
		}
	}
	for range 20_000 {
		by := users[r.IntN(len(users))]
		if r.IntN(4) == 0 {
			by = [3][]byte{text(), text(), text()}
		}
		e := *(&logline.Event{
			Key: by[0], Client: by[1], Agent: by[2], Referrer: text(), Action: text(), Target: text(), Menu: text(),
		}).Clone()
		want = append(want, Numbers{
			User:     numberText(apart.Users, e.Key),
			Request:  apart.Request(e.Action, e.Target, e.Menu, clickOf(&e), Ending{}),
			Client:   apart.Client(e.Client, e.Agent),
			Referrer: apart.Referrer(e.Referrer),
		})
		full := waiting.Add(&e, recent)
		for _, memory := range [][]byte{ // which is the parser's
			e.Key, e.Client, e.Agent, e.Referrer, e.Action, e.Target, e.Menu,
		} {
			clear(memory)
		}
		if waiting.Count() != len(want) {
			t.Fatalf("%d events wait, want %d", waiting.Count(), len(want))
		}
		if full || r.IntN(map[bool]int{false: 50, true: 700}[beside]) == 0 {
			number()
		}
	}
	number()
	if !slices.Equal(together.Requests.Added, apart.Requests.Added) ||
		!slices.Equal(together.Clients.Added, apart.Clients.Added) ||
		!slices.Equal(together.Users.Added, apart.Users.Added) ||
		!slices.Equal(together.Agents.Added, apart.Agents.Added) ||
		!slices.Equal(together.Referrers.Added, apart.Referrers.Added) {
		t.Error("the entries differ")
	}
}

// numbersOf are the numbers of events, which are numbered by one numbering after the other.
func numbersOf(t *testing.T, waiting *EventTexts, numberings []*EventNumbering) []Numbers {
	got := make([]Numbers, waiting.Count())
	for _, numbering := range numberings {
		count := 0
		numbering.Number(waiting, func(first int, numbers []Numbers) {
			if first != count {
				t.Fatalf("the numbers of event %d, want those of %d", first, count)
			}
			count += len(numbers)
			for k, n := range numbers {
				to := &got[first+k]
				to.User, to.Request, to.Client, to.Referrer =
					to.User+n.User, to.Request+n.Request, to.Client+n.Client, to.Referrer+n.Referrer
			}
		})
		if count != len(got) {
			t.Fatalf("%d events are numbered, want %d", count, len(got))
		}
	}
	return got
}
