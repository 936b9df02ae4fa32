package why

import (
	"spoor/analysis/units"
	"spoor/tui/term"
)

// wholeFrom is the share of whole and half values (a median may fall between two) from which times come in whole
// seconds.
const wholeFrom = 0.75

// NewPicture is the picture of a metric in a unit: how the ordinary users spread, the bounds of its rule, and one
// user's value, NaN for none.
func NewPicture(unit units.Unit, knots []float64, low, high, mark float64) term.Distribution {
	d := term.Distribution{Knots: knots, Low: low, High: high, Mark: mark}
	d.Whole = unit.Whole() || unit == units.Seconds && term.WholeShare(knots) >= wholeFrom
	if unit == units.Share {
		d.Write = unit.Format
	}
	return d
}
