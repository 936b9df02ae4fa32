package tui

import (
	tea "charm.land/bubbletea/v2"

	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// newVisitors lists the users of an item or an address, those who were there most often first.
func newVisitors(w *workspace.Workspace, among *userlist.Scope) *users {
	u := newUsers(w)
	u.among = among
	u.want.Among, u.want.Order = u.among, userlist.ByHere.Name
	u.list.Columns = u.columns()
	u.list.Sorted = u.want.Order
	return u
}

// orderings are the ways to sort this list.
func (u *users) orderings() []userlist.Ordering {
	all := userlist.Orderings(u.work.OwnRules())
	if u.among == nil {
		return all
	}
	return append([]userlist.Ordering{userlist.ByHere}, all...)
}

// readEvents asks for what only the events tell, as far as the list wants it, and says in waits whether any is still
// missing.
func (u *users) readEvents() tea.Cmd {
	pivots, conditions := u.among != nil || u.want.Filter.WantsPivots(), u.want.Filter.Conditions()
	if u.waits && !pivots {
		u.work.Pivots.Stop()
	}
	if u.waits && len(conditions) == 0 {
		u.work.Matching.Stop()
	}
	u.waits = false
	var read, match tea.Cmd
	if pivots {
		read = u.work.ReadPivots()
		u.waits = u.work.Pivots.Result == nil
	}
	if len(conditions) > 0 {
		match = u.work.ReadMatches(conditions)
		u.waits = u.waits || !u.work.Matching.Result.Have(conditions)
	}
	return tea.Batch(read, match)
}

// stopEvents ends those readings that only this list waits for.
func (u *users) stopEvents() {
	if u.waits {
		u.waits = false
		u.work.Pivots.Stop()
		u.work.Matching.Stop()
	}
}

// wanting reports whether the list has yet to be made, or the reading that it waits for was stopped.
func (u *users) wanting() bool {
	if u.waits {
		return !u.readingEvents()
	}
	if u.opened != "" && u.rows == nil {
		return !u.arranging.Running()
	}
	return u.among != nil && u.Here == nil && !u.arranging.Running()
}

func (u *users) amongCaption() screen.Caption {
	c := screen.Caption{Crumb: u.among.Key, Link: placeOf(u.among).String(), Detail: u.work.RulesWords()}
	if summary, _ := u.layout(u.size); summary == 0 && u.Here != nil {
		c.Detail = term.Count(u.Flagged) + "/" + term.Count(len(u.Here)) + " flagged"
	}
	c.Position = u.list.Position()
	return c
}

// placeOf is the place of an item or address.
func placeOf(m *userlist.Scope) place { return place{screen: m.Place, of: m.Key} }

// drawAmong writes what the list is narrowed to, where that leaves some cells for what follows.
func (u *users) drawAmong(p term.Pen, reserved int) {
	room := p.Within(p.Left() - reserved)
	room.Own(term.Plain, term.Plural(len(u.Here), "user"))
	room.Own(term.Dim, " with "+term.Plural(u.Events, u.among.Counts)+", ")
	s := term.Plain
	if u.Flagged > 0 {
		s = term.Suspect
	}
	room.Own(s, term.Count(u.Flagged)+" flagged")
	if u.About != "" {
		room.Gap(3)
		room.Data(term.Dim, u.About)
	}
}

// hereChoices are the columns that only the users of an item or address have.
func (u *users) hereChoices() []choice {
	visit := func(row int) model.Visit { return u.Here[u.rows[row]] }
	counts := u.among.Counts + "s"
	return []choice{
		{term.Column{Name: userlist.ByHere.Name, Title: "here", Width: 6, Right: true, Cell: func(p term.Pen,
			row int) {
			p.OwnRight(term.Strong, term.Count(visit(row).Count))
		}}, true, "the " + counts + " here", false},
		{term.Column{Title: "first here", Width: 10, Right: true, Rank: 9,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.Clock.Day(visit(row).First)) }}, true,
			"the day of the first of the " + counts + " here", false},
		{term.Column{Title: "last here", Width: 9, Right: true, Rank: 9,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.Clock.Day(visit(row).Last)) }}, true,
			"the day of the last of the " + counts + " here", false},
	}
}
