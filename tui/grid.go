package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// column is one column of a grid. Widths are fixed, so that scrolling by a row shifts the picture and the renderer sends one line.
type column struct {
	name  string // what sorting calls it; "" cannot be sorted by
	title string
	width int // in cells; of the column with stretch, the least
	right bool
	// stretch gives the column whatever width is left.
	stretch bool
	// rank says which columns go first where there is no room: the highest. Rank 0 stays.
	rank int
	cell func(p pen, row int)
}

// grid is a table of any length of which only the visible rows are ever drawn. It knows rows by number alone.
type grid struct {
	columns []column
	length  int
	cursor  int
	top     int // the row at the top of the window
	w, h    int // the area it was last told of
	sorted  string
	reverse bool
	// leaps scrolls by half a page where the cursor leaves the window, instead of by a line: for lists that share their lines with
	// something that does not scroll, so that every line of scrolling would send the whole window.
	leaps bool
	// bare leaves the titles out; insistent shows them even where there is little room, since the numbers say nothing without.
	bare, insistent bool
	// unlit marks the row under the cursor but does not light it up, for grids of which single cells are in focus.
	unlit bool
	// idle hides the cursor: another part of the screen has the keys.
	idle bool
}

// columnGap is the space between columns; the marker of the cursor takes the cell before the first.
const columnGap = 2

// placed is a column and where it stands in the area.
type placed struct {
	*column
	at, width int
}

// layout chooses the columns that fit into a width and places them.
func (g *grid) layout(width int) []placed {
	chosen := make([]placed, 0, len(g.columns))
	total := 1 - columnGap
	for i := range g.columns {
		chosen = append(chosen, placed{column: &g.columns[i], width: g.columns[i].width})
		total += g.columns[i].width + columnGap
	}
	for total > width {
		worst := 0
		for i := range chosen {
			if chosen[i].rank > chosen[worst].rank {
				worst = i
			}
		}
		if chosen[worst].rank == 0 {
			break
		}
		total -= chosen[worst].width + columnGap
		chosen = slices.Delete(chosen, worst, worst+1)
	}
	at := 1
	for i := range chosen {
		if chosen[i].stretch {
			chosen[i].width += max(width-total, 0)
		}
		chosen[i].at = at
		at += chosen[i].width + columnGap
	}
	return chosen
}

// titledHeight is where a line of titles is affordable.
const titledHeight = 7

func (g *grid) titled(h int) bool {
	return !g.bare && (h >= titledHeight || g.insistent && h > 1)
}

// page is how many rows are visible.
func (g *grid) page() int {
	if g.titled(g.h) {
		return max(g.h-1, 1)
	}
	return max(g.h, 1)
}

// hidden is how many rows lie above and below the visible ones; less than nothing below where lines stay empty.
func (g *grid) hidden() (above, below int) { return g.top, g.length - g.top - g.page() }

// resize tells the grid of its area and keeps the cursor in sight.
func (g *grid) resize(w, h int) {
	g.w, g.h = w, h
	g.moveTo(g.cursor)
}

// setLength changes the number of rows.
func (g *grid) setLength(n int) {
	g.length = n
	g.moveTo(g.cursor)
}

// setCursor puts the cursor on a row of a grid that is not on the screen yet; resize scrolls to it.
func (g *grid) setCursor(row int) { g.cursor = row }

// moveTo puts the cursor on a row, or the nearest there is, and scrolls no more than it must.
func (g *grid) moveTo(row int) {
	g.cursor = max(min(row, g.length-1), 0)
	if g.leaps && (g.cursor < g.top || g.cursor >= g.top+g.page()) {
		g.top = g.cursor - g.page()/2
	}
	g.top = min(g.top, g.cursor)
	g.top = max(g.top, g.cursor-g.page()+1)
	g.top = max(min(g.top, g.length-g.page()), 0)
}

// center puts the cursor on a row and the row in the middle, as after a jump.
func (g *grid) center(row int) {
	g.top = row - g.page()/2
	g.moveTo(row)
}

// scroll moves the window and takes the cursor along only as far as it must.
func (g *grid) scroll(rows int) {
	g.top = max(min(g.top+rows, g.length-g.page()), 0)
	g.cursor = max(min(g.cursor, g.top+g.page()-1, g.length-1), g.top)
}

// step is how far a command of moving goes: the sum of so many rows, half pages and lengths of the list.
type step struct{ rows, halves, lengths int }

var steps = map[command]step{
	moveUp: {rows: -1}, moveDown: {rows: 1},
	halfUp: {halves: -1}, halfDown: {halves: 1},
	pageUp: {halves: -2}, pageDown: {halves: 2},
	moveFirst: {lengths: -1}, moveLast: {lengths: 1},
}

// stepOf returns how many rows a command moves where half a page and the list are that long, 0 if it does not move.
func stepOf(c command, half, length int) int {
	s := steps[c]
	return s.rows + s.halves*half + s.lengths*length
}

// do moves the cursor if the command is one of moving, and reports whether it was.
func (g *grid) do(c command) bool {
	_, ok := steps[c]
	if ok {
		g.moveTo(g.cursor + stepOf(c, max(g.page()/2, 1), g.length))
	}
	return ok
}

// wheelRows is how far one notch of the mouse wheel scrolls.
const wheelRows = 3

// mouse takes a mouse message with its place inside the grid's area. It returns the name of the column whose title was clicked, and
// whether a row was.
func (g *grid) mouse(msg tea.MouseMsg, x, y int) (title string, row bool) {
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

func (g *grid) titleAt(x int) string {
	for _, c := range g.layout(g.w) {
		if x >= c.at && x < c.at+c.width {
			return c.name
		}
	}
	return ""
}

// draw paints the titles and the visible rows.
func (g *grid) draw(a area) {
	if g.length == 0 {
		return
	}
	columns := g.layout(a.w)
	if g.titled(a.h) {
		g.drawTitles(a.line(0), columns)
		a = a.rows(1, a.h)
	}
	for i := 0; i < a.h && g.top+i < g.length; i++ {
		p := a.line(i)
		row := g.top + i
		marker := " "
		if row == g.cursor && !g.idle {
			marker = "›"
			if !g.unlit {
				p = p.in(chosen)
			}
		}
		p.own(plain, marker)
		for _, c := range columns {
			p.moveTo(c.at)
			c.cell(p.within(c.width), row)
		}
		if p.over != plain {
			p.fill()
		}
	}
}

func (g *grid) drawTitles(p pen, columns []placed) {
	for _, c := range columns {
		p.moveTo(c.at)
		title, s := c.title, dim
		if c.name != "" && c.name == g.sorted {
			s = strong
			if p.canvas.theme.ascii && len(title)+2 <= c.width { // there the mark is a letter
				title += " "
			}
			if g.reverse {
				title += "↑"
			} else {
				title += "↓"
			}
		}
		cell := p.within(c.width)
		if c.right {
			cell.ownRight(s, title)
		} else {
			cell.own(s, title)
		}
	}
}

// neighbour returns the name of the sortable column beside the one that the grid is sorted by, among those that are shown.
func (g *grid) neighbour(step int) string {
	var names []string
	for _, c := range g.layout(g.w) {
		if c.name != "" {
			names = append(names, c.name)
		}
	}
	at := slices.Index(names, g.sorted)
	if len(names) == 0 {
		return g.sorted
	}
	return names[((at+step)%len(names)+len(names))%len(names)]
}
