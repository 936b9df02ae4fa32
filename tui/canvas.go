package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"spoor/internal/clean"
)

// canvas is a frame being drawn: lines that are written from left to right and can neither grow too wide nor too many. A screen
// draws into an area of it; whatever falls outside is dropped, so no size of terminal needs a case of its own.
type canvas struct {
	theme  *theme
	width  int
	height int
	lines  []line
}

type line struct {
	text  []byte
	width int   // cells written so far
	style style // in force at the end of text
}

// bytesPerCell is a guess that spares most lines a second allocation: styles and glyphs take more than one byte a cell.
const bytesPerCell = 3

func newCanvas(t *theme, width, height int) *canvas {
	c := &canvas{theme: t, width: max(width, 0), height: max(height, 0)}
	c.lines = make([]line, c.height)
	share := c.width*bytesPerCell + 16
	backing := make([]byte, share*c.height)
	for i := range c.lines {
		c.lines[i].text = backing[i*share : i*share : (i+1)*share]
	}
	return c
}

// String returns the frame with the lines joined by newlines and no style left open. A theme with a background paints all of it.
func (c *canvas) String() string {
	var b strings.Builder
	for i := range c.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		c.setStyle(&c.lines[i], plain)
		if ground := c.theme.sequence[plain]; ground == "" {
			b.Write(c.lines[i].text)
		} else {
			b.WriteString(ground)
			b.Write(c.lines[i].text)
			b.WriteString(strings.Repeat(" ", max(c.width-c.lines[i].width, 0)) + "\x1b[m")
		}
	}
	return b.String()
}

func (c *canvas) setStyle(l *line, s style) {
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

func (c *canvas) area() area { return area{canvas: c, w: c.width, h: c.height} }

// area is a rectangle of a canvas. Areas that lie side by side are drawn from left to right.
type area struct {
	canvas     *canvas
	x, y, w, h int
}

// line returns a pen at the start of line i of the area. A pen for a line that does not exist writes nothing.
func (a area) line(i int) pen {
	if i < 0 || i >= a.h || a.w <= 0 || a.y+i >= len(a.canvas.lines) {
		return pen{canvas: a.canvas, line: new(line)}
	}
	p := pen{canvas: a.canvas, line: &a.canvas.lines[a.y+i], start: a.x, end: a.x + a.w}
	p.moveTo(0)
	return p
}

// rows returns the lines [from, to) of the area as an area.
func (a area) rows(from, to int) area {
	from = min(max(from, 0), a.h)
	to = min(max(to, from), a.h)
	a.y, a.h = a.y+from, to-from
	return a
}

// columns returns the columns [from, to) of the area as an area.
func (a area) columns(from, to int) area {
	from = min(max(from, 0), a.w)
	to = min(max(to, from), a.w)
	a.x, a.w = a.x+from, to-from
	return a
}

// pen writes one line of an area.
type pen struct {
	canvas     *canvas
	line       *line
	start, end int
	over       style // if not plain, stands for every style: the row under the cursor is one bar, not patches of colour
}

// in returns the pen that writes everything in one style; plain leaves each text its own.
func (p pen) in(s style) pen {
	p.over = s
	return p
}

// left returns how many cells are still free.
func (p pen) left() int { return max(p.end-p.line.width, 0) }

// own writes text of the program itself: labels, glyphs and formatted numbers. It must hold nothing that came from outside.
func (p pen) own(s style, text string) {
	p.put(s, p.canvas.theme.words(text))
}

// data writes text that came from outside: made visible where it is not, and harmless.
func (p pen) data(s style, text string) { p.put(s, p.canvas.theme.clean(text)) }

// mixed writes text of the program that may quote something from outside, as sentences do.
func (p pen) mixed(s style, text string) { p.put(s, p.canvas.theme.mixed(text)) }

// put writes safe text, cut at the end of the area.
func (p pen) put(s style, text string) {
	width := clean.Width(text)
	if width > p.left() {
		text = p.cut(text, p.left())
		width = clean.Width(text)
	}
	if width == 0 {
		return
	}
	if p.over != plain {
		s = p.over
	}
	p.canvas.setStyle(p.line, s)
	p.line.text = append(p.line.text, text...)
	p.line.width += width
}

func (p pen) cut(text string, width int) string {
	if p.canvas.theme.ascii {
		return clean.CutASCII(text, width)
	}
	return clean.Cut(text, width)
}

// column returns where the pen is in its area.
func (p pen) column() int { return p.line.width - p.start }

// indented returns the pen n columns on.
func (p pen) indented(n int) pen {
	p.gap(n)
	return p
}

// gap writes n spaces.
func (p pen) gap(n int) {
	n = min(n, p.left())
	if n <= 0 {
		return
	}
	p.canvas.setStyle(p.line, p.over)
	p.spaces(n)
}

func (p pen) spaces(n int) {
	for range n {
		p.line.text = append(p.line.text, ' ')
	}
	p.line.width += n
}

// moveTo fills with spaces up to a column of the area; a column that is already passed is left alone.
func (p pen) moveTo(column int) {
	before := p.start - p.line.width // cells of an area further left that nobody wrote
	if before > 0 {
		p.canvas.setStyle(p.line, plain)
		p.spaces(before)
	}
	p.gap(p.start + column - p.line.width)
}

// within returns a pen for the next width cells, which is what a cell of a table may use.
func (p pen) within(width int) pen {
	p.start = p.line.width
	p.end = min(p.line.width+max(width, 0), p.end)
	return p
}

// fill writes spaces up to the end of the area.
func (p pen) fill() { p.gap(p.left()) }

// ownRight writes as own does, at the right edge of what the pen may use.
func (p pen) ownRight(s style, text string) { p.putRight(s, p.canvas.theme.words(text)) }

// mixedRight writes as mixed does, at the right edge of what the pen may use.
func (p pen) mixedRight(s style, text string) { p.putRight(s, p.canvas.theme.mixed(text)) }

func (p pen) putRight(s style, text string) {
	p.gap(p.left() - clean.Width(text))
	p.put(s, text)
}

// lay puts another canvas on top of this one, which must be finished.
func (c *canvas) lay(top *canvas, x, y int) {
	for i := range top.lines {
		if y+i < 0 || y+i >= len(c.lines) {
			continue
		}
		below, over := &c.lines[y+i], &top.lines[i]
		c.setStyle(below, plain)
		top.setStyle(over, plain)
		text := string(below.text)
		left := ansi.Cut(text, 0, x)
		right := ansi.Cut(text, x+top.width, max(below.width, x+top.width))
		below.text = append([]byte(left), strings.Repeat(" ", max(x-ansi.StringWidth(left), 0))...)
		below.text = append(below.text, over.text...)
		below.text = append(below.text, strings.Repeat(" ", max(top.width-over.width, 0))...)
		missing := below.width - x - top.width - ansi.StringWidth(right) // half of a wide character that was cut
		below.text = append(below.text, strings.Repeat(" ", max(missing, 0))...)
		below.text = append(below.text, right...)
		below.width = max(below.width, x+top.width)
	}
}

// box paints a frame round the area, with a title in its upper edge, and what is inside of it.
func (a area) box(title string, inside func()) {
	top, bottom := a.line(0), a.line(a.h-1)
	top.own(dim, "╭─ ")
	top.mixed(strong, title)
	top.own(dim, " "+strings.Repeat("─", max(top.left()-2, 0))+"╮")
	bottom.own(dim, "╰"+strings.Repeat("─", max(a.w-2, 0))+"╯")
	middle := a.rows(1, a.h-1)
	for i := range middle.h {
		middle.line(i).own(dim, "│")
	}
	inside()
	for i := range middle.h {
		p := middle.line(i)
		p.moveTo(a.w - 1)
		p.own(dim, "│")
	}
}
