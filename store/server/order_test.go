package server

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func columnOf(list []string) (t Texts) {
	for _, text := range list {
		t.All = append(t.All, text...)
		t.Ends = append(t.Ends, len(t.All))
	}
	return t
}

// TestOrderIsThatOfSorting has blocks in any order, cut anywhere, with texts of their own or shared ones, and uses the
// same order twice.
func TestOrderIsThatOfSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o order
		for range 2 {
			type event struct {
				user                   string
				time, source, line, at int64
			}
			var want []event
			for range rapid.IntRange(0, 5).Draw(t, "blocks") {
				var b Block
				b.Rows = rapid.IntRange(0, 20).Draw(t, "rows")
				names := []string{"", "kim", "lee", "lee2"}
				users := rapid.SliceOfN(rapid.Uint32Range(0, 3), b.Rows, b.Rows).Draw(t, "users")
				if rapid.Bool().Draw(t, "shared") {
					b.User = columnOf(names)
					b.User.Of = users
				} else {
					var own []string
					for _, user := range users {
						own = append(own, names[user])
					}
					b.User = columnOf(own)
				}
				number := rapid.SliceOfN(rapid.Int64Range(0, 3), b.Rows, b.Rows)
				b.Time, b.Source, b.Line = number.Draw(t, "time"), number.Draw(t, "source"), number.Draw(t, "line")
				skipped := true
				for row := range b.Rows {
					if skip := rapid.Bool().Draw(t, "skip"); skip {
						skipped = true
						continue
					}
					want = append(want, event{names[users[row]], b.Time[row], b.Source[row], b.Line[row],
						int64(o.count())})
					o.add(&b, row, !skipped)
					skipped = false
				}
			}
			slices.SortFunc(want, func(a, b event) int {
				return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.time, b.time), cmp.Compare(a.source, b.source),
					cmp.Compare(a.line, b.line), cmp.Compare(a.at, b.at))
			})
			got := map[string][]int32{}
			_ = o.each(func(user string, events []int32) error {
				if got[user] != nil {
					t.Fatalf("%q came twice", user)
				}
				got[user] = slices.Clone(events)
				return nil
			})
			told := map[string][]int32{}
			for _, e := range want {
				told[e.user] = append(told[e.user], int32(e.at))
			}
			if fmt.Sprint(got) != fmt.Sprint(told) {
				t.Fatalf("%v, not %v", got, told)
			}
		}
	})
}
