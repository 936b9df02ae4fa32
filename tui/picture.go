package tui

import (
	"math"

	"spoor/analysis"
	"spoor/tui/term"
)

// wholeFrom is the share of whole and half values (a median may fall between two) from which times come in whole
// seconds.
const wholeFrom = 0.75

// newPicture is the picture of a metric in a unit: how the ordinary users spread, the bounds of its rule, and one
// user's value, NaN for none.
func newPicture(unit analysis.Unit, knots []float64, low, high, mark float64) term.Distribution {
	d := term.Distribution{Knots: knots, Low: low, High: high, Mark: mark}
	d.Whole = unit.Whole() || unit == analysis.Seconds && wholeShare(knots) >= wholeFrom
	if unit == analysis.Share {
		d.Write = unit.Format
	}
	return d
}

// wholeShare is the share of values that are whole or half.
func wholeShare(values []float64) float64 {
	whole := 0
	for _, x := range values {
		if 2*x == math.Trunc(2*x) {
			whole++
		}
	}
	return float64(whole) / float64(len(values))
}
