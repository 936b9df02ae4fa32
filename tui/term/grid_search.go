package term

import "slices"

// search is what is looked for in the rows of a grid, and where it has been found so far.
type search struct {
	text   string // as it was typed
	match  func(cells []string) bool
	narrow bool  // only rows that match are shown
	found  []int // rows that match, in their order
	next   int   // the first row that has not been looked at
	keep   int   // the row that the cursor should be on
	cells  cellWriter
}

// restart looks at all rows again.
func (s *search) restart(keep int) { s.found, s.next, s.keep = nil, 0, keep }

func (s *search) has(row int) bool {
	_, found := slices.BinarySearch(s.found, row)
	return found
}

// Search looks for the rows of which match holds; it is given what each cell says in full. With narrow they alone are
// shown. A nil match ends it. text is what Sought gives back. SearchMore does the work.
func (g *Grid) Search(match func(cells []string) bool, text string, narrow bool) {
	keep := g.kept()
	g.search = nil
	if match != nil {
		g.search = &search{text: text, match: match, narrow: narrow, keep: keep}
	}
	g.refill()
	g.Center(keep)
}

// kept is the row that the cursor should stay on. Where rows have still to be looked at, or none was found, it is the
// one that it was on before.
func (g *Grid) kept() int {
	if g.search != nil && (g.search.next < g.rows || g.length == 0) {
		return g.search.keep
	}
	return g.Cursor()
}

// Searching reports whether something is looked for, and whether rows have still to be looked at.
func (g *Grid) Searching() (on, unfinished bool) {
	return g.search != nil, g.search != nil && g.search.next < g.rows
}

// Sought is what is looked for, as it was typed.
func (g *Grid) Sought() string {
	if g.search == nil {
		return ""
	}
	return g.search.text
}

// SearchMore looks at so many rows more.
func (g *Grid) SearchMore(rows int) {
	s := g.search
	if s == nil {
		return
	}
	columns := g.All()
	for end := min(s.next+rows, g.rows); s.next < end; s.next++ {
		if s.match(s.cells.row(columns, s.next)) {
			s.found = append(s.found, s.next)
		}
	}
	g.refill()
	if s.next == g.rows {
		g.Center(s.keep)
	}
}

// Found is how many rows have been found so far.
func (g *Grid) Found() int {
	if g.search == nil {
		return 0
	}
	return len(g.search.found)
}

// Narrowed reports whether only the rows that are found are shown.
func (g *Grid) Narrowed() bool { return g.search != nil && g.search.narrow }

// Narrow shows the rows that are found alone, or all. The cursor stays on its row.
func (g *Grid) Narrow(on bool) {
	if g.search == nil {
		return
	}
	row := g.kept()
	g.search.narrow = on
	g.refill()
	g.Center(row)
}

// ToFound moves the cursor to the next row that is found, or with a step of -1 to the one before, and round the end.
// around tells that it went round; ok is false where there is none.
func (g *Grid) ToFound(step int) (around, ok bool) {
	if g.Found() == 0 {
		return false, false
	}
	found := g.search.found
	at, exact := slices.BinarySearch(found, g.Cursor())
	if step > 0 && exact {
		at++
	} else if step < 0 {
		at--
	}
	around = at < 0 || at >= len(found)
	g.MoveTo(found[(at+len(found))%len(found)])
	return around, true
}

// Place is where the cursor is among the rows that are shown.
func (g *Grid) Place() int { return g.cursor }

// Row is the row at a place among those that are shown.
func (g *Grid) Row(place int) int { return g.row(place) }

// row is the row at a place among those that are shown.
func (g *Grid) row(place int) int {
	if !g.Narrowed() {
		return place
	}
	if place >= len(g.search.found) {
		return 0
	}
	return g.search.found[place]
}

// place is where a row is among those that are shown, or else the next.
func (g *Grid) place(row int) int {
	if !g.Narrowed() {
		return row
	}
	at, _ := slices.BinarySearch(g.search.found, row)
	return at
}

// refill counts the rows that are shown, and keeps the cursor among them.
func (g *Grid) refill() {
	g.length = g.rows
	if g.Narrowed() {
		g.length = len(g.search.found)
	}
	g.moveTo(g.cursor)
}

// ToTime moves the cursor to the first row at a time or after it, or else to the last row. It reports whether rows have
// times.
func (g *Grid) ToTime(ms int64) bool {
	if g.Time == nil || g.length == 0 {
		return false
	}
	low, high := 0, g.length
	for low < high {
		if middle := (low + high) / 2; g.Time(g.row(middle)) < ms {
			low = middle + 1
		} else {
			high = middle
		}
	}
	g.Center(g.row(min(low, g.length-1)))
	return true
}

// All are the columns of which the texts of a row are made.
func (g *Grid) All() []Column { return slices.Concat(g.Columns, g.Also) }

// Cells is what the cells of a row say, each in full.
func (g *Grid) Cells(row int) []string {
	var w cellWriter
	return w.row(g.All(), row)
}

// Cell is what the cell of a column says in full.
func (g *Grid) Cell(row, column int) string {
	var w cellWriter
	return w.row(g.All()[column:column+1], row)[0]
}

// Rows is how many rows there are, whether they are shown or not.
func (g *Grid) Rows() int { return g.rows }

// cellWriter has cells written into texts instead of a frame. What it returns is valid until the next row.
type cellWriter struct {
	canvas Canvas
	line   line
	cells  []string
}

var unstyled = &Theme{}

// row is what the cells of a row say. Charts say nothing.
func (w *cellWriter) row(columns []Column, row int) []string {
	w.canvas.theme, w.canvas.endless = unstyled, true
	w.cells = w.cells[:0]
	for i := range columns {
		w.line.text = w.line.text[:0]
		columns[i].Cell(Pen{canvas: &w.canvas, line: &w.line}, row)
		w.cells = append(w.cells, string(trimSpaces(w.line.text)))
	}
	return w.cells
}

func trimSpaces(text []byte) []byte {
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	for len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	return text
}
