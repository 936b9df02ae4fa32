package logtime

import "math/bits"

// dateOrder is which of day and month stands first in a date of two small numbers and a year.
type dateOrder uint8

const (
	plainDate   dateOrder = iota // nothing is said, or nothing need be
	dayFirst                     // 31/12/2024
	monthFirst                   // 12/31/2024
	eitherFirst                  // 3/4/2024
	dayOrYear                    // 24/05/22 may begin with its year
	unclearDate                  // no date
)

// isUnsettled reports whether other dates must say how one is to be read.
func (o dateOrder) isUnsettled() bool { return o == eitherFirst || o == dayOrYear }

// DateCounts are how many dates there were of each order.
type DateCounts struct {
	of         [unclearDate]int
	shortFirst int // that begin with a number of one digit, as no year is written

	firsts, lasts uint32 // the first and last numbers of those that are not settled, by bits
}

// Either reports whether some dates can't be read by themselves.
func (n *DateCounts) Either() bool { return n.of[eitherFirst]+n.of[dayOrYear] > 0 }

func (n *DateCounts) add(order dateOrder, numbers [3]dateNumber) {
	if n.of[order]++; numbers[0].length == 1 {
		n.shortFirst++
	}
	if order.isUnsettled() {
		n.firsts |= 1 << numbers[0].value
		n.lasts |= 1 << numbers[2].value
	}
}

// oneYear reports whether the dates lie in one year if they begin with their day, and else in several, on one and the
// same day of the month.
func (n *DateCounts) oneYear() bool {
	return bits.OnesCount32(n.lasts) == 1 && bits.OnesCount32(n.firsts) >= 3
}

// Layout is what the dates say of those that may be either: all that leave no doubt have the same number first.
func (n *DateCounts) Layout() (layout Layout, known bool) {
	days := n.of[dayFirst] > 0 || n.of[dayOrYear] > 0 && (n.shortFirst > 0 || n.oneYear())
	switch months := n.of[monthFirst] > 0; {
	case days && !months:
		return Layout{text: dayFirstLayout, order: dayFirst}, true
	case months && !days:
		return Layout{text: monthFirstLayout, order: monthFirst}, true
	}
	return Layout{}, false
}

// Unsettled reports whether some dates may be either and none says which it is.
func (n *DateCounts) Unsettled() bool {
	_, known := n.Layout()
	return n.Either() && !known && n.of[dayFirst]+n.of[monthFirst] == 0
}
