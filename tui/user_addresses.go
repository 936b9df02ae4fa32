package tui

import "spoor/internal/report"

// clientColumns are the columns of the list of addresses and agents.
func (u *user) clientColumns() []column {
	use := func(row int) *clientUse { return &u.clients[row] }
	return []column{
		{title: "address", width: 15, cell: func(p pen, row int) { p.data(plain, use(row).Address) }},
		{title: "events", width: 6, right: true, cell: func(p pen, row int) { p.ownRight(plain, count(use(row).events)) }},
		{title: "sess", width: 5, right: true, rank: 2, cell: func(p pen, row int) { p.ownRight(plain, count(use(row).sessions)) }},
		{title: "first", width: 6, right: true, rank: 4, cell: func(p pen, row int) { p.ownRight(dim, u.work.clock.day(use(row).first)) }},
		{title: "last", width: 6, right: true, rank: 3, cell: func(p pen, row int) { p.ownRight(dim, u.work.clock.day(use(row).last)) }},
		{title: "agent", width: 12, stretch: true, rank: 1, cell: func(p pen, row int) {
			if use(row).Robot {
				p.own(warning, "robot ")
			}
			p.data(dim, use(row).Agent)
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
			use.Address, use.Agent, use.Robot, use.events, use.sessions, u.work.clock.at(use.first), u.work.clock.at(use.last),
		})
	}
	return t
}

// openAddress lists all users of the address under the cursor.
func (u *user) openAddress() action {
	address := u.clients[u.lists[addressesTab].cursor].Address
	if address == "" {
		return say(plain, "the events do not tell their address")
	}
	return push(newVisitors(u.work, &addressPivot, address))
}
