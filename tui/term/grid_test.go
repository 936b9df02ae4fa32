package term

import (
	"math/rand/v2"
	"strconv"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func numbered(n, w, h int) *Grid {
	g := &Grid{Columns: []Column{
		{Name: "n", Title: "n", Width: 6, Right: true, Cell: func(p Pen, row int) { p.OwnRight(Plain, strconv.Itoa(row)) }},
		{Name: "text", Title: "text", Width: 4, Stretch: true, Rank: 1, Cell: func(p Pen, row int) { p.Own(Plain, "row") }},
		{Title: "far", Width: 10, Rank: 2, Cell: func(p Pen, row int) { p.Own(Plain, "far") }},
	}}
	g.Resize(w, h)
	g.SetLength(n)
	return g
}

// TestGridKeepsTheCursorInSight moves about at random and checks what must always hold.
func TestGridKeepsTheCursorInSight(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	commands := []Command{MoveUp, MoveDown, PageUp, PageDown, HalfUp, HalfDown, MoveFirst, MoveLast}
	for range 200 {
		g := numbered(r.IntN(60), 40, r.IntN(30))
		g.Leaps = r.IntN(2) == 0
		for range 60 {
			switch r.IntN(5) {
			case 0:
				g.SetLength(r.IntN(60))
			case 1:
				g.Resize(40, r.IntN(30))
			case 2:
				g.scroll(r.IntN(9) - 4)
			default:
				g.Do(commands[r.IntN(len(commands))])
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
	for _, c := range []struct{ width, columns, text int }{
		{80, 3, 80 - 1 - 6 - 2 - 2 - 10}, {25, 3, 4}, {24, 2, 24 - 1 - 6 - 2 - 5}, {12, 1, 0}, {3, 1, 0},
	} {
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
	if title, row := g.Mouse(tea.MouseClickMsg{Button: tea.MouseLeft}, 9, 0); title != "text" || row {
		t.Errorf("a click on a title gives %q, %v", title, row)
	}
	if _, row := g.Mouse(tea.MouseClickMsg{Button: tea.MouseLeft}, 9, 4); !row || g.cursor != 3 {
		t.Errorf("a click on the fourth row leaves the cursor on %d", g.cursor)
	}
	g.Mouse(tea.MouseWheelMsg{Button: tea.MouseWheelDown}, 0, 0)
	g.Mouse(tea.MouseWheelMsg{Button: tea.MouseWheelDown}, 0, 0)
	if g.top != 6 || g.cursor != 6 {
		t.Errorf("after two notches the window is from %d and the cursor on %d", g.top, g.cursor)
	}
	for _, outside := range []struct{ x, y int }{{-1, 3}, {40, 3}, {3, -1}, {3, 11}} {
		if _, row := g.Mouse(tea.MouseClickMsg{Button: tea.MouseLeft}, outside.x, outside.y); row {
			t.Errorf("a click at %v hits a row", outside)
		}
	}
}
