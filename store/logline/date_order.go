package logline

// dateOrder is which of day and month stands first in a date of two small numbers and a year.
type dateOrder uint8

const (
	plainDate   dateOrder = iota // nothing is said, or nothing need be
	dayFirst                     // 31/12/2024
	monthFirst                   // 12/31/2024
	eitherFirst                  // 3/4/2024
	unclearDate                  // no date
)

// dateCounts are how many dates there were of each order.
type dateCounts [unclearDate]int

func (n *dateCounts) add(order dateOrder) { n[order]++ }

// layout is what the dates say of those that may be either: all that leave no doubt have the same number first.
func (n *dateCounts) layout() (layout TimeLayout, known bool) {
	switch days, months := n[dayFirst] > 0, n[monthFirst] > 0; {
	case days && !months:
		return TimeLayout{text: dayFirstLayout, order: dayFirst}, true
	case months && !days:
		return TimeLayout{text: monthFirstLayout, order: monthFirst}, true
	}
	return TimeLayout{}, false
}

// unsettled reports whether some dates may be either and none says which it is.
func (n *dateCounts) unsettled() bool { return n[eitherFirst] > 0 && n[dayFirst]+n[monthFirst] == 0 }

// Unsettled reports whether the format has dates such as 3/4/2024, and nothing that was seen of the log says whether
// the day or the month stands first. See DateOrder.
func (f Format) Unsettled() bool { return f.unsettled }

// DateOrder is what the lines so far have said of which of day and month stands first: known, if some date leaves no
// doubt and none contradicts it.
func (p *Parser) DateOrder() (layout TimeLayout, known bool) { return p.clock.dates.layout() }

// DateOrder is what of day and month stands first in dates that may be either, "day-first" or "month-first", if only
// that is said.
func (f Format) DateOrder() string {
	if f.layout.order == plainDate {
		return ""
	}
	return f.layout.text
}

// SetLayout has times read as the layout says.
func (f Format) SetLayout(layout TimeLayout) Format {
	f.layout, f.unsettled = layout, false
	return f.renamed()
}
