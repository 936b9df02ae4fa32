package tui

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
)

func numbered(n, w, h int) *grid {
	g := &grid{columns: []column{
		{name: "n", title: "n", width: 6, right: true, cell: func(p pen, row int) { p.ownRight(plain, strconv.Itoa(row)) }},
		{name: "text", title: "text", width: 4, stretch: true, rank: 1, cell: func(p pen, row int) { p.own(plain, "row") }},
		{title: "far", width: 10, rank: 2, cell: func(p pen, row int) { p.own(plain, "far") }},
	}}
	g.resize(w, h)
	g.setLength(n)
	return g
}

// TestGridKeepsTheCursorInSight moves about at random and checks what must always hold.
func TestGridKeepsTheCursorInSight(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	commands := []command{moveUp, moveDown, pageUp, pageDown, halfUp, halfDown, moveFirst, moveLast}
	for range 200 {
		g := numbered(r.IntN(60), 40, r.IntN(30))
		g.leaps = r.IntN(2) == 0
		for range 60 {
			switch r.IntN(5) {
			case 0:
				g.setLength(r.IntN(60))
			case 1:
				g.resize(40, r.IntN(30))
			case 2:
				g.scroll(r.IntN(9) - 4)
			default:
				g.do(commands[r.IntN(len(commands))])
			}
			last := max(g.length-1, 0)
			if g.cursor < 0 || g.cursor > last || g.cursor < g.top || g.cursor >= g.top+g.page() {
				t.Fatalf("cursor %d of %d, window from %d, page %d", g.cursor, g.length, g.top, g.page())
			}
			if g.top > 0 && g.top+g.page() > g.length {
				t.Fatalf("window from %d of %d leaves lines empty, page %d", g.top, g.length, g.page())
			}
		}
	}
}

func TestGridLeavesColumnsOut(t *testing.T) {
	g := numbered(3, 80, 10)
	for _, c := range []struct{ width, columns, text int }{{80, 3, 80 - 1 - 6 - 2 - 2 - 10}, {25, 3, 4}, {24, 2, 24 - 1 - 6 - 2}, {12, 1, 0}, {3, 1, 0}} {
		placed := g.layout(c.width)
		if len(placed) != c.columns {
			t.Errorf("%d columns in a width of %d, not %d", len(placed), c.width, c.columns)
		}
		if len(placed) > 1 && placed[1].width != c.text {
			t.Errorf("in a width of %d the text is %d wide, not %d", c.width, placed[1].width, c.text)
		}
	}
}

func TestGridMouse(t *testing.T) {
	g := numbered(100, 40, 11)
	if title, row := g.mouse(tea.MouseClickMsg{Button: tea.MouseLeft}, 9, 0); title != "text" || row {
		t.Errorf("a click on a title gives %q, %v", title, row)
	}
	if _, row := g.mouse(tea.MouseClickMsg{Button: tea.MouseLeft}, 9, 4); !row || g.cursor != 3 {
		t.Errorf("a click on the fourth row leaves the cursor on %d", g.cursor)
	}
	g.mouse(tea.MouseWheelMsg{Button: tea.MouseWheelDown}, 0, 0)
	g.mouse(tea.MouseWheelMsg{Button: tea.MouseWheelDown}, 0, 0)
	if g.top != 6 || g.cursor != 6 {
		t.Errorf("after two notches the window is from %d and the cursor on %d", g.top, g.cursor)
	}
	for _, outside := range []struct{ x, y int }{{-1, 3}, {40, 3}, {3, -1}, {3, 11}} {
		if _, row := g.mouse(tea.MouseClickMsg{Button: tea.MouseLeft}, outside.x, outside.y); row {
			t.Errorf("a click at %v hits a row", outside)
		}
	}
}

// million is a case of a million users with a short name in two alphabets, judged.
func million(t testing.TB, n int) *fakeCase {
	t.Helper()
	r := rand.New(rand.NewPCG(5, 6))
	m := analysis.NewMatrix(n)
	m.Window = analysis.Window{From: caseStart.UnixMilli(), To: caseStart.AddDate(0, 1, 0).UnixMilli()}
	v := analysis.Measures{First: m.Window.From, Last: m.Window.To, Activity: 12345678}
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

// TestKeyOverAMillionUsers holds what a key costs, at 120x40 with the reasons beside the list: its memory is that of the visible rows
// and does not grow with the case.
func TestKeyOverAMillionUsers(t *testing.T) {
	n := 20_000
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		n = 1_000_000 // half a minute
	}
	a := shown(t, million(t, n), 120, 40)
	if a.stack[0].(*users).list.length != n {
		t.Fatal("the list is not there")
	}
	down := pressed("down")
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
				down := pressed("down")
				b.ReportAllocs()
				for b.Loop() {
					a.Update(down)
					_ = a.View()
				}
			})
		}
	}
}

// TestAllocationsOfAKey holds what a key and the frame after it may allocate on any screen. It has nothing to do with how much there
// is in the case, only with how much is on the screen.
func TestAllocationsOfAKey(t *testing.T) {
	c := newFakeCase()
	for _, v := range views {
		a := shown(t, c, 120, 40)
		press(a, v.keys...)
		turn := 0
		allocations := testing.AllocsPerRun(20, func() {
			turn++
			a.Update(pressed([]string{"down", "up"}[turn%2]))
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
