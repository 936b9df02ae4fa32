package term

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"spoor/internal/clean"
)

// Canvas is a frame being drawn: lines that are written from left to right and can neither grow too wide nor too many.
// A screen draws into an area of it; whatever falls outside is dropped, so no size of terminal needs a case of its own.
type Canvas struct {
	theme  *Theme
	width  int
	height int
	lines  []line
	// endless has its pens write one text as long as it gets, without styles, charts and gaps of more than a cell.
	endless bool
}

type line struct {
	text  []byte
	width int   // cells written so far
	style Style // in force at the end of text
}

// bytesPerCell is a guess that spares most lines a second allocation: styles and glyphs take more than one byte a cell.
const bytesPerCell = 3

// NewCanvas returns an empty canvas of so many cells by lines; less than nothing is nothing.
func NewCanvas(t *Theme, width, height int) *Canvas {
	c := &Canvas{theme: t, width: max(width, 0), height: max(height, 0)}
	c.lines = make([]line, c.height)
	share := c.width*bytesPerCell + 16
	backing := make([]byte, share*c.height)
	for i := range c.lines {
		c.lines[i].text = backing[i*share : i*share : (i+1)*share]
	}
	return c
}

// String returns the frame with the lines joined by newlines and no style left open. A theme with a background paints
// all of it.
func (c *Canvas) String() string {
	var b strings.Builder
	for i := range c.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		c.setStyle(&c.lines[i], Plain)
		if ground := c.theme.sequence[Plain]; ground == "" {
			b.Write(c.lines[i].text)
		} else {
			b.WriteString(ground)
			b.Write(c.lines[i].text)
			b.WriteString(strings.Repeat(" ", max(c.width-c.lines[i].width, 0)) + "\x1b[m")
		}
	}
	return b.String()
}

func (c *Canvas) setStyle(l *line, s Style) {
	from, to := c.theme.sequence[l.style], c.theme.sequence[s]
	l.style = s
	if from == to {
		return
	}
	if from != "" {
		l.text = append(l.text, "\x1b[m"...)
	}
	l.text = append(l.text, to...)
}

// Area returns all of the canvas.
func (c *Canvas) Area() Area { return Area{canvas: c, W: c.width, H: c.height} }

// Area is a rectangle of a canvas, in cells: its left upper corner is X, Y of the canvas. Areas that lie side by side
// are drawn from left to right.
type Area struct {
	canvas     *Canvas
	X, Y, W, H int
}

// Line returns a pen at the start of line i of the area. A pen for a line that does not exist writes nothing.
func (a Area) Line(i int) Pen {
	if i < 0 || i >= a.H || a.W <= 0 || a.Y+i >= len(a.canvas.lines) {
		return Pen{canvas: a.canvas, line: new(line)}
	}
	p := Pen{canvas: a.canvas, line: &a.canvas.lines[a.Y+i], start: a.X, end: a.X + a.W}
	p.MoveTo(0)
	return p
}

// Rows returns the lines [from, to) of the area as an area.
func (a Area) Rows(from, to int) Area {
	from = min(max(from, 0), a.H)
	to = min(max(to, from), a.H)
	a.Y, a.H = a.Y+from, to-from
	return a
}

// Columns returns the columns [from, to) of the area as an area.
func (a Area) Columns(from, to int) Area {
	from = min(max(from, 0), a.W)
	to = min(max(to, from), a.W)
	a.X, a.W = a.X+from, to-from
	return a
}

// Pen writes one line of an area.
type Pen struct {
	canvas     *Canvas
	line       *line
	start, end int
	over       Style // if not plain, stands for every style: the row under the cursor is one bar, not patches of colour
}

// Area is what the pen has left of its line.
func (p Pen) Area() Area {
	for i := range p.canvas.lines {
		if &p.canvas.lines[i] == p.line {
			return Area{canvas: p.canvas, X: p.line.width, Y: i, W: p.Left(), H: 1}
		}
	}
	return Area{canvas: p.canvas}
}

// In returns the pen that writes everything in one style; Plain leaves each text its own.
func (p Pen) In(s Style) Pen {
	p.over = s
	return p
}

// Left returns how many cells are still free, which is never less than 0.
func (p Pen) Left() int {
	if p.canvas.endless {
		return endlessWidth
	}
	return max(p.end-p.line.width, 0)
}

// endlessWidth is what is left to a pen whose text may be as long as it gets.
const endlessWidth = 1 << 20

// Own writes the program's own words: labels, glyphs, formatted numbers, sentences. Glyphs become their forms in ASCII
// where the terminal knows no more; what a sentence quotes from outside is made visible and harmless, as Data does.
func (p Pen) Own(s Style, text string) { p.put(s, p.canvas.theme.own(text)) }

// Data writes text that came from outside, exactly: what cannot be seen is made visible, and what a terminal would obey
// harmless.
func (p Pen) Data(s Style, text string) { p.put(s, p.canvas.theme.data(text)) }

// put writes safe text, cut at the end of the area.
func (p Pen) put(s Style, text string) {
	if p.canvas.endless {
		p.line.text = append(p.line.text, text...)
		return
	}
	width := clean.Width(text)
	if width > p.Left() {
		text = p.cut(text, p.Left())
		width = clean.Width(text)
	}
	if width == 0 {
		return
	}
	if p.over != Plain {
		s = p.over
	}
	p.canvas.setStyle(p.line, s)
	p.line.text = append(p.line.text, text...)
	p.line.width += width
}

func (p Pen) cut(text string, width int) string {
	if p.canvas.theme.ascii {
		return clean.CutASCII(text, width)
	}
	return clean.Cut(text, width)
}

// Column returns where the pen is in its area, in cells from its left edge.
func (p Pen) Column() int { return p.line.width - p.start }

// Indented returns the pen n columns on.
func (p Pen) Indented(n int) Pen {
	p.Gap(n)
	return p
}

// Gap writes n spaces, or as many as there is room for.
func (p Pen) Gap(n int) {
	if p.canvas.endless {
		if text := p.line.text; n > 0 && len(text) > 0 && text[len(text)-1] != ' ' {
			p.line.text = append(text, ' ')
		}
		return
	}
	n = min(n, p.Left())
	if n <= 0 {
		return
	}
	p.canvas.setStyle(p.line, p.over)
	p.spaces(n)
}

func (p Pen) spaces(n int) {
	for range n {
		p.line.text = append(p.line.text, ' ')
	}
	p.line.width += n
}

// MoveTo fills with spaces up to a column of the area; a column that is already passed is left alone.
func (p Pen) MoveTo(column int) {
	if p.canvas.endless {
		p.Gap(1)
		return
	}
	before := p.start - p.line.width // cells of an area further left that nobody wrote
	if before > 0 {
		p.canvas.setStyle(p.line, Plain)
		p.spaces(before)
	}
	p.Gap(p.start + column - p.line.width)
}

// Within returns a pen for the next width cells, which is what a cell of a table may use.
func (p Pen) Within(width int) Pen {
	p.start = p.line.width
	p.end = min(p.line.width+max(width, 0), p.end)
	return p
}

// Fill writes spaces up to the end of the area.
func (p Pen) Fill() { p.Gap(p.Left()) }

// OwnRight writes as Own does, at the right edge of what the pen may use.
func (p Pen) OwnRight(s Style, text string) {
	text = p.canvas.theme.own(text)
	p.Gap(p.Left() - clean.Width(text))
	p.put(s, text)
}

// Overlay puts another canvas on top of this one, with its left upper corner in cell x of line y. Both must be
// finished.
func (c *Canvas) Overlay(top *Canvas, x, y int) {
	for i := range top.lines {
		if y+i < 0 || y+i >= len(c.lines) {
			continue
		}
		below, over := &c.lines[y+i], &top.lines[i]
		c.setStyle(below, Plain)
		top.setStyle(over, Plain)
		text := string(below.text)
		left := ansi.Cut(text, 0, x)
		end, room := x+top.width, max(below.width-x-top.width, 0)
		right := ansi.Cut(text, end, max(below.width, end))
		if ansi.StringWidth(right) > room { // it begins with a wide character that is half under the top
			right = ansi.Cut(text, end+1, max(below.width, end+1))
		}
		below.text = append([]byte(left), strings.Repeat(" ", max(x-ansi.StringWidth(left), 0))...)
		below.text = append(below.text, over.text...)
		below.text = append(below.text, strings.Repeat(" ", max(top.width-over.width, 0))...)
		below.text = append(below.text, strings.Repeat(" ", max(room-ansi.StringWidth(right), 0))...) // of what was cut
		below.text = append(below.text, right...)
		below.width = max(below.width, x+top.width)
	}
}

// Box paints a frame round the area, with a title in its upper edge; inside, which is called in between, draws what it
// holds.
func (a Area) Box(title string, inside func()) {
	top, bottom := a.Line(0), a.Line(a.H-1)
	top.Own(Dim, "╭─ ")
	top.Within(max(top.Left()-3, 0)).Own(Strong, title)
	top.MoveTo(min(3+clean.Width(title), max(a.W-3, 0)))
	top.Own(Dim, " "+strings.Repeat("─", max(top.Left()-2, 0))+"╮")
	bottom.Own(Dim, "╰"+strings.Repeat("─", max(a.W-2, 0))+"╯")
	middle := a.Rows(1, a.H-1)
	for i := range middle.H {
		middle.Line(i).Own(Dim, "│")
	}
	inside()
	for i := range middle.H {
		p := middle.Line(i)
		p.MoveTo(a.W - 1)
		p.Own(Dim, "│")
	}
}
