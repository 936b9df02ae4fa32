package tui

import (
	"os"
	"strconv"
	"testing"

	"spoor/tui/term/termtest"
)

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
