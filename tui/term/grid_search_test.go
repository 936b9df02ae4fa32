package term

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"spoor/tui/term/termtest"
)

// numberedRows is a grid of n rows whose cells say more than has room.
func numberedRows(n, w, h int) *Grid {
	g := &Grid{Columns: []Column{
		{Title: "name", Width: 6, Cell: func(p Pen, row int) { p.Data(Plain, "row "+Count(row)+strings.Repeat("한", 30)) }},
		{Title: "n", Width: 5, Right: true, Rank: 1, Cell: func(p Pen, row int) { p.OwnRight(Plain, Count(row)) }},
		{Title: "bar", Width: 5, Rank: 2, Cell: func(p Pen, row int) { p.Bar(Chart, 1, 5) }},
	}}
	g.SetLength(n)
	g.Resize(w, h)
	return g
}

func TestCellsSayEverything(t *testing.T) {
	got := numberedRows(5000, 20, 5).Cells(1234)
	if want := []string{"row 1,234" + strings.Repeat("한", 30), "1,234", ""}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestSearchNarrowsAndGoesFromOneToTheNext(t *testing.T) {
	g := numberedRows(100, 40, 10)
	g.MoveTo(41)
	ends7 := func(cells []string) bool { return strings.HasSuffix(cells[1], "7") }
	g.Search(ends7, "7", true)
	for _, unfinished := g.Searching(); unfinished; _, unfinished = g.Searching() {
		g.SearchMore(30)
	}
	if g.Length() != 10 || g.Rows() != 100 || g.Cursor() != 47 || g.Position() != "5/10 of 100 ↓ 1 more" {
		t.Errorf("%d of %d, cursor %d, %q", g.Length(), g.Rows(), g.Cursor(), g.Position())
	}
	g.Do(MoveDown)
	if g.Cursor() != 57 {
		t.Errorf("down is %d", g.Cursor())
	}
	g.Narrow(false)
	if g.Length() != 100 || g.Cursor() != 57 {
		t.Errorf("around: %d rows, cursor %d", g.Length(), g.Cursor())
	}
	if around, ok := g.ToFound(1); g.Cursor() != 67 || around || !ok {
		t.Errorf("next is %d", g.Cursor())
	}
	g.MoveTo(3)
	if around, ok := g.ToFound(-1); g.Cursor() != 97 || !around || !ok {
		t.Errorf("the one before is %d", g.Cursor())
	}
	g.Search(nil, "", false)
	if g.Cursor() != 97 || g.Length() != 100 {
		t.Errorf("at the end %d of %d", g.Cursor(), g.Length())
	}
}

func TestSearchBeginsAgainWhereRowsChange(t *testing.T) {
	g := numberedRows(20, 40, 10)
	g.Search(func(cells []string) bool { return cells[1] != "3" }, "-3", true)
	g.SearchMore(100)
	g.MoveTo(15)
	g.SetLength(30)
	if _, unfinished := g.Searching(); !unfinished {
		t.Fatal("the new rows were not looked at, and nobody is told")
	}
	g.SearchMore(100)
	if g.Length() != 29 || g.Cursor() != 15 {
		t.Errorf("%d rows, cursor %d", g.Length(), g.Cursor())
	}
}

// TestCursorAndPlaces: whatever is looked for, every row that is shown can be reached, and is the one that is told.
func TestCursorAndPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 60).Draw(t, "rows")
		keep := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "keep")
		g := numberedRows(n, 30, rapid.IntRange(1, 12).Draw(t, "height"))
		at := -1
		g.Search(func([]string) bool { at++; return keep[at] }, "x", true)
		g.SearchMore(n)
		var want []int
		for row, kept := range keep {
			if kept {
				want = append(want, row)
			}
		}
		g.Do(MoveFirst)
		for i, row := range want {
			if g.Cursor() != row || g.Row(i) != row {
				t.Fatalf("place %d is row %d, not %d", i, g.Cursor(), row)
			}
			g.Do(MoveDown)
		}
		if g.Length() != len(want) {
			t.Fatalf("%d rows", g.Length())
		}
	})
}

func TestCountsMoveSoFar(t *testing.T) {
	g := numberedRows(100, 40, 10)
	for _, step := range []struct {
		times int
		c     Command
		want  int
	}{{5, MoveDown, 5}, {0, MoveDown, 6}, {3, MoveUp, 3}, {40, MoveLast, 39}, {0, MoveLast, 99}, {7, MoveFirst, 6},
		{1000, MoveDown, 99}, {500, MoveLast, 99}} {
		g.Repeat(step.times)
		g.Do(step.c)
		if g.Cursor() != step.want {
			t.Errorf("%d × %d: %d, not %d", step.times, step.c, g.Cursor(), step.want)
		}
	}
}

func TestTimeIsFound(t *testing.T) {
	g := numberedRows(10, 40, 10)
	if g.ToTime(5) {
		t.Error("rows without times have a time")
	}
	g.Time = func(row int) int64 { return int64(row/2) * 1000 }
	for ms, want := range map[int64]int{-5: 0, 0: 0, 1: 2, 1000: 2, 3999: 8, 9000: 9} {
		if g.ToTime(ms); g.Cursor() != want {
			t.Errorf("%d ms is row %d, not %d", ms, g.Cursor(), want)
		}
	}
}

// TestHiddenColumnsAreTold: a list says how many columns have no room, and they can be scrolled to. Where that has
// no room beside the titles it stands with the position, and no title is covered.
func TestHiddenColumnsAreTold(t *testing.T) {
	g := &Grid{AlwaysTitled: true}
	for i, title := range []string{"key", "one", "two", "three", "four"} {
		g.Columns = append(g.Columns, Column{Title: title, Width: 6, Rank: i,
			Cell: func(p Pen, _ int) { p.Data(Plain, title) }})
	}
	g.SetLength(1)
	th, err := NewTheme("mono", false)
	if err != nil {
		t.Fatal(err)
	}
	title := func() string {
		c := NewCanvas(th, 25, 3)
		g.Resize(25, 3)
		g.Draw(c.Area())
		return strings.Split(termtest.Text(c.String(), 25, 3), "\n")[0] + "|" + g.Position()
	}
	for _, want := range []string{
		" key     one     two +2 →|1/1", " key     two     three|1/1  ← 1  1 →", " key     three   four ← 2|1/1",
	} {
		if got := title(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
		g.Do(ScrollRight)
	}
	g.Do(ScrollRight)
	if got := title(); got != " key     three   four ← 2|1/1" {
		t.Errorf("scrolled too far: %q", got)
	}
	g.Repeat(9)
	g.Do(ScrollLeft)
	if got := title(); got != " key     one     two +2 →|1/1" {
		t.Errorf("back: %q", got)
	}
}
