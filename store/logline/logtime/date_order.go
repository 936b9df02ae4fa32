package logtime

// dateOrder is which of day and month stands first in a date of two small numbers and a year.
type dateOrder uint8

const (
	plainDate   dateOrder = iota // nothing is said, or nothing need be
	dayFirst                     // 31/12/2024
	monthFirst                   // 12/31/2024
	eitherFirst                  // 3/4/2024
	unclearDate                  // no date
)

// DateCounts are how many dates there were of each order.
type DateCounts [unclearDate]int

// Either reports whether some dates may be either.
func (n *DateCounts) Either() bool { return n[eitherFirst] > 0 }

func (n *DateCounts) add(order dateOrder) { n[order]++ }

// Layout is what the dates say of those that may be either: all that leave no doubt have the same number first.
func (n *DateCounts) Layout() (layout Layout, known bool) {
	switch days, months := n[dayFirst] > 0, n[monthFirst] > 0; {
	case days && !months:
		return Layout{text: dayFirstLayout, order: dayFirst}, true
	case months && !days:
		return Layout{text: monthFirstLayout, order: monthFirst}, true
	}
	return Layout{}, false
}

// Unsettled reports whether some dates may be either and none says which it is.
func (n *DateCounts) Unsettled() bool { return n[eitherFirst] > 0 && n[dayFirst]+n[monthFirst] == 0 }
