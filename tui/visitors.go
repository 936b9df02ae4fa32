package tui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/term"
)

// visitorScope is an item or an address, to whose users a list is narrowed.
type visitorScope struct {
	kind *pivotKind
	key  string
}

// byHere sorts the users of an item or address by how much they had to do with it.
var byHere = ordering{"here", "the most views of the item, or events from the address, first", false,
	func(j judged, row int32) float64 { return float64(j.here[row].Count) }}

// newVisitors lists the users of an item or an address, those who were there most often first.
func newVisitors(w *workspace, kind *pivotKind, key string) *users {
	u := newUsers(w)
	u.among = &visitorScope{kind, key}
	u.want.among, u.want.order = u.among, byHere.name
	u.list.Columns = u.columns()
	u.list.Sorted = u.want.order
	return u
}

// visitors are the users of an item or address, and what they had to do with it.
type visitors struct {
	here    map[int32]model.Visit // by row; nil where there is no item or address
	about   string                // of the item or address; it may quote the catalogue
	events  int                   // or views
	flagged int
}

// visitors finds them, with their rows by score.
func (m *visitorScope) visitors(j judged) (v visitors, rows []int32) {
	v.here = map[int32]model.Visit{}
	at := m.kind.find(j.pivots, m.key)
	if at < 0 {
		return v, nil
	}
	visits := m.kind.visits(j.pivots, at)
	v.about = m.kind.about(j.pivots, at)
	for _, row := range j.now.Order {
		user := j.users.ID[row]
		i, there := slices.BinarySearchFunc(visits, user, func(v model.Visit, user int32) int { return int(v.User - user) })
		if !there {
			continue
		}
		rows = append(rows, row)
		v.here[row] = visits[i]
		v.events += int(visits[i].Count)
		if j.now.Flagged[row] {
			v.flagged++
		}
	}
	return v, rows
}

// visits are those by row, for users who are still there.
func (r caseReplaced) visits(were map[int32]model.Visit) map[int32]model.Visit {
	if were == nil {
		return nil
	}
	now := make(map[int32]model.Visit, len(were))
	for row, visit := range were {
		if r.row(row) >= 0 {
			now[r.row(row)] = visit
		}
	}
	return now
}

// orderings are the ways to sort this list.
func (u *users) orderings() []ordering {
	all := orderingsWith(u.work.ownRules())
	if u.among == nil {
		return all
	}
	return append([]ordering{byHere}, all...)
}

// readEvents asks for what only the events tell, as far as the list wants it, and says in waits whether any is still missing.
func (u *users) readEvents() tea.Cmd {
	pivots, conditions := u.among != nil || u.want.filter.wantsPivots(), u.want.filter.conditions()
	if u.waits && !pivots {
		u.work.pivots.Stop()
	}
	if u.waits && len(conditions) == 0 {
		u.work.matching.Stop()
	}
	u.waits = false
	var read, match tea.Cmd
	if pivots {
		read = u.work.readPivots()
		u.waits = u.work.pivots.Result == nil
	}
	if len(conditions) > 0 {
		match = u.work.readMatches(conditions)
		u.waits = u.waits || !u.work.matching.Result.have(conditions)
	}
	return tea.Batch(read, match)
}

// stopEvents ends readings that only this list waits for.
func (u *users) stopEvents() {
	if u.waits {
		u.waits = false
		u.work.pivots.Stop()
		u.work.matching.Stop()
	}
}

// readingEvents reports whether something is read that a list of users may wait for.
func (w *workspace) readingEvents() bool {
	return w.pivots.Running() || w.matching.Running()
}

// wanting reports whether the list has yet to be made, or the reading that it waits for was stopped.
func (u *users) wanting() bool {
	if u.waits {
		return !u.work.readingEvents()
	}
	if u.opened != "" && u.rows == nil {
		return !u.arranging.Running()
	}
	return u.among != nil && u.here == nil && !u.arranging.Running()
}

func (u *users) amongCaption() screen.Caption {
	c := screen.Caption{Crumb: u.among.key, Link: u.among.place().String(), Detail: u.work.rulesWords()}
	if summary, _ := u.layout(u.size); summary == 0 && u.here != nil {
		c.Detail = term.Count(u.flagged) + "/" + term.Count(len(u.here)) + " flagged"
	}
	c.Position = u.list.Position()
	return c
}

func (m *visitorScope) place() place { return place{screen: m.kind.link, of: m.key} }

// drawAmong writes what the list is narrowed to, where that leaves some cells for what follows.
func (u *users) drawAmong(p term.Pen, reserved int) {
	room := p.Within(p.Left() - reserved)
	room.Own(term.Plain, term.Plural(len(u.here), "user"))
	room.Own(term.Dim, " with "+term.Plural(u.events, u.among.kind.counts)+", ")
	s := term.Plain
	if u.flagged > 0 {
		s = term.Suspect
	}
	room.Own(s, term.Count(u.flagged)+" flagged")
	if u.about != "" {
		room.Gap(3)
		room.Data(term.Dim, u.about)
	}
}

// hereChoices are the columns that only the users of an item or address have.
func (u *users) hereChoices() []choice {
	visit := func(row int) model.Visit { return u.here[u.rows[row]] }
	counts := u.among.kind.counts + "s"
	return []choice{
		{term.Column{Name: byHere.name, Title: "here", Width: 6, Right: true, Cell: func(p term.Pen,
			row int) {
			p.OwnRight(term.Strong, term.Count(visit(row).Count))
		}}, true, "the " + counts + " here", false},
		{term.Column{Title: "first here", Width: 10, Right: true, Rank: 9,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.clock.Day(visit(row).First)) }}, true,
			"the day of the first of the " + counts + " here", false},
		{term.Column{Title: "last here", Width: 9, Right: true, Rank: 9,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.clock.Day(visit(row).Last)) }}, true,
			"the day of the last of the " + counts + " here", false},
	}
}

// table is the list as a file holds it.
func (m *visitorScope) table(j judged, here map[int32]model.Visit, rows []int32, zone *time.Location) *report.Table {
	visitors := make([]engine.Visitor, len(rows))
	for i, row := range rows {
		visitors[i] = engine.Visitor{Row: row, Visit: here[row]}
	}
	return report.Visitors(j.judgement(), "users of "+m.key, m.kind.counts, visitors, zone)
}
