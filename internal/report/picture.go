package report

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/internal/engine"
)

// Picture is how a metric of the ordinary users spreads, where its rule hits, and one user.
type Picture struct {
	Knots     []float64      // quantiles at equal steps, sorted; nil: nothing to draw
	Low, High analysis.Onset // where hits begin
	Mark      float64        // the user
	Write     func(x float64) string
}

func newPicture(j *engine.Judgement, rule analysis.RuleID, x float64) Picture {
	return Picture{Knots: j.Baseline.Fits[rule].Knots, Low: j.Onset(j.Now.Set, rule, analysis.Low),
		High: j.Onset(j.Now.Set, rule, analysis.High), Mark: x, Write: j.Matrix.Rule(rule).Unit.Format}
}

// The size of a picture and of its bars.
const (
	pictureWidth, pictureHeight = 640.0, 90.0
	pictureBars                 = 80
)

// SVG draws the picture, nothing where there is nobody to compare with. It holds numbers and words of spoor's own
// alone.
func (p *Picture) SVG() string {
	if len(p.Knots) == 0 || math.IsNaN(p.Mark) || math.IsInf(p.Mark, 0) {
		return ""
	}
	place := p.scale()
	bars := make([]float64, pictureBars)
	for _, x := range p.Knots {
		bars[min(int(place(x)*pictureBars), pictureBars-1)]++
	}
	tallest := slices.Max(bars)
	var s strings.Builder
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" `+
		`role="img" font-size="12" fill="currentColor">`,
		pictureWidth, pictureHeight+34)
	fmt.Fprintf(&s, `<title>how the ordinary users spread; the user is at %s</title>`, html.EscapeString(p.Write(p.Mark)))
	width := pictureWidth / pictureBars
	for i, n := range bars {
		if n > 0 {
			h := max(n/tallest*pictureHeight, 1)
			fmt.Fprintf(&s, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#5a8fb0"/>`, float64(i)*width,
				pictureHeight-h, width-1, h)
		}
	}
	hits := func(at analysis.Onset, side analysis.Side) {
		if at.Any() {
			p.line(&s, place(at.Value), "#c9902c", "hits "+FromOn(at, side, p.Write(at.Value)), pictureHeight+14)
		}
	}
	hits(p.Low, analysis.Low)
	hits(p.High, analysis.High)
	p.line(&s, place(p.Mark), "#c0392b", "this user: "+p.Write(p.Mark), pictureHeight+30)
	s.WriteString("</svg>")
	return s.String()
}

// line draws an upright line with words under it, on the side where they have room.
func (p *Picture) line(s *strings.Builder, at float64, color, words string, y float64) {
	x, anchor := at*(pictureWidth-2)+1, "start"
	if at > 0.5 {
		anchor = "end"
	}
	fmt.Fprintf(s, `<line x1="%.1f" x2="%.1f" y1="0" y2="%.0f" stroke="%s" stroke-width="2"/>`, x, x, y-12, color)
	fmt.Fprintf(s, `<text x="%.1f" y="%.0f" text-anchor="%s" fill="%s">%s</text>`, x, y, anchor, color,
		html.EscapeString(words))
}

// scale places values from 0 to 1, by their magnitude where the highest lies far out.
func (p *Picture) scale() func(x float64) float64 {
	low, high := min(p.Knots[0], p.Mark), max(p.Knots[len(p.Knots)-1], p.Mark)
	for _, at := range []analysis.Onset{p.Low, p.High} {
		if at.Any() {
			low, high = min(low, at.Value), max(high, at.Value)
		}
	}
	y := func(x float64) float64 { return x }
	if median := p.Knots[len(p.Knots)/2]; low >= 0 && high-low > 10*max(median-low, 1) {
		y = math.Log1p
	}
	from, to := y(low), y(high)
	return func(x float64) float64 {
		if !(to > from) {
			return 0
		}
		return min(max((y(x)-from)/(to-from), 0), 1)
	}
}

// FromOn says which values of a side hit, where the value of the onset is written so: "up to 5.9 s", "above 1".
func FromOn(at analysis.Onset, side analysis.Side, value string) string {
	switch {
	case at.Beyond && side == analysis.Low:
		return "below " + value
	case at.Beyond:
		return "above " + value
	case side == analysis.Low:
		return "up to " + value
	}
	return "from " + value
}
