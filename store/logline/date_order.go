package logline

import "spoor/store/logline/logtime"

// TimeLayout says how times are written where that can't be told from them. The zero value says nothing.
type TimeLayout = logtime.Layout

// ParseTimeLayout reads what --time-layout says: see logtime.ParseLayout.
func ParseTimeLayout(text string) (TimeLayout, error) { return logtime.ParseLayout(text) }

// Unsettled reports whether the format has dates such as 3/4/2024, and nothing that was seen of the log says whether
// the day or the month stands first. See DateOrder.
func (f Format) Unsettled() bool { return f.unsettled }

// DateOrder is what the lines so far have said of which of day and month stands first: known, if some date leaves no
// doubt and none contradicts it.
func (p *Parser) DateOrder() (layout TimeLayout, known bool) { return p.clock.Dates.Layout() }

// DateOrder is what of day and month stands first in dates that may be either, "day-first" or "month-first", if only
// that is said.
func (f Format) DateOrder() string { return f.layout.DateOrder() }

// SetLayout has times read as the layout says.
func (f Format) SetLayout(layout TimeLayout) Format {
	f.layout, f.unsettled = layout, false
	return f.renamed()
}
