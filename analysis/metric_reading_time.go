package analysis

import (
	"slices"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var readingTime = Rule{
	Name: "reading-time", Title: "reading time", Unit: units.Seconds, Family: Tempo, Sessions: true,
	Least: 5, Observed: units.NewNoun("reading time", "reading times"), Over: units.ViewNoun,
	Less: "shorter", More: "longer",
	ofSessions: true,
	measure:    measureReadingTime,
}

// measureReadingTime is the median reading time in seconds. A reading time runs from a view to the next page of the
// session, which is an event that is neither static nor embedded, so the last view of a session has none.
func measureReadingTime(m *Measurer) Value {
	m.intervals = m.intervals[:0]
	for s := range m.starts {
		EachReading(m.session(s), func(_ int, milliseconds int64) { m.intervals = append(m.intervals, milliseconds) })
	}
	slices.Sort(m.intervals)
	return Value{stats.MedianSeconds(m.intervals), int32(len(m.intervals))}
}

// EachReading calls read for each view of a session that has a reading time: the index of the view and the time from it
// to the session's next page, in milliseconds.
func EachReading(session []web.Event, read func(view int, milliseconds int64)) {
	view := -1 // the view that is being read
	for i := range session {
		if session[i].Traits.Has(web.Static) {
			continue
		}
		if view >= 0 {
			read(view, session[i].Time-session[view].Time)
		}
		view = -1
		if session[i].Traits.Has(web.View) {
			view = i
		}
	}
}
