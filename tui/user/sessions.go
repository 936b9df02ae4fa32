package user

import (
	"slices"

	"spoor/internal/report"
	"spoor/store/model"
	"spoor/tui/term"
)

// sessionAt is the number of the session that a time falls into, or else of the last one before it.
func sessionAt(track *model.Track, ms int64) int {
	after, _ := slices.BinarySearchFunc(track.Sessions, ms, func(s model.Session, ms int64) int {
		if track.Events[s.First].Time <= ms {
			return -1
		}
		return 1
	})
	return max(after-1, 0)
}

// sessionColumns are the columns of the list of sessions.
func (u *user) sessionColumns() []term.Column {
	w := u.work
	session := func(row int) model.Session { return u.track.Sessions[row] }
	start := func(row int) int64 { return u.track.Events[session(row).First].Time }
	end := func(row int) int64 { return u.track.Events[session(row).End-1].Time }
	return []term.Column{
		{Title: "#", Width: 5, Right: true, Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, term.Count(row+1)) }},
		{Title: "start", Width: 24, Cell: func(p term.Pen, row int) { p.Own(term.Plain, w.Clock.DateTime(start(row))) }},
		{Title: "length", Width: 6, Right: true, Rank: 1, Cell: func(p term.Pen, row int) {
			p.OwnRight(term.Plain, term.ShortDuration(millis(end(row)-start(row))))
		}},
		{Title: "views", Width: 6, Right: true, Rank: 2,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(session(row).Views)) }},
		{Title: "events", Width: 6, Right: true, Rank: 3, Cell: func(p term.Pen, row int) {
			p.OwnRight(term.Dim, term.Count(session(row).End-session(row).First))
		}},
		{Title: "proof", Width: 6, Right: true, Rank: 2, Cell: func(p term.Pen, row int) {
			if n := u.proof.count(session(row).First, session(row).End, u.hits); n > 0 {
				p.OwnRight(term.TooHigh, "▲"+term.Count(n))
			}
		}},
		{Title: "read", Width: 5, Right: true, Rank: 4, Cell: func(p term.Pen, row int) {
			p.OwnRight(term.Plain, term.Seconds(u.medians[row]))
		}},
		{Title: "dev", Width: 4, Rank: 3, Cell: func(p term.Pen, row int) { drawDeviceLetters(p, u.used[row]) }},
		{Title: "from", Width: 8, Stretch: true, Rank: 5, Cell: func(p term.Pen, row int) {
			drawDevices(p, u.devices, u.used[row])
		}},
	}
}

// sessionTable is the list of sessions as a file holds it.
func (u *user) sessionTable() *report.Table {
	return report.Sessions(u.track, u.work.Clock.Location())
}
