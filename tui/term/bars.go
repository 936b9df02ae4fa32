package term

import "math"

// Bars is a chart of upright bars, each a cell wide, over an axis that says how much they are.
type Bars struct {
	Values    []float64
	Parts     []float64 // of the values, drawn from below in a texture of their own, in whole cells; nil: none
	Style     Style
	PartStyle Style
	Faint     func(bar int) bool     // whether a bar is there for reference only; nil: none is
	Least     float64                // the axis reaches at least that far
	Amount    func(x float64) string // as the axis writes it, in AxisWidth-1 cells at most
	Axis      bool                   // whether there is room for the axis, at the left
}

// AxisWidth is how many cells the axis of a chart of bars takes.
const AxisWidth = 7

// PartGlyph is the texture of the parts of bars.
const PartGlyph = "▒"

// Most is the highest of the bars.
func (b *Bars) Most() float64 {
	most := 0.0
	for _, x := range b.Values {
		most = max(most, x)
	}
	return most
}

// Draw fills the area.
func (b *Bars) Draw(a Area) {
	top := max(b.Most(), b.Least)
	if top <= 0 {
		top = 1
	}
	labels := b.labels(top, a.H)
	for row := range a.H {
		p, height := a.Line(row), a.H-1-row
		if b.Axis {
			b.drawAxis(p, labels[height])
		}
		for i, x := range b.Values {
			b.drawCell(p, i, eighthsOf(x, top, a.H), height)
		}
	}
}

// eighthsOf is how many eighths of a cell a bar is high: what is more than nothing shows.
func eighthsOf(x, top float64, height int) int {
	if x <= 0 {
		return 0
	}
	return max(int(math.Round(x/top*float64(height)*8)), 1)
}

// drawCell draws what a bar has at a height, in cells from below.
func (b *Bars) drawCell(p Pen, bar, eighths, height int) {
	s, part := b.Style, 0.0
	if b.Parts != nil && b.Values[bar] > 0 {
		part = math.Round(float64(eighths) / 8 * b.Parts[bar] / b.Values[bar])
	}
	inPart, faint := float64(height) < part, b.Faint != nil && b.Faint(bar)
	switch {
	case faint:
		s = Dim
	case inPart:
		s = b.PartStyle
	}
	if above := eighths - 8*height; inPart && above >= 8 {
		p.Own(s, PartGlyph)
	} else {
		p.Level(s, float64(above)/8, 1)
	}
}

func (b *Bars) drawAxis(p Pen, label string) {
	axis := p.Within(AxisWidth)
	number := axis.Within(AxisWidth - 1)
	number.OwnRight(Dim, label)
	if label == "" {
		p.Own(Dim, "│")
	} else {
		p.Own(Dim, "┤")
	}
}

// labels are the amounts that the axis names, by their height in cells from below: none that no bar reaches.
func (b *Bars) labels(top float64, height int) map[int]string {
	labels, most := map[int]string{}, b.Most()
	if most <= 0 {
		return labels
	}
	reach := (eighthsOf(most, top, height) + 7) / 8 // how many cells the highest bar has something of
	if reach < 3 {
		labels[reach-1] = b.Amount(most)
		return labels
	}
	step := roundStep(most, min(reach/2, 5))
	for n := 1; float64(n)*step <= most; n++ {
		x := float64(n) * step
		labels[(eighthsOf(x, top, height)-1)/8] = b.Amount(x)
	}
	return labels
}

// roundStep is the smallest of 1, 2 and 5 times a power of ten that goes into an amount no more than so many times.
func roundStep(amount float64, times int) float64 {
	for step := math.Pow(10, math.Floor(math.Log10(amount/float64(times)))); ; step *= 10 {
		for _, n := range []float64{1, 2, 5} {
			if amount/(n*step) < float64(times)+1 {
				return n * step
			}
		}
	}
}

// Brief writes a number in four or five cells: 9,999, 12k, 3.4M.
func Brief(x float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1e9, "G"}, {1e6, "M"}, {1e4, ""}} {
		switch {
		case x < unit.size:
			continue
		case unit.name == "":
			return Count(int64(math.Round(x/1e3))) + "k"
		}
		return Figure(math.Round(x/unit.size*10)/10) + unit.name
	}
	return Count(int64(math.Round(x)))
}
