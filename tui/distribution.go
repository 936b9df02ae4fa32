package tui

import (
	"math"
	"slices"

	"spoor/internal/clean"
)

// axis maps values to columns.
type axis struct {
	low, high   float64
	logarithmic bool
	width       int
}

// logarithmicFrom is how many times farther from the lowest value the highest must lie than the median does, for a logarithmic scale
// to show more than a linear one.
const logarithmicFrom = 10

func (a axis) scale(x float64) float64 {
	if a.logarithmic {
		return math.Log1p(x)
	}
	return x
}

// place returns where a value lies, in columns from the left edge.
func (a axis) place(x float64) float64 {
	low, high := a.scale(a.low), a.scale(a.high)
	if !(high > low) {
		return 0
	}
	share := (a.scale(x) - low) / (high - low)
	return min(max(share, 0), 1) * float64(a.width)
}

// column returns the column of a value.
func (a axis) column(x float64) int { return max(min(int(a.place(x)), a.width-1), 0) }

// distribution is the picture of one metric: how the ordinary users spread, the bounds of the rule, and one user.
type distribution struct {
	knots     []float64 // sorted values that stand for equally many users each
	low, high float64   // values strictly outside hit; infinite: no bound on that side
	mark      float64   // this user's value, NaN for none
	clamped   bool      // the axis ends with the ordinary users; who lies beyond is shown at its end
	// whole says that the metric comes in whole numbers: the bar of 3 then reaches from 2½ to 3½ and a bound lies between two.
	whole bool
	write func(float64) string // writes a value; nil: figure
}

// half is how far the bar of a value reaches to either side.
func (d *distribution) half() float64 {
	if d.whole {
		return 0.5
	}
	return 0
}

// amount writes a value for the axis.
func (d *distribution) amount(x float64) string {
	if d.write != nil {
		return d.write(x)
	}
	return figure(x)
}

// axis spans the ordinary users, the bounds and the one user.
func (d *distribution) axis(width int) axis {
	a := axis{low: d.knots[0], high: d.knots[len(d.knots)-1], width: width}
	for _, bound := range [...]float64{d.low, d.high} {
		if bounds(bound) {
			a.low, a.high = min(a.low, bound), max(a.high, bound)
		}
	}
	if !math.IsNaN(d.mark) && !d.clamped {
		a.low, a.high = min(a.low, d.mark), max(a.high, d.mark)
	}
	median := d.knots[len(d.knots)/2]
	a.logarithmic = a.low >= 0 && a.high-a.low > logarithmicFrom*max(median-a.low, 1)
	a.low -= d.half()
	a.high += d.half()
	return a
}

// empty reports whether there is nobody to draw.
func (d *distribution) empty() bool { return len(d.knots) == 0 }

// logScale reports whether the axis is logarithmic.
func (d *distribution) logScale() bool { return !d.empty() && d.axis(0).logarithmic }

// bins spreads the knots over the columns.
func (d *distribution) bins(a axis) []float64 {
	bins := make([]float64, a.width)
	for i := 0; i < len(d.knots); {
		x, equal := d.knots[i], 1
		for i+equal < len(d.knots) && d.knots[i+equal] == x {
			equal++
		}
		i += equal
		if d.half() == 0 {
			bins[a.column(x)] += float64(equal)
			continue
		}
		from, to := a.place(x-d.half()), a.place(x+d.half())
		if int(from) == int(to) || to <= from {
			bins[a.column(x)] += float64(equal)
			continue
		}
		share := float64(equal) / (to - from)
		for column := int(from); column < a.width && float64(column) < to; column++ {
			bins[column] += share * (min(to, float64(column+1)) - max(from, float64(column)))
		}
	}
	return bins
}

// styleAt says on which side of the bounds a column lies.
func (d *distribution) styleAt(a axis, column int) style {
	switch {
	case bounds(d.low) && column < a.column(d.low-d.half()):
		return tooLow
	case bounds(d.high) && column > a.column(d.high+d.half()):
		return tooHigh
	}
	return chart
}

func (d *distribution) boundAt(a axis, column int) bool {
	return bounds(d.low) && column == a.column(d.low-d.half()) || bounds(d.high) && column == a.column(d.high+d.half())
}

// bounds reports whether a bound is one that can be drawn.
func bounds(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }

// draw paints the histogram over the whole area but its last line, which names the bounds and, with ▴, the user. The bounds are dashed
// lines through the picture.
func (d *distribution) draw(area area) {
	if area.w <= 0 || area.h <= 0 || len(d.knots) == 0 {
		return
	}
	a := d.axis(area.w)
	rows := area.h - 1
	d.drawLabels(area.line(rows), a)
	bins := d.bins(a)
	tallest := slices.Max(bins)
	for i := range rows {
		p := area.line(i)
		below := float64(rows - 1 - i)
		for column, n := range bins {
			height := n/tallest*float64(rows) - below
			if height <= 0 && d.boundAt(a, column) {
				p.own(dim, "┆")
				continue
			}
			p.level(d.styleAt(a, column), height, 1)
		}
	}
}

// label is a value under the axis, with its glyph in the value's column.
type label struct {
	column int
	glyph  string
	text   string
	style  style
	from   int // where it is written, once it has a place
}

func (l label) width() int { return clean.Width(l.glyph + l.text) }

// labels are the user, who always has a place, and the bounds, or where there is neither the ends of the axis.
func (d *distribution) labels(a axis) []label {
	var all []label
	if !math.IsNaN(d.mark) {
		all = append(all, label{column: a.column(d.mark), glyph: "▴", text: d.amount(d.mark), style: d.markStyle()})
	}
	if bounds(d.low) {
		all = append(all, label{column: a.column(d.low - d.half()), glyph: "┆", text: d.amount(d.low), style: dim})
	}
	if bounds(d.high) {
		all = append(all, label{column: a.column(d.high + d.half()), glyph: "┆", text: d.amount(d.high), style: dim})
	}
	if len(all) == 0 {
		last := d.amount(d.knots[len(d.knots)-1])
		all = []label{{text: d.amount(d.knots[0]), style: dim}, {column: a.width - len(last), text: last, style: dim}}
	}
	return all
}

// drawLabels writes each label to the right of its glyph, or else to the left, or else the glyph alone, wherever it is free.
func (d *distribution) drawLabels(p pen, a axis) {
	var placed []label
	free := func(from, to int) bool {
		if from < 0 || to > a.width {
			return false
		}
		for _, other := range placed {
			if from <= other.from+other.width() && other.from <= to {
				return false
			}
		}
		return true
	}
	for _, l := range d.labels(a) {
		switch w := l.width(); {
		case free(l.column, l.column+w):
			l.from = l.column
		case free(l.column+1-w, l.column+1):
			l.from, l.text, l.glyph = l.column+1-w, l.text+l.glyph, ""
		case free(l.column, l.column+1) && l.glyph != "":
			l.from, l.text = l.column, ""
		default:
			continue
		}
		placed = append(placed, l)
	}
	slices.SortFunc(placed, func(x, y label) int { return x.from - y.from })
	for _, l := range placed {
		p.moveTo(l.from)
		p.own(l.style, l.glyph+l.text)
	}
}

// drawStrip paints the distribution in one line: levels, · where nobody is, ┆ for the bounds and ▲ or ▼ for the user.
func (d *distribution) drawStrip(p pen) {
	width := p.left()
	if width <= 0 || len(d.knots) == 0 {
		return
	}
	a := d.axis(width)
	bins := d.bins(a)
	tallest := slices.Max(bins)
	for column, n := range bins {
		switch {
		case !math.IsNaN(d.mark) && column == a.column(d.mark):
			p.own(d.markStyle(), d.markGlyph())
		case d.boundAt(a, column):
			p.own(dim, "┆")
		case n == 0:
			p.own(dim, "·")
		default:
			p.level(d.styleAt(a, column), n/tallest, 1)
		}
	}
}

func (d *distribution) markStyle() style {
	switch {
	case d.mark < d.low:
		return tooLow
	case d.mark > d.high:
		return tooHigh
	}
	return strong
}

func (d *distribution) markGlyph() string {
	switch d.markStyle() {
	case tooLow:
		return "▼"
	case tooHigh:
		return "▲"
	}
	return "◆"
}
