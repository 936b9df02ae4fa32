package report

import (
	"time"

	"spoor/analysis"
	"spoor/internal/engine"
)

// Timeline counts the events of a window (of all the time, if it is the zero value) bucket by bucket, and the sessions
// of flagged users that begin in each. Buckets in which nothing happened are left out.
func Timeline(t *engine.Timeline, b engine.Bucket, window analysis.Window, zone *time.Location) *Table {
	if window == (analysis.Window{}) {
		window = analysis.Window{From: t.From, To: t.End()}
	}
	type line struct{ from, to, events, sessions int64 }
	var lines []line
	for from := b.Begin(max(t.From, window.From), zone); from < t.End() && from <= window.To; {
		to := b.Next(from, zone)
		if events, sessions := t.Between(from, to); events > 0 {
			lines = append(lines, line{from, to, events, sessions})
		}
		from = to
	}
	return list("timeline", []field[line]{
		{Column{Name: "from", Layout: bucketLayout(b)}, func(l line) Cell { return instant(l.from, zone) }},
		{Column{Name: "to", Layout: bucketLayout(b), FileOnly: true}, func(l line) Cell { return instant(l.to, zone) }},
		{Column{Name: "events", Right: true}, func(l line) Cell { return l.events }},
		{Column{Name: "flagged_sessions", Title: "sessions of flagged users", Right: true}, func(l line) Cell {
			return l.sessions
		}},
	}, lines)
}

// bucketLayout is how much of the time at which a bucket begins says which one it is.
func bucketLayout(b engine.Bucket) string {
	switch {
	case b.Length == 0:
		return time.DateOnly
	case b.Length < time.Minute:
		return "2006-01-02 15:04:05 Z07:00"
	}
	return "2006-01-02 15:04 Z07:00"
}
