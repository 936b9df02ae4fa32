package term

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// Column is one column of a grid. Widths are fixed, so that scrolling by a row shifts the picture and the renderer
// sends one line.
type Column struct {
	Name  string // what sorting calls it; "" cannot be sorted by
	Title string
	Width int  // in cells; of the column with Stretch, the least
	Right bool // the title stands at the right edge
	// Stretch gives the column whatever width is left, but no more than Most where that is more than nothing.
	Stretch bool
	Most    int
	// Rank says which columns go first where there is no room: the highest. Rank 0 stays.
	Rank int
	// Picture says that the cells are drawn: there is no text in them to be counted.
	Picture bool
	// Cell writes a row of the column; the pen ends where the column does.
	Cell func(p Pen, row int)
}

// Grid is a table of any length of which only the visible rows are ever drawn. It knows rows by number alone, from 0.
type Grid struct {
	Columns []Column
	Sorted  string // the name of the column that the rows are sorted by, and which way
	Reverse bool
	// Leaps scrolls by half a page where the cursor leaves the window, instead of by a line: for lists that share their
	// lines with something that does not scroll, so that every line of scrolling would send the whole window.
	Leaps bool
	// Quiet lets Position alone say that columns are hidden: for lists that stand beside others.
	Quiet bool
	// Untitled leaves the titles out; AlwaysTitled shows them even where there is little room, since the numbers say
	// nothing without.
	Untitled, AlwaysTitled bool
	// Unlit marks the row under the cursor but does not light it up, for grids of which single cells are in focus.
	Unlit bool
	// Idle hides the cursor: another part of the screen has the keys.
	Idle bool
	// Also are columns that are never drawn, but looked through, counted and read in full like the others.
	Also []Column
	// Time is when a row was, in UTC milliseconds, where rows stand in the order of time; nil where they do not.
	Time func(row int) int64
	// Marked reports whether a row is marked; nil where rows can't be.
	Marked func(row int) bool

	rows   int // that there are
	length int // rows that are shown: all, or those that are found
	cursor int // the place of the row among those that are shown
	top    int // the place at the top of the window
	w, h   int // the area it was last told of
	shift  int // columns that are scrolled out at the left
	times  int // how often the next command of moving is done; 0: once
	search *search
}

// ColumnGap is the space between columns, in cells; the marker of the cursor takes the cell before the first.
const ColumnGap = 2

// titledHeight is where a line of titles is affordable.
const titledHeight = 7

func (g *Grid) titled(h int) bool {
	return !g.Untitled && (h >= titledHeight || g.AlwaysTitled && h > 1)
}

// page is how many rows are visible.
func (g *Grid) page() int {
	if g.titled(g.h) {
		return max(g.h-1, 1)
	}
	return max(g.h, 1)
}

// Hidden returns how many rows lie above and below the visible ones; less than 0 below where lines stay empty.
func (g *Grid) Hidden() (above, below int) { return g.top, g.length - g.top - g.page() }

// Cursor returns the row that the cursor is on, 0 where none is shown.
func (g *Grid) Cursor() int { return g.row(g.cursor) }

// Length returns the number of rows that are shown.
func (g *Grid) Length() int { return g.length }

// Resize tells the grid of its area, in cells and lines, and keeps the cursor in sight.
func (g *Grid) Resize(w, h int) {
	g.w, g.h = w, h
	g.moveTo(g.cursor)
}

// SetLength changes the number of rows, and takes the cursor along where its row is gone. What is looked for in them
// has to be looked for again.
func (g *Grid) SetLength(n int) {
	g.rows = n
	if g.search != nil {
		g.search.restart(g.Cursor())
	}
	g.refill()
}

// SetCursor puts the cursor on a row of a grid that is not on the screen yet; Resize scrolls to it.
func (g *Grid) SetCursor(row int) { g.cursor = row }

// MoveTo puts the cursor on a row, or the nearest that is shown, and scrolls no more than it must.
func (g *Grid) MoveTo(row int) { g.moveTo(g.place(row)) }

func (g *Grid) moveTo(place int) {
	g.cursor = max(min(place, g.length-1), 0)
	if g.Leaps && (g.cursor < g.top || g.cursor >= g.top+g.page()) {
		g.top = g.cursor - g.page()/2
	}
	g.top = min(g.top, g.cursor)
	g.top = max(g.top, g.cursor-g.page()+1)
	g.top = max(min(g.top, g.length-g.page()), 0)
}

// Center puts the cursor on a row and the row in the middle, as after a jump.
func (g *Grid) Center(row int) {
	place := g.place(row)
	g.top = place - g.page()/2
	g.moveTo(place)
}

// scroll moves the window and takes the cursor along only as far as it must.
func (g *Grid) scroll(rows int) {
	g.top = max(min(g.top+rows, g.length-g.page()), 0)
	g.cursor = max(min(g.cursor, g.top+g.page()-1, g.length-1), g.top)
}

// step is how far a command of moving goes: the sum of so many rows, half pages and lengths of the list.
type step struct{ rows, halves, lengths int }

var steps = map[Command]step{
	MoveUp: {rows: -1}, MoveDown: {rows: 1},
	HalfUp: {halves: -1}, HalfDown: {halves: 1},
	PageUp: {halves: -2}, PageDown: {halves: 2},
	MoveFirst: {lengths: -1}, MoveLast: {lengths: 1},
}

// StepOf returns how many rows a command moves where half a page and the list are that long, 0 if it does not move.
func StepOf(c Command, half, length int) int {
	s := steps[c]
	return s.rows + s.halves*half + s.lengths*length
}

// Repeat has the next command of moving done so many times; the first and the last row become the row of that number.
func (g *Grid) Repeat(times int) { g.times = times }

// Do moves the cursor, or the columns, if the command is one of moving, and reports whether it moves the cursor.
func (g *Grid) Do(c Command) bool {
	times := g.times
	g.times = 0
	switch {
	case c == ScrollLeft || c == ScrollRight:
		g.scrollColumns(c, max(times, 1))
		return false
	case times > 0 && (c == MoveFirst || c == MoveLast):
		g.moveTo(times - 1)
		return true
	}
	_, ok := steps[c]
	if ok {
		g.moveTo(g.cursor + StepOf(c, max(g.page()/2, 1), g.length)*max(times, 1))
	}
	return ok
}

// wheelRows is how far one notch of the mouse wheel scrolls.
const wheelRows = 3

// Mouse takes a mouse message with its place inside the grid's area. It returns the name of the column whose title was
// clicked, and whether a row was.
func (g *Grid) Mouse(msg tea.MouseMsg, x, y int) (title string, row bool) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			g.scroll(-wheelRows)
		case tea.MouseWheelDown:
			g.scroll(wheelRows)
		}
	case tea.MouseClickMsg:
		if x < 0 || x >= g.w || y < 0 || y >= g.h || msg.Button != tea.MouseLeft {
			return "", false
		}
		if g.titled(g.h) {
			if y == 0 {
				return g.titleAt(x), false
			}
			y--
		}
		if g.top+y < g.length {
			g.moveTo(g.top + y)
			return "", true
		}
	}
	return "", false
}

func (g *Grid) titleAt(x int) string {
	for _, c := range g.layout(g.w) {
		if x >= c.at && x < c.at+c.width {
			return c.Name
		}
	}
	return ""
}

// Draw paints the titles and the visible rows; it changes nothing.
func (g *Grid) Draw(a Area) {
	if g.length == 0 && !g.Narrowed() {
		return
	}
	columns := g.layout(a.W)
	if g.titled(a.H) {
		g.drawTitles(a.Line(0), columns)
		a = a.Rows(1, a.H)
	}
	if g.length == 0 && g.search.next == g.rows {
		p := a.Line(0).Indented(1)
		p.Own(Dim, "no row matches")
	}
	for i := 0; i < a.H && g.top+i < g.length; i++ {
		p := a.Line(i)
		row, here := g.row(g.top+i), g.top+i == g.cursor && !g.Idle
		if here && !g.Unlit {
			p = p.In(Chosen)
		}
		p.Own(Plain, g.marker(row, here))
		for _, c := range columns {
			p.MoveTo(c.at)
			c.Cell(p.Within(c.width), row)
		}
		if p.over != Plain {
			p.Fill()
		}
	}
}

// marker is what stands before a row, which the cursor may be on.
func (g *Grid) marker(row int, here bool) string {
	switch marked := g.Marked != nil && g.Marked(row); {
	case here && marked:
		return markedCursor
	case here:
		return "›"
	case marked:
		return markGlyph
	case g.search != nil && !g.search.narrow && g.search.has(row):
		return foundGlyph
	}
	return " "
}

// What stands before a row that is marked, and before one that was looked for.
const (
	markGlyph  = "✓"
	foundGlyph = "◆"

	markedCursor = "»" // both
)

func (g *Grid) drawTitles(p Pen, columns []placed) {
	if hidden := g.hiddenColumns(columns); hidden != "" && g.besideTitles(columns, hidden, p.Left()) {
		defer p.OwnRight(Strong, hidden)
		p.end -= p.canvas.theme.Width(hidden) + 1
	}
	for _, c := range columns {
		p.MoveTo(c.at)
		title, s := c.Title, Dim
		if c.Name != "" && c.Name == g.Sorted {
			s = Strong
			if p.canvas.theme.ascii && len(title)+2 <= c.width { // there the mark is a letter
				title += " "
			}
			if g.Reverse {
				title += "↑"
			} else {
				title += "↓"
			}
		}
		cell := p.Within(c.width)
		if c.Right {
			cell.OwnRight(s, title)
		} else {
			cell.Own(s, title)
		}
	}
}

// Neighbour returns the name of the sortable column so many steps to the right of the one that the grid is sorted by,
// among those that are shown, and round the end.
func (g *Grid) Neighbour(step int) string {
	var names []string
	for _, c := range g.layout(g.w) {
		if c.Name != "" {
			names = append(names, c.Name)
		}
	}
	at := slices.Index(names, g.Sorted)
	if len(names) == 0 {
		return g.Sorted
	}
	return names[((at+step)%len(names)+len(names))%len(names)]
}
