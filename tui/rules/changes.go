package rules

import (
	"fmt"
	"math"

	"spoor/tui/term"
)

// changeColumns are the columns of the list of who enters, leaves and moves.
func (r *rules) changeColumns() []term.Column {
	w := r.work
	key := func(p term.Pen, row int) {
		change, sign := r.change(row)
		p.Own(map[string]term.Style{"+": term.TooHigh, "−": term.TooLow, "·": term.Dim}[sign], sign)
		p.Gap(1)
		p.Data(term.Plain, w.Users.Key[change.Row])
	}
	return []term.Column{
		{Title: "user", Width: 17, Cell: key},
		{Title: "score", Width: 11, Cell: func(p term.Pen, row int) {
			change, _ := r.change(row)
			p.Own(term.Plain, scores(change.Before, change.After))
		}},
		{Title: "because", Width: 14, Stretch: true, Cell: func(p term.Pen, row int) {
			change, _ := r.change(row)
			for _, reason := range change.Because() {
				p.Own(term.Dim, reason)
				p.Gap(2)
			}
		}},
	}
}

// scores writes a score before and after, with a decimal where they would look the same and are not.
func scores(before, after float64) string {
	if math.Round(10*before) != math.Round(10*after) && math.Round(before) == math.Round(after) {
		return fmt.Sprintf("%.1f → %.1f", before, after)
	}
	return fmt.Sprintf("%.0f → %.0f", math.Round(before), math.Round(after))
}

func (r *rules) Grid() *term.Grid {
	if r.walking {
		return &r.changes
	}
	return &r.list
}

func (r *rules) Pending() bool { return r.walking && r.work.Pending() }
