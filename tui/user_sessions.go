package tui

import (
	"math"
	"slices"

	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/term"
)

// medianReading is the median reading time of events in seconds, NaN without any.
func medianReading(events []store.Event) float64 {
	var readings []int64
	for i := range events {
		if events[i].Reading >= 0 {
			readings = append(readings, events[i].Reading)
		}
	}
	if len(readings) == 0 {
		return math.NaN()
	}
	slices.Sort(readings)
	middle := len(readings) / 2
	return float64(readings[middle]+readings[(len(readings)-1)/2]) / 2000
}

// sessionAt is the number of the session that a time falls into, or else of the last one before it.
func sessionAt(track *store.Track, ms int64) int {
	after, _ := slices.BinarySearchFunc(track.Sessions, ms, func(s store.Session, ms int64) int {
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
	session := func(row int) store.Session { return u.track.Sessions[row] }
	start := func(row int) int64 { return u.track.Events[session(row).First].Time }
	end := func(row int) int64 { return u.track.Events[session(row).End-1].Time }
	return []term.Column{
		{Title: "#", Width: 5, Right: true, Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, term.Count(row+1)) }},
		{Title: "start", Width: 24, Cell: func(p term.Pen, row int) { p.Own(term.Plain, w.clock.DateTime(start(row))) }},
		{Title: "length", Width: 6, Right: true, Rank: 1, Cell: func(p term.Pen, row int) {
			p.OwnRight(term.Plain, term.ShortDuration(millis(end(row)-start(row))))
		}},
		{Title: "views", Width: 6, Right: true, Rank: 2, Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(session(row).Views)) }},
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
		{Title: "from", Width: 8, Stretch: true, Rank: 5, Cell: func(p term.Pen, row int) {
			if client := u.track.Events[session(row).First].Client; client != nil {
				p.Data(term.Dim, client.Address+"  "+client.Agent)
			}
		}},
	}
}

// sessionTable is the list of sessions as a file holds it.
func (u *user) sessionTable() *report.Table {
	t := &report.Table{Title: "sessions", Columns: []report.Column{
		{Name: "session", Right: true}, {Name: "start"}, {Name: "end"}, {Name: "views", Right: true}, {Name: "events", Right: true},
		{Name: "reading_time", Unit: "s", Right: true, Decimals: 1}, {Name: "address"}, {Name: "agent"},
	}}
	for i, s := range u.track.Sessions {
		first, last := &u.track.Events[s.First], &u.track.Events[s.End-1]
		address, agent := "", ""
		if first.Client != nil {
			address, agent = first.Client.Address, first.Client.Agent
		}
		t.Rows = append(t.Rows, []report.Cell{
			i + 1, u.work.clock.At(first.Time), u.work.clock.At(last.Time), s.Views, s.End - s.First, u.medians[i], address, agent,
		})
	}
	return t
}
