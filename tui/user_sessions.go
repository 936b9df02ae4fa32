package tui

import (
	"math"
	"slices"

	"spoor/internal/report"
	"spoor/store"
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
func (u *user) sessionColumns() []column {
	w := u.work
	session := func(row int) store.Session { return u.track.Sessions[row] }
	start := func(row int) int64 { return u.track.Events[session(row).First].Time }
	end := func(row int) int64 { return u.track.Events[session(row).End-1].Time }
	return []column{
		{title: "#", width: 5, right: true, cell: func(p pen, row int) { p.ownRight(dim, count(row+1)) }},
		{title: "start", width: 24, cell: func(p pen, row int) { p.own(plain, w.clock.full(start(row))) }},
		{title: "length", width: 6, right: true, rank: 1, cell: func(p pen, row int) {
			p.ownRight(plain, short(millis(end(row)-start(row))))
		}},
		{title: "views", width: 6, right: true, rank: 2, cell: func(p pen, row int) { p.ownRight(plain, count(session(row).Views)) }},
		{title: "events", width: 6, right: true, rank: 3, cell: func(p pen, row int) {
			p.ownRight(dim, count(session(row).End-session(row).First))
		}},
		{title: "proof", width: 6, right: true, rank: 2, cell: func(p pen, row int) {
			if n := u.proof.count(session(row).First, session(row).End, u.hits); n > 0 {
				p.ownRight(tooHigh, "▲"+count(n))
			}
		}},
		{title: "read", width: 5, right: true, rank: 4, cell: func(p pen, row int) {
			p.ownRight(plain, seconds(u.medians[row]))
		}},
		{title: "from", width: 8, stretch: true, rank: 5, cell: func(p pen, row int) {
			if client := u.track.Events[session(row).First].Client; client != nil {
				p.data(dim, client.Address+"  "+client.Agent)
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
			i + 1, u.work.clock.at(first.Time), u.work.clock.at(last.Time), s.Views, s.End - s.First, u.medians[i], address, agent,
		})
	}
	return t
}
