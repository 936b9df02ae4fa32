package pivots

import (
	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store/model"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// pivotView is what a list of items or addresses is made from.
type pivotView struct {
	kind *pivotKind
	*model.Pivots
	now      *analysis.Evaluation // that the visitors were counted by
	visitors []engine.VisitorCounts
	silent   map[string]bool // optional columns that say nothing, by name
	widest   int             // cells of the keys
	clock    term.Clock
}

// view counts the users of each item or address. It is called outside the event loop.
func (k *pivotKind) view(j userlist.Judged, zone term.Clock) *pivotView {
	v := &pivotView{kind: k, Pivots: j.Pivots, now: j.Now, silent: map[string]bool{}, clock: zone}
	v.visitors = j.Judgement.CountVisitors(k.length(j.Pivots),
		func(i int) []model.Visit { return k.visits(j.Pivots, i) })
	for i := range min(len(v.visitors), looked) {
		v.widest = max(v.widest, clean.Width(clean.Text(k.key(j.Pivots, i))))
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

// says reports whether a column has a text, or more than nothing, for any line.
func (v *pivotView) says(c *pivotColumn) bool {
	for i := range v.visitors {
		if c.text != nil && c.text(v, i) != "" || c.text == nil && c.number(v, i) != 0 {
			return true
		}
	}
	return false
}

// itemTable and addressTable are the lists as a file holds them.
func itemTable(v *pivotView, rows []int32) *report.Table {
	return report.Items(v.Items, v.visitors, rows, v.clock.Location())
}

func addressTable(v *pivotView, rows []int32) *report.Table {
	return report.Addresses(v.Addresses, v.visitors, rows, v.clock.Location())
}
