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
// NUL or are long, some events at once and text by text. Most are by somebody who has been there before, or is like
// somebody who has.
func TestEventsAreNumberedAsTextByText(t *testing.T) {
	for _, beside := range []bool{false, true} {
		t.Run(fmt.Sprint(beside), func(t *testing.T) { testEventNumbering(t, beside) })
	}
}

func testEventNumbering(t *testing.T, beside bool) {
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
	numbering, waiting, recent := NewEventNumbering(together), NewEventTexts(beside), &RecentUsers{}
	var want, got []Numbers
	number := func() {
		got = got[:0]
		numbering.Number(waiting, func(first int, numbers []Numbers) {
			if first != len(got) {
				t.Fatalf("the numbers of event %d, want those of %d", first, len(got))
			}
			got = append(got, numbers...)
		})
		if !slices.Equal(got, want) {
			t.Fatalf("%+v, want %+v", got, want)
		}
		want = nil
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
