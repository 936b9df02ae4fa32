package tui

import (
	"spoor/internal/report"
	"spoor/tui/term"
)

// clientColumns are the columns of the list of addresses and agents.
func (u *user) clientColumns() []term.Column {
	use := func(row int) *clientUse { return &u.clients[row] }
	return []term.Column{
		{Title: "address", Width: 15, Cell: func(p term.Pen, row int) { p.Data(term.Plain, use(row).Address) }},
		{Title: "events", Width: 6, Right: true, Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(use(row).events)) }},
		{Title: "sess", Width: 5, Right: true, Rank: 2, Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(use(row).sessions)) }},
		{Title: "first", Width: 6, Right: true, Rank: 4, Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.clock.Day(use(row).first)) }},
		{Title: "last", Width: 6, Right: true, Rank: 3, Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.clock.Day(use(row).last)) }},
		{Title: "agent", Width: 12, Stretch: true, Rank: 1, Cell: func(p term.Pen, row int) {
			if use(row).Robot {
				p.Own(term.Warning, "robot ")
			}
			p.Data(term.Dim, use(row).Agent)
		}},
	}
}

// clientTable is the list of addresses and agents as a file holds it.
func (u *user) clientTable() *report.Table {
	t := &report.Table{Title: "addresses", Columns: []report.Column{
		{Name: "address"}, {Name: "agent"}, {Name: "robot"}, {Name: "events", Right: true}, {Name: "sessions", Right: true}, {Name: "first"}, {Name: "last"},
	}}
	for _, use := range u.clients {
		t.Rows = append(t.Rows, []report.Cell{
			use.Address, use.Agent, use.Robot, use.events, use.sessions, u.work.clock.At(use.first), u.work.clock.At(use.last),
		})
	}
	return t
}

// openAddress lists all users of the address under the cursor.
func (u *user) openAddress() action {
	address := u.clients[u.lists[addressesTab].Cursor()].Address
	if address == "" {
		return say(term.Plain, "the events do not tell their address")
	}
	return push(newVisitors(u.work, &addressPivot, address))
}
