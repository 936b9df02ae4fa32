package term

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

// logarithmicFrom is how many times farther from the lowest value the highest must lie than the median does, for a
// logarithmic scale to show more than a linear one.
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

// Distribution is the picture of one metric: how the ordinary users spread, the bounds of its rule, and one user.
// Without knots there is nothing to draw.
type Distribution struct {
	Knots     []float64 // sorted values that stand for equally many users each
	Low, High float64   // values strictly outside hit; infinite or NaN: no bound on that side
	Mark      float64   // this user's value, NaN for none
	// From and To are where hits begin on the low and on the high side, if farther out than the bounds; infinite, NaN or
	// both 0: they begin at the bounds.
	From, To float64
	Clamped  bool // the axis ends with the ordinary users; who lies beyond is shown at its end
	// Whole says that the metric comes in whole numbers: the bar of 3 then reaches from 2½ to 3½ and a bound lies between
	// two.
	Whole bool
	Write func(float64) string // writes a value under the axis; nil: Figure
}

// half is how far the bar of a value reaches to either side.
func (d *Distribution) half() float64 {
	if d.Whole {
		return 0.5
	}
	return 0
}

// onsets are where hits begin: at the bounds, or farther out.
func (d *Distribution) onsets() (low, high float64) {
	low, high = d.Low, d.High
	if d.From == 0 && d.To == 0 {
		return low, high
	}
	if bounds(d.From) {
		low = min(low, d.From)
	}
	if bounds(d.To) {
		high = max(high, d.To)
	}
	return low, high
}

// amount writes a value for the axis.
func (d *Distribution) amount(x float64) string {
	if d.Write != nil {
		return d.Write(x)
	}
	return Figure(x)
}

// axis spans the ordinary users, the bounds and the one user.
func (d *Distribution) axis(width int) axis {
	a := axis{low: d.Knots[0], high: d.Knots[len(d.Knots)-1], width: width}
	from, to := d.onsets()
	for _, bound := range [...]float64{d.Low, d.High, from, to} {
		if bounds(bound) {
			a.low, a.high = min(a.low, bound), max(a.high, bound)
		}
	}
	if !math.IsNaN(d.Mark) && !d.Clamped {
		a.low, a.high = min(a.low, d.Mark), max(a.high, d.Mark)
	}
	median := d.Knots[len(d.Knots)/2]
	a.logarithmic = a.low >= 0 && a.high-a.low > logarithmicFrom*max(median-a.low, 1)
	a.low -= d.half()
	a.high += d.half()
	return a
}

// Empty reports whether there is nobody to draw.
func (d *Distribution) Empty() bool { return len(d.Knots) == 0 }

// LogScale reports whether the axis is drawn on a logarithmic scale, which goes by the values alone.
func (d *Distribution) LogScale() bool { return !d.Empty() && d.axis(0).logarithmic }

// bins spreads the knots over the columns.
func (d *Distribution) bins(a axis) []float64 {
	bins := make([]float64, a.width)
	for i := 0; i < len(d.Knots); {
		x, equal := d.Knots[i], 1
		for i+equal < len(d.Knots) && d.Knots[i+equal] == x {
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
func (d *Distribution) styleAt(a axis, column int) Style {
	low, high := d.onsets()
	switch {
	case bounds(low) && column < a.column(low-d.half()), d.begins(a, column) && low != d.Low && column == a.column(low):
		return TooLow
	case bounds(high) && column > a.column(high+d.half()),
		d.begins(a, column) && high != d.High && column == a.column(high):
		return TooHigh
	}
	return Chart
}

// begins reports whether hits begin in a column that is farther out than the bound.
func (d *Distribution) begins(a axis, column int) bool {
	low, high := d.onsets()
	return bounds(low) && low != d.Low && column == a.column(low) || bounds(high) && high != d.High &&
		column == a.column(high)
}

func (d *Distribution) boundAt(a axis, column int) bool {
	return bounds(d.Low) && column == a.column(d.Low-d.half()) || bounds(d.High) && column == a.column(d.High+d.half())
}

// bounds reports whether a bound is one that can be drawn.
func bounds(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }

// Draw paints the histogram over the whole area but its last line, which names the bounds and, with ▴, the user. The
// bounds are dashed lines through the picture.
func (d *Distribution) Draw(area Area) {
	if area.W <= 0 || area.H <= 0 || len(d.Knots) == 0 {
		return
	}
	a := d.axis(area.W)
	rows := area.H - 1
	d.drawLabels(area.Line(rows), a)
	bins := d.bins(a)
	tallest := slices.Max(bins)
	for i := range rows {
		p := area.Line(i)
		below := float64(rows - 1 - i)
		for column, n := range bins {
			height := n/tallest*float64(rows) - below
			switch {
			case height <= 0 && d.begins(a, column):
				p.Own(d.styleAt(a, column), "│")
				continue
			case height <= 0 && d.boundAt(a, column):
				p.Own(Dim, "┆")
				continue
			}
			p.Level(d.styleAt(a, column), height, 1)
		}
	}
}

// label is a value under the axis, with its glyph in the value's column.
type label struct {
	column int
	glyph  string
	text   string
	style  Style
	from   int // where it is written, once it has a place
}

func (l label) width() int { return clean.Width(l.glyph + l.text) }

// labels are the user, who always has a place, and the bounds, or where there is neither the ends of the axis.
func (d *Distribution) labels(a axis) []label {
	var all []label
	if !math.IsNaN(d.Mark) {
		all = append(all, label{column: a.column(d.Mark), glyph: "▴", text: d.amount(d.Mark), style: d.markStyle()})
	}
	if bounds(d.Low) {
		all = append(all, label{column: a.column(d.Low - d.half()), glyph: "┆", text: d.amount(d.Low), style: Dim})
	}
	if bounds(d.High) {
		all = append(all, label{column: a.column(d.High + d.half()), glyph: "┆", text: d.amount(d.High), style: Dim})
	}
	low, high := d.onsets()
	if low != d.Low {
		all = append(all, label{column: a.column(low), glyph: "│", text: d.amount(low), style: TooLow})
	}
	if high != d.High {
		all = append(all, label{column: a.column(high), glyph: "│", text: d.amount(high), style: TooHigh})
	}
	if len(all) == 0 {
		last := d.amount(d.Knots[len(d.Knots)-1])
		all = []label{{text: d.amount(d.Knots[0]), style: Dim}, {column: a.width - len(last), text: last, style: Dim}}
	}
	return all
}

// drawLabels writes each label to the right of its glyph, or else to the left, or else the glyph alone, wherever it is
// free.
func (d *Distribution) drawLabels(p Pen, a axis) {
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
		p.MoveTo(l.from)
		p.Own(l.style, l.glyph+l.text)
	}
}

// DrawStrip paints the distribution in one line: levels, · where nobody is, ┆ for the bounds and ▲ or ▼ for the user.
func (d *Distribution) DrawStrip(p Pen) {
	width := p.Left()
	if width <= 0 || len(d.Knots) == 0 {
		return
	}
	a := d.axis(width)
	bins := d.bins(a)
	tallest := slices.Max(bins)
	for column, n := range bins {
		switch {
		case !math.IsNaN(d.Mark) && column == a.column(d.Mark):
			p.Own(d.markStyle(), d.markGlyph())
		case d.boundAt(a, column):
			p.Own(Dim, "┆")
		case n == 0:
			p.Own(Dim, "·")
		default:
			p.Level(d.styleAt(a, column), n/tallest, 1)
		}
	}
}

func (d *Distribution) markStyle() Style {
	switch {
	case d.Mark < d.Low:
		return TooLow
	case d.Mark > d.High:
		return TooHigh
	}
	return Strong
}

func (d *Distribution) markGlyph() string {
	switch d.markStyle() {
	case TooLow:
		return "▼"
	case TooHigh:
		return "▲"
	}
	return "◆"
}

// WholeShare is the share of values that are whole or half.
func WholeShare(values []float64) float64 {
	whole := 0
	for _, x := range values {
		if 2*x == math.Trunc(2*x) {
			whole++
		}
	}
	return float64(whole) / float64(len(values))
}
