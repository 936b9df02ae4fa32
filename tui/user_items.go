package tui

import (
	"maps"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/tui/term"
)

// drawItems writes what is known of the user, how that agrees with the items, and the items.
func (u *user) drawItems(a term.Area) {
	head := u.itemsHead(a.H)
	u.drawProfile(a.Line(0))
	for i, requirement := range u.work.users.Background.Requirements {
		if i+1 < head {
			u.drawRequirement(a.Line(i+1), i, requirement)
		}
	}
	u.lists[itemsTab].Draw(a.Rows(head, a.H))
}

// itemsHead is how many lines stand above the items: the profile, the requirements, and an empty one.
func (u *user) itemsHead(h int) int {
	return min(len(u.work.users.Background.Requirements)+2, h/2)
}

// drawProfile writes what is known of the user, field by field.
func (u *user) drawProfile(p term.Pen) {
	p.Gap(1)
	if u.about.Profile == nil {
		p.Own(term.Dim, "no profile")
		return
	}
	for i, field := range slices.Sorted(maps.Keys(u.about.Profile)) {
		if i > 0 {
			p.Own(term.Dim, " · ")
		}
		p.Data(term.Dim, field+" ")
		p.Data(term.Plain, u.about.Profile[field])
	}
}

// drawRequirement writes how the items agree with the profile: unmet ÷ items, and how many would be unmet if the profile did not matter.
func (u *user) drawRequirement(p term.Pen, requirement int, r analysis.Requirement) {
	m := u.work.users.Mismatches[requirement][u.row()]
	p.Gap(1)
	p.Data(term.Strong, r.Profile)
	if m.Items == 0 {
		p.Own(term.Dim, " nothing to compare")
		return
	}
	s := term.Plain
	if u.work.judgeNow.Matrix.MismatchOdds(requirement, u.row()) >= analysis.Rules[analysis.ProfileMismatch].Usual {
		s = term.TooHigh
	}
	p.Own(s, " "+term.Count(m.Unmet)+" of "+term.Plural(m.Items, "item")+" unmet ("+term.Percent(int(m.Unmet), int(m.Items))+")")
	p.Own(term.Dim, ", expected "+term.Figure(m.Expected)+" if the profile did not matter")
	if len(r.Order) > 0 {
		p.Own(term.Dim, "; "+term.Count(m.Over)+" ask for less than it has")
	}
}

// entry is a field of what the catalogue says of item i of the list, "" if it says nothing.
func (u *user) entry(i int, field string) string { return u.about.Catalogue[u.items[i].item][field] }

// fieldTitle is what the catalogue commonly calls the name of an item.
const fieldTitle = "title"

// itemColumns are the columns of the list of items, with one for each field that something is required of.
func (u *user) itemColumns() []term.Column {
	use, background := func(row int) *itemUse { return &u.items[row] }, &u.work.users.Background
	all := []term.Column{
		{Title: "item", Width: 12, Stretch: !background.Catalogue, Cell: func(p term.Pen, row int) { p.Data(term.Plain, use(row).item) }},
		{Title: "views", Width: 5, Right: true, Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(use(row).views)) }},
		{Title: "depth", Width: 7, Rank: 3, Cell: func(p term.Pen, row int) { p.Own(term.Dim, use(row).depth()) }},
		{Title: "read", Width: 6, Right: true, Rank: 4, Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.ShortDuration(millis(use(row).reading))) }},
		{Title: "first", Width: 6, Right: true, Rank: 5, Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.clock.Day(use(row).first)) }},
		{Title: "menu", Width: 10, Rank: 6, Cell: func(p term.Pen, row int) { p.Data(term.Dim, use(row).menu) }},
	}
	if !background.Catalogue {
		return all
	}
	for _, r := range background.Requirements {
		all = append(all, term.Column{Title: "asks " + r.Item, Width: 14, Rank: 2, Cell: func(p term.Pen, row int) { p.Data(term.Plain, u.entry(row, r.Item)) }})
	}
	return append(all, term.Column{Title: fieldTitle, Width: 10, Stretch: true, Rank: 1, Cell: func(p term.Pen, row int) { p.Data(term.Dim, u.entry(row, fieldTitle)) }})
}

// depth says how deep into an item the views went.
func (i *itemUse) depth() string {
	switch {
	case i.summary && i.detail:
		return "both"
	case i.summary:
		return "summary"
	case i.detail:
		return "detail"
	}
	return ""
}

// itemTable is the list of items as a file holds it.
func (u *user) itemTable() *report.Table {
	t := &report.Table{Title: "items", Columns: []report.Column{
		{Name: "item"}, {Name: "menu"}, {Name: "views", Right: true}, {Name: "depth"}, {Name: "reading_time", Unit: "s", Right: true, Decimals: 1},
		{Name: "first"}, {Name: fieldTitle},
	}}
	var asked []string
	for _, r := range u.work.users.Background.Requirements {
		asked = append(asked, r.Item)
		t.Columns = append(t.Columns, report.Column{Name: "asks_" + strings.ToLower(r.Item)})
	}
	for i, use := range u.items {
		cells := []report.Cell{use.item, use.menu, use.views, use.depth(), float64(use.reading) / 1000, u.work.clock.At(use.first), u.entry(i, fieldTitle)}
		for _, field := range asked {
			cells = append(cells, u.entry(i, field))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
