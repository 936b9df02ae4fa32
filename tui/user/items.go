package user

import (
	"maps"
	"slices"

	"spoor/analysis"
	"spoor/analysis/web"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/tui/term"
)

// drawItems writes what is known of the user, how that agrees with the items, and the items.
func (u *user) drawItems(a term.Area) {
	head := u.itemsHead(a.H)
	u.drawProfile(a.Line(0))
	for i, requirement := range u.work.Users.Background.Requirements {
		if i+1 < head {
			u.drawRequirement(a.Line(i+1), i, requirement)
		}
	}
	u.lists[itemsTab].Draw(a.Rows(head, a.H))
}

// itemsHead is how many lines stand above the items: the profile, the requirements, and an empty one.
func (u *user) itemsHead(h int) int {
	return min(len(u.work.Users.Background.Requirements)+2, h/2)
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

// drawRequirement writes how the items agree with the profile: unmet ÷ items, and how many would be unmet if the
// profile did not matter.
func (u *user) drawRequirement(p term.Pen, requirement int, r web.Requirement) {
	m := u.work.Users.Mismatches[requirement][u.row]
	p.Gap(1)
	p.Data(term.Strong, r.Profile)
	if m.Items == 0 {
		p.Own(term.Dim, " nothing to compare")
		return
	}
	s := term.Plain
	if u.work.JudgeNow.Matrix.MismatchOdds(requirement, u.row) >= analysis.Rules[analysis.ProfileMismatch].Usual {
		s = term.TooHigh
	}
	p.Own(s, " "+term.Count(m.Unmet)+" of "+term.Plural(m.Items, "item")+" unmet ("+
		term.Percent(int(m.Unmet), int(m.Items))+")")
	p.Own(term.Dim, ", expected "+term.Figure(m.Expected)+" if the profile did not matter")
	if len(r.Order) > 0 {
		p.Own(term.Dim, "; "+term.Count(m.Over)+" ask for less than it has")
	}
}

// entry is a field of what the catalogue says of item i of the list, "" if it says nothing.
func (u *user) entry(i int, field string) string { return u.about.Catalogue[u.items[i].Item][field] }

// fieldTitle is what the catalogue commonly calls the name of an item.
const fieldTitle = "title"

// itemColumns are the columns of the list of items, with one for each field that something is required of.
func (u *user) itemColumns() []term.Column {
	use, background := func(row int) *engine.UsedItem { return &u.items[row] }, &u.work.Users.Background
	all := []term.Column{
		{Title: "item", Width: 12, Stretch: !background.Catalogue,
			Cell: func(p term.Pen, row int) { p.Data(term.Plain, use(row).Item) }},
		{Title: "views", Width: 5, Right: true,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(use(row).Views)) }},
		{Title: "depth", Width: 7, Rank: 3, Cell: func(p term.Pen, row int) { p.Own(term.Dim, use(row).Depth()) }},
		{Title: "read", Width: 6, Right: true, Rank: 4,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.ShortDuration(millis(use(row).Reading))) }},
		{Title: "first", Width: 6, Right: true, Rank: 5,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.Clock.Day(use(row).First)) }},
		{Title: "menu", Width: 10, Rank: 6, Cell: func(p term.Pen, row int) { p.Data(term.Dim, use(row).Menu) }},
	}
	if !background.Catalogue {
		return all
	}
	for _, r := range background.Requirements {
		all = append(all, term.Column{Title: "asks " + r.Item, Width: 14, Rank: 2,
			Cell: func(p term.Pen, row int) { p.Data(term.Plain, u.entry(row, r.Item)) }})
	}
	return append(all, term.Column{Title: fieldTitle, Width: 10, Stretch: true, Rank: 1,
		Cell: func(p term.Pen, row int) { p.Data(term.Dim, u.entry(row, fieldTitle)) }})
}

// itemTable is the list of items as a file holds it.
func (u *user) itemTable() *report.Table {
	return report.UsedItems(u.items, u.work.Users.Background.Requirements, u.about.Catalogue, u.work.Clock.Location())
}
