package tui

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"spoor/analysis"
	"spoor/tui/term/termtest"
)

// million is a case of a million users with a short name in two alphabets, judged.
func million(t testing.TB, n int) *fakeCase {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	m := analysis.NewMatrix(n)
	m.Window = analysis.Window{From: caseStart.UnixMilli(), To: caseStart.AddDate(0, 1, 0).UnixMilli()}
	v := analysis.Measures{Facts: analysis.Facts{First: m.Window.From, Last: m.Window.To, Activity: 12345678}}
	for i := range n {
		key := "이용자" + strconv.Itoa(n+i)
		v.Events, v.Sessions, v.Views = int32(5+r.IntN(50)), int32(1+r.IntN(9)), int32(r.IntN(200))
		for rule := range v.Values {
			v.Values[rule] = analysis.Value{X: float64(r.IntN(1000)) * r.Float64(), N: 9}
		}
		m.Append(int32(i), key, v)
	}
	c := newFakeCase()
	c.many = m
	return c
}

// TestKeyOverAMillionUsers holds what a key costs, at 120x40 with the reasons beside the list: its memory is that of
// the visible rows and does not grow with the case.
func TestKeyOverAMillionUsers(t *testing.T) {
	n := 20_000
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		n = 1_000_000 // half a minute
	}
	a := shown(t, million(t, n), 120, 40)
	if a.stack[0].(*users).list.Length() != n {
		t.Fatal("the list is not there")
	}
	down := termtest.Key("down")
	allocations := testing.AllocsPerRun(100, func() {
		a.Update(down)
		_ = a.View()
	})
	t.Logf("%.0f allocations a key", allocations)
	if allocations > 600 {
		t.Errorf("a key makes %.0f allocations", allocations)
	}
}

// BenchmarkKey is a key and the frame after it.
func BenchmarkKey(b *testing.B) {
	for _, n := range []int{1_000, 1_000_000} {
		for _, size := range sizes {
			b.Run(strconv.Itoa(n)+"users-"+strconv.Itoa(size.w)+"x"+strconv.Itoa(size.h), func(b *testing.B) {
				a := shown(b, million(b, n), size.w, size.h)
				down := termtest.Key("down")
				b.ReportAllocs()
				for b.Loop() {
					a.Update(down)
					_ = a.View()
				}
			})
		}
	}
}

// TestAllocationsOfAKey holds what a key and the frame after it may allocate on any screen. It has nothing to do with
// how much there is in the case, only with how much is on the screen.
func TestAllocationsOfAKey(t *testing.T) {
	c := newFakeCase()
	for _, v := range views {
		a := shown(t, c, 120, 40)
		press(a, v.keys...)
		turn := 0
		allocations := testing.AllocsPerRun(20, func() {
			turn++
			a.Update(termtest.Key([]string{"down", "up"}[turn%2]))
			_ = a.View()
		})
		t.Logf("%s: %.0f allocations", v.name, allocations)
		if allocations > mostAllocations {
			t.Errorf("%s: %.0f allocations for a key", v.name, allocations)
		}
	}
}

// mostAllocations is about twice what the busiest screen takes.
const mostAllocations = 2500

// BenchmarkArrange makes the list of many users anew: by a letter more in the filter, and by another column.
func BenchmarkArrange(b *testing.B) {
	a := shown(b, million(b, 200_000), 120, 40)
	for _, c := range []struct{ filter, order string }{{"99", "score"}, {"이용", "score"}, {"views>150", "score"}, {"", "views"}, {"99", "user"}} {
		f, err := parseFilter(c.filter, a.work.clock, a.work.ownRules())
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.filter+" by "+c.order, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := a.work.judged().arrange(b.Context(), arrangement{order: c.order, filter: f, keep: -1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
