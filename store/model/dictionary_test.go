package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"spoor/store/logline"
)

// TestEventIsNumberedAsTextByText numbers events whose texts come again, among them such as are no UTF-8, have a NUL or
// are long, all texts of an event at once and one by one. Most are by somebody who has been there before, or is like
// somebody who has.
func TestEventIsNumberedAsTextByText(t *testing.T) {
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
	visitors := [][3][]byte{
		{[]byte("ab"), []byte("c"), nil}, {[]byte("a"), []byte("bc"), nil}, {nil, nil, nil},
		{[]byte("k"), []byte("1.20.30.40"), nil}, {[]byte("k"), []byte("2.20.30.40"), nil},
		{[]byte("a-somebody"), []byte("1"), nil}, {[]byte("b-somebody"), []byte("1"), nil},
	}
	for range 30 {
		visitors = append(visitors, [3][]byte{text(), text(), text()})
	}
	together, apart := NewDictionaries(), NewDictionaries()
	for range 5000 {
		by := visitors[r.IntN(len(visitors))]
		if r.IntN(4) == 0 {
			by = [3][]byte{text(), text(), text()}
		}
		e := *(&logline.Event{
			Key: by[0], Client: by[1], Agent: by[2], Referrer: text(), Action: text(), Target: text(), Menu: text(),
		}).Clone()
		want := Numbers{
			User:     NumberText(apart.Users, e.Key),
			Request:  apart.Request(e.Action, e.Target, e.Menu, ClickOf(&e), Ending{}),
			Client:   apart.Client(e.Client, e.Agent),
			Referrer: apart.Referrer(e.Referrer),
		}
		if got := together.Event(&e); got != want {
			t.Fatalf("%+v, want %+v for %+v", got, want, e)
		}
		for _, memory := range [][]byte{e.Key, e.Client, e.Agent} { // which is the parser's
			clear(memory)
		}
	}
	if !slices.Equal(together.Requests.Added, apart.Requests.Added) ||
		!slices.Equal(together.Clients.Added, apart.Clients.Added) ||
		!slices.Equal(together.Users.Added, apart.Users.Added) ||
		!slices.Equal(together.Agents.Added, apart.Agents.Added) ||
		!slices.Equal(together.Referrers.Added, apart.Referrers.Added) {
		t.Error("the entries differ")
	}
}
