package user

import (
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/userlist"
)

// clientColumns are the columns of the list of addresses and agents.
func (u *user) clientColumns() []term.Column {
	use := func(row int) *engine.UsedClient { return &u.clients[row] }
	return []term.Column{
		{Width: 2, Cell: func(p term.Pen, row int) { drawDevice(p, u.devices, use(row).Client) }},
		{Title: "address", Width: 15, Cell: func(p term.Pen, row int) { p.Data(term.Plain, use(row).Address) }},
		{Title: "events", Width: 6, Right: true,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(use(row).Events)) }},
		{Title: "sess", Width: 5, Right: true, Rank: 2,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(use(row).Sessions)) }},
		{Title: "first", Width: 6, Right: true, Rank: 4,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.Clock.Day(use(row).First)) }},
		{Title: "last", Width: 6, Right: true, Rank: 3,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, u.work.Clock.Day(use(row).Last)) }},
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
	return report.UsedClients(u.clients, u.work.Clock.Location())
}

// openAddress lists all users of the address under the cursor.
func (u *user) openAddress() screen.Action {
	address := u.clients[u.lists[addressesTab].Cursor()].Address
	if address == "" {
		return screen.Say(term.Plain, "the events do not tell their address")
	}
	return screen.Push(u.work.Screens.Visitors(userlist.OfAddress(address)))
}
