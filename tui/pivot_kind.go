package tui

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
)

// pivotKind is a way to turn the case round: by item, or by address.
type pivotKind struct {
	title, link string
	one, all    string // what is listed, for people
	counts      string // what visits count
	none        string // said where there is nothing to list
	order       string // that it opens in
	columns     []pivotColumn
	key         func(p *store.Pivots, i int) string
	about       func(p *store.Pivots, i int) string // in a line; it may quote the catalogue
	visits      func(p *store.Pivots, i int) []store.Visit
	length      func(p *store.Pivots) int
}

// pivotColumn is one thing to know of an item or address. Either text or number is set.
type pivotColumn struct {
	name, title string
	unit        string // in files
	width, rank int
	stretch     bool // takes the room that is left
	optional    bool // shown only where it says anything
	time        bool // the number is a time, UTC milliseconds
	alarming    bool // what is more than nothing needs a look
	text        func(v *pivotView, i int) string
	number      func(v *pivotView, i int) int64
}

// pivotView is what a list of items or addresses is made from.
type pivotView struct {
	kind *pivotKind
	*store.Pivots
	now    *analysis.Evaluation // that the crowds were counted by
	crowds []crowd
	silent map[string]bool // optional columns that say nothing, by name
	widest int             // cells of the keys
	clock  clock
}

// crowd counts the users of an item or an address.
type crowd struct{ users, flagged, robots int32 }

// The columns that all kinds share.
var (
	crowdColumns = []pivotColumn{
		{name: "users", title: "users", width: 6, number: func(v *pivotView, i int) int64 { return int64(v.crowds[i].users) }},
		{name: "flagged", title: "flagged", width: 7, alarming: true, number: func(v *pivotView, i int) int64 { return int64(v.crowds[i].flagged) }},
		{name: "robots", title: "robots", width: 6, rank: 5, number: func(v *pivotView, i int) int64 { return int64(v.crowds[i].robots) }},
	}
	itemPivot = pivotKind{
		title: "Items", link: "items", one: "item", all: "items", counts: "view", none: "nobody looked at an item", order: "views",
		key: func(p *store.Pivots, i int) string { return p.Items[i].Name },
		about: func(p *store.Pivots, i int) string {
			return strings.Trim(p.Items[i].Title+" · "+p.Items[i].Menu, " ·")
		},
		visits: func(p *store.Pivots, i int) []store.Visit { return p.Items[i].Visits },
		length: func(p *store.Pivots) int { return len(p.Items) },
		columns: slices.Concat([]pivotColumn{
			{name: "item", title: "item", width: 12, text: func(v *pivotView, i int) string { return v.Items[i].Name }},
			{name: "views", title: "views", width: 7, number: func(v *pivotView, i int) int64 { return int64(v.Items[i].Views) }},
		}, crowdColumns, []pivotColumn{
			{name: "summary", title: "summary", width: 7, rank: 3, optional: true, number: func(v *pivotView, i int) int64 { return int64(v.Items[i].Summaries) }},
			{name: "detail", title: "detail", width: 7, rank: 4, optional: true, number: func(v *pivotView, i int) int64 { return int64(v.Items[i].Details) }},
			{name: "last", title: "last", width: 6, rank: 6, time: true, number: func(v *pivotView, i int) int64 { return v.Items[i].Last }},
			{name: "menu", title: "menu", width: 10, rank: 2, optional: true, text: func(v *pivotView, i int) string { return v.Items[i].Menu }},
			{name: "title", title: "title", width: 16, rank: 1, optional: true, stretch: true, text: func(v *pivotView, i int) string { return v.Items[i].Title }},
		}),
	}
	addressPivot = pivotKind{
		title: "Addresses", link: "addresses", one: "address", all: "addresses", counts: "event", none: "no event tells the address that it came from", order: "users",
		key: func(p *store.Pivots, i int) string { return p.Addresses[i].Name },
		about: func(p *store.Pivots, i int) string {
			a := &p.Addresses[i]
			return plural(a.Sessions, "session") + " · " + plural(a.Agents, "agent") + " · " + count(a.Refused) + " answered 4xx"
		},
		visits: func(p *store.Pivots, i int) []store.Visit { return p.Addresses[i].Visits },
		length: func(p *store.Pivots) int { return len(p.Addresses) },
		columns: slices.Concat([]pivotColumn{
			{name: "address", title: "address", width: 15, text: func(v *pivotView, i int) string { return v.Addresses[i].Name }},
			{name: "events", title: "events", width: 9, rank: 1, number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Events) }},
		}, crowdColumns, []pivotColumn{
			{name: "sessions", title: "sess", width: 7, rank: 3, number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Sessions) }},
			{name: "agents", title: "agents", width: 6, rank: 4, number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Agents) }},
			{name: "refused", title: "4xx", width: 6, rank: 2, number: func(v *pivotView, i int) int64 { return int64(v.Addresses[i].Refused) }},
			{name: "last", title: "last", width: 6, rank: 6, time: true, number: func(v *pivotView, i int) int64 { return v.Addresses[i].Last }},
		}),
	}
	pivotKinds = []*pivotKind{&itemPivot, &addressPivot}
)

// kindLinked is the kind of that name in places, nil if there is none.
func kindLinked(link string) *pivotKind {
	for _, k := range pivotKinds {
		if k.link == link {
			return k
		}
	}
	return nil
}

// find is the number of an item or address by its key, -1 if it is not there.
func (k *pivotKind) find(p *store.Pivots, key string) int {
	for i := range k.length(p) {
		if k.key(p, i) == key {
			return i
		}
	}
	return -1
}

// column finds a column by name, nil for a name that is none.
func (k *pivotKind) column(name string) *pivotColumn {
	for i := range k.columns {
		if k.columns[i].name == name {
			return &k.columns[i]
		}
	}
	return nil
}

// view counts the users of each item or address. It is called outside the event loop.
func (k *pivotKind) view(j judged, zone clock) *pivotView {
	v := &pivotView{kind: k, Pivots: j.pivots, now: j.now, crowds: make([]crowd, k.length(j.pivots)), silent: map[string]bool{}, clock: zone}
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

// people are some users, by number.
type people []bool

func (p people) has(user int32) bool { return int(user) < len(p) && p[user] }

// byNumber are the users of whom something is so.
func (j judged) byNumber(is func(row int32) bool) people {
	var p people
	for row, user := range j.users.ID {
		if int(user) >= len(p) {
			p = append(p, make([]bool, int(user)+1-len(p))...)
		}
		p[user] = is(int32(row))
	}
	return p
}

// says tells whether a column has a text, or more than nothing, for any line.
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
		return v.clock.at(c.number(v, i))
	}
	return c.number(v, i)
}

// table is a list of items or addresses as a file holds it.
func (v *pivotView) table(rows []int32) *report.Table {
	t := &report.Table{Title: v.kind.all}
	for _, c := range v.kind.columns {
		t.Columns = append(t.Columns, report.Column{Name: c.name, Unit: c.unit, Right: c.number != nil && !c.time})
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

// pivotFilter says which items or addresses are listed: all of its terms must hold.
type pivotFilter struct {
	text  string // as typed
	terms []func(v *pivotView, i int) bool
}

// parsePivotFilter reads terms that are separated by spaces, each turned round by a minus before it: words that are in any text of
// the line, in any case, and comparisons of numbers, as users>5. What can't be understood is a *misread.
func parsePivotFilter(k *pivotKind, text string) (pivotFilter, error) {
	f := pivotFilter{text: strings.TrimSpace(text)}
	err := eachWord(text, func(word string, not bool) error {
		holds, err := k.term(word)
		f.terms = append(f.terms, func(v *pivotView, i int) bool { return holds(v, i) != not })
		return err
	})
	return f, err
}

func (k *pivotKind) term(word string) (func(v *pivotView, i int) bool, error) {
	if at := strings.IndexAny(word, "<>="); at > 0 {
		if c := k.column(word[:at]); c != nil && c.number != nil && !c.time {
			return c.comparison(word[at:])
		}
	}
	lower := strings.ToLower(word)
	return func(v *pivotView, i int) bool {
		for c := range k.columns {
			if text := k.columns[c].text; text != nil && containsFold(text(v, i), lower) {
				return true
			}
		}
		return false
	}, nil
}

// comparison compares the column with a number.
func (c *pivotColumn) comparison(rest string) (func(v *pivotView, i int) bool, error) {
	value := strings.TrimLeft(rest, "<>=")
	operator := rest[:len(rest)-len(value)]
	compare := comparisons[operator]
	if compare == nil {
		return nil, bad(operator, "no comparison %q; there are > >= < <= =", operator)
	}
	if value == "" {
		return func(*pivotView, int) bool { return true }, nil // still being typed
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return nil, bad(value, "%q is no number", value)
	}
	return func(v *pivotView, i int) bool { return compare(float64(c.number(v, i)), number) }, nil
}

func (f pivotFilter) match(v *pivotView, i int) bool {
	for _, holds := range f.terms {
		if !holds(v, i) {
			return false
		}
	}
	return true
}

// pivotOrder is how a list of items or addresses is wanted.
type pivotOrder struct {
	column  string
	reverse bool
	filter  pivotFilter
	keep    string // the key to find again; "" for none
}

// pivotList is the list: numbers of items or addresses, and where the key to keep is among them.
type pivotList struct {
	view *pivotView
	rows []int32
	at   int
}

// arrange makes the list. Where two are alike the order of the pivots decides. known may have been counted already.
func (k *pivotKind) arrange(ctx context.Context, j judged, known *pivotView, zone clock, want pivotOrder) (pivotList, error) {
	l := pivotList{view: known}
	if known == nil || known.Pivots != j.pivots || known.now != j.now {
		l.view = k.view(j, zone)
	}
	for i := range l.view.crowds {
		if want.filter.match(l.view, i) {
			l.rows = append(l.rows, int32(i))
		}
	}
	if err := ctx.Err(); err != nil {
		return l, err
	}
	l.sort(k.column(want.column), want.reverse)
	for at, i := range l.rows {
		if want.keep != "" && k.key(j.pivots, int(i)) == want.keep {
			l.at = at
		}
	}
	return l, nil
}

// sort puts the largest numbers first, and texts from a to z.
func (l *pivotList) sort(by *pivotColumn, reverse bool) {
	compare := func(a, b int32) int { return cmp.Compare(by.number(l.view, int(b)), by.number(l.view, int(a))) }
	if by.text != nil {
		compare = func(a, b int32) int { return strings.Compare(by.text(l.view, int(a)), by.text(l.view, int(b))) }
	}
	slices.SortFunc(l.rows, func(a, b int32) int {
		order := compare(a, b)
		if reverse {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a, b))
	})
}
