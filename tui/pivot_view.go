package tui

import (
	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/term"
)

// pivotView is what a list of items or addresses is made from.
type pivotView struct {
	kind *pivotKind
	*store.Pivots
	now    *analysis.Evaluation // that the crowds were counted by
	crowds []visitorCounts
	silent map[string]bool // optional columns that say nothing, by name
	widest int             // cells of the keys
	clock  term.Clock
}

// visitorCounts counts the users of an item or an address.
type visitorCounts struct{ users, flagged, robots int32 }

// view counts the users of each item or address. It is called outside the event loop.
func (k *pivotKind) view(j judged, zone term.Clock) *pivotView {
	v := &pivotView{kind: k, Pivots: j.pivots, now: j.now, crowds: make([]visitorCounts, k.length(j.pivots)), silent: map[string]bool{}, clock: zone}
	flagged := j.byNumber(func(row int32) bool { return j.now.Flagged[row] })
	robots := j.byNumber(func(row int32) bool { return j.users.Robot(int(row)) })
	for i := range v.crowds {
		c := &v.crowds[i]
		for _, visit := range k.visits(j.pivots, i) {
			c.users++
			if flagged.has(visit.User) {
				c.flagged++
			}
			if robots.has(visit.User) {
				c.robots++
			}
		}
	}
	for i := range min(len(v.crowds), looked) {
		v.widest = max(v.widest, clean.Width(clean.Text(k.key(j.pivots, i))))
	}
	for i := range k.columns {
		if c := &k.columns[i]; c.optional && !v.says(c) {
			v.silent[c.name] = true
		}
	}
	return v
}

// looked is how many keys decide how wide their column is.
const looked = 10_000

// userSet are some users, by number.
type userSet []bool

func (p userSet) has(user int32) bool { return int(user) < len(p) && p[user] }

// byNumber are the users of whom something is so.
func (j judged) byNumber(is func(row int32) bool) userSet {
	var p userSet
	for row, user := range j.users.ID {
		if int(user) >= len(p) {
			p = append(p, make([]bool, int(user)+1-len(p))...)
		}
		p[user] = is(int32(row))
	}
	return p
}

// says reports whether a column has a text, or more than nothing, for any line.
func (v *pivotView) says(c *pivotColumn) bool {
	for i := range v.crowds {
		if c.text != nil && c.text(v, i) != "" || c.text == nil && c.number(v, i) != 0 {
			return true
		}
	}
	return false
}

// cell is what a file holds.
func (c *pivotColumn) cell(v *pivotView, i int) report.Cell {
	switch {
	case c.text != nil:
		return c.text(v, i)
	case c.time:
		return v.clock.At(c.number(v, i))
	}
	return c.number(v, i)
}

// table is a list of items or addresses as a file holds it.
func (v *pivotView) table(rows []int32) *report.Table {
	t := &report.Table{Title: v.kind.all}
	for _, c := range v.kind.columns {
		t.Columns = append(t.Columns, report.Column{Name: c.name, Right: c.number != nil && !c.time})
	}
	for _, i := range rows {
		cells := make([]report.Cell, len(v.kind.columns))
		for c := range cells {
			cells[c] = v.kind.columns[c].cell(v, int(i))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
