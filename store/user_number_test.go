package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"spoor/store/sqlite"
)

// TestUserNumbers looks up the number of everybody, before anybody has been measured, after it, and when others have
// come since, one by one and many at once.
func TestUserNumbers(t *testing.T) {
	c := newCase(t)
	r := rand.New(rand.NewPCG(8, 1))
	look := func(when string) {
		t.Helper()
		check(t, c.snapshot(t.Context(), func(db sqlite.Querier) error {
			keys, err := userKeys(t.Context(), db)
			check(t, err)
			for user := 1; user < len(keys); user++ {
				if got, err := userNumber(t.Context(), db, keys[user]); err != nil || int(got) != user {
					t.Errorf("%s: %q has the number %d, not %d: %v", when, keys[user], got, user, err)
				}
			}
			for _, some := range [][]string{keys[1:], keys[1:2]} {
				numbers, err := userNumbers(t.Context(), db, some)
				check(t, err)
				for i, key := range some {
					if int(numbers[key]) != i+1 {
						t.Errorf("%s: %q has the number %d of %d, not %d", when, key, numbers[key], len(some), i+1)
					}
				}
			}
			for _, nobody := range []string{"", "kim\x00", "~", keys[1] + "!"} {
				for _, some := range [][]string{{nobody}, append(keys[1:len(keys):len(keys)], nobody)} {
					_, err := userNumbers(t.Context(), db, some)
					if want := fmt.Sprintf("there is no user %q", nobody); err == nil || err.Error() != want {
						t.Errorf("%s: %v, not %s", when, err, want)
					}
				}
			}
			return nil
		}))
	}
	come := func(source, users int) {
		var events []placed
		for i, e := range generated(r, source, users) {
			e.Key = fmt.Appendf(nil, "%d of %d ünd", r.IntN(1<<20), i)
			events = append(events, e)
		}
		appendEvents(t, c, source, events, 100)
	}
	come(1, 300)
	look("before")
	check(t, c.Derive(t.Context(), nil))
	look("measured")
	come(2, 30)
	look("since")
}

// TestUserNumberScansNothing: each step on the way to a user goes by the number of a row.
func TestUserNumberScansNothing(t *testing.T) {
	c, _ := generatedCase(t, 1, 100, 50)
	check(t, c.Derive(t.Context(), nil))
	plan := strings.Join(table(t, c, "EXPLAIN QUERY PLAN "+strings.ReplaceAll(measuredUser, "?1", "'a'")), "\n")
	if strings.Contains(plan, "SCAN user") || strings.Contains(plan, "SCAN m") || strings.Count(plan, "SEARCH") < 4 {
		t.Error(plan)
	}
}
