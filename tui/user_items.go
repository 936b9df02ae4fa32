package tui

import (
	"maps"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/internal/report"
)

// drawItems writes what is known of the user, how that agrees with the items, and the items.
func (u *user) drawItems(a area) {
	head := u.itemsHead(a.h)
	u.drawProfile(a.line(0))
	for i, requirement := range u.work.users.Background.Requirements {
		if i+1 < head {
			u.drawRequirement(a.line(i+1), i, requirement)
		}
	}
	u.lists[itemsTab].draw(a.rows(head, a.h))
}

// itemsHead is how many lines stand above the items: the profile, the requirements, and an empty one.
func (u *user) itemsHead(h int) int {
	return min(len(u.work.users.Background.Requirements)+2, h/2)
}

// drawProfile writes what is known of the user, field by field.
func (u *user) drawProfile(p pen) {
	p.gap(1)
	if u.about.Profile == nil {
		p.own(dim, "no profile")
		return
	}
	for i, field := range slices.Sorted(maps.Keys(u.about.Profile)) {
		if i > 0 {
			p.own(dim, " · ")
		}
		p.data(dim, field+" ")
		p.data(plain, u.about.Profile[field])
	}
}

// drawRequirement writes how the items agree with the profile: unmet ÷ items, and how many would be unmet if the profile did not matter.
func (u *user) drawRequirement(p pen, requirement int, r analysis.Requirement) {
	m := u.work.users.Mismatches[requirement][u.row()]
	p.gap(1)
	p.data(strong, r.Profile)
	if m.Items == 0 {
		p.own(dim, " nothing to compare")
		return
	}
	s := plain
	if u.work.judgeNow.Matrix.MismatchOdds(requirement, u.row()) >= analysis.Rules[analysis.ProfileMismatch].Usual {
		s = tooHigh
	}
	p.own(s, " "+count(m.Unmet)+" of "+plural(m.Items, "item")+" unmet ("+percent(int(m.Unmet), int(m.Items))+")")
	p.own(dim, ", expected "+figure(m.Expected)+" if the profile did not matter")
	if len(r.Order) > 0 {
		p.own(dim, "; "+count(m.Over)+" ask for less than it has")
	}
}

// entry is a field of what the catalogue says of item i of the list, "" if it says nothing.
func (u *user) entry(i int, field string) string { return u.about.Catalogue[u.items[i].item][field] }

// fieldTitle is what the catalogue commonly calls the name of an item.
const fieldTitle = "title"

// itemColumns are the columns of the list of items, with one for each field that something is required of.
func (u *user) itemColumns() []column {
	use, background := func(row int) *itemUse { return &u.items[row] }, &u.work.users.Background
	all := []column{
		{title: "item", width: 12, stretch: !background.Catalogue, cell: func(p pen, row int) { p.data(plain, use(row).item) }},
		{title: "views", width: 5, right: true, cell: func(p pen, row int) { p.ownRight(plain, count(use(row).views)) }},
		{title: "depth", width: 7, rank: 3, cell: func(p pen, row int) { p.own(dim, use(row).depth()) }},
		{title: "read", width: 6, right: true, rank: 4, cell: func(p pen, row int) { p.ownRight(plain, short(millis(use(row).reading))) }},
		{title: "first", width: 6, right: true, rank: 5, cell: func(p pen, row int) { p.ownRight(dim, u.work.clock.day(use(row).first)) }},
		{title: "menu", width: 10, rank: 6, cell: func(p pen, row int) { p.data(dim, use(row).menu) }},
	}
	if !background.Catalogue {
		return all
	}
	for _, r := range background.Requirements {
		all = append(all, column{title: "asks " + r.Item, width: 14, rank: 2, cell: func(p pen, row int) { p.data(plain, u.entry(row, r.Item)) }})
	}
	return append(all, column{title: fieldTitle, width: 10, stretch: true, rank: 1, cell: func(p pen, row int) { p.data(dim, u.entry(row, fieldTitle)) }})
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
		cells := []report.Cell{use.item, use.menu, use.views, use.depth(), float64(use.reading) / 1000, u.work.clock.at(use.first), u.entry(i, fieldTitle)}
		for _, field := range asked {
			cells = append(cells, u.entry(i, field))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
