package report

import (
	"time"

	"spoor/analysis"
	"spoor/internal/engine"
)

// Timeline counts the events of a window (of all the time, if it is the zero value) bucket by bucket, those of flagged
// users among them, and the sessions of flagged users that begin in each. Buckets in which nothing happened are left
// out.
func Timeline(t *engine.Timeline, b engine.Bucket, window analysis.Window, zone *time.Location) *Table {
	if window == (analysis.Window{}) {
		window = analysis.Window{From: t.From, To: t.End()}
	}
	type line struct {
		from, to int64
		engine.Activity
	}
	var lines []line
	for from := b.Begin(max(t.From, window.From), zone); from < t.End() && from <= window.To; {
		to := b.Next(from, zone)
		if there := t.Between(from, to); there.Events > 0 {
			lines = append(lines, line{from, to, there})
		}
		from = to
	}
	return list("timeline", []field[line]{
		{Column{Name: "from", Layout: bucketLayout(b)}, func(l line) Cell { return instant(l.from, zone) }},
		{Column{Name: "to", Layout: bucketLayout(b), FileOnly: true}, func(l line) Cell { return instant(l.to, zone) }},
		{Column{Name: "events", Right: true}, func(l line) Cell { return l.Events }},
		{Column{Name: "flagged_events", Title: "of flagged users", Right: true}, func(l line) Cell { return l.Flagged }},
		{Column{Name: "flagged_sessions", Title: "sessions of flagged users", Right: true}, func(l line) Cell {
			return l.Sessions
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
