package analysis

import "slices"

var readingTime = Rule{
	Name: "reading-time", Title: "reading time", Unit: Seconds, Family: Tempo, Sessions: true,
	Least: 5, Observed: Noun{"reading time", "reading times"}, Over: views,
	Less: "shorter", More: "longer",
	measure: measureReadingTime,
}

// measureReadingTime is the median reading time in seconds. A reading time runs from a view to the next page of the
// session, which is an event that is neither static nor embedded, so the last view of a session has none.
func measureReadingTime(m *Measurer) Value {
	m.readings = m.readings[:0]
	for s := range m.starts {
		EachReading(m.session(s), func(_ int, milliseconds int64) {
			m.readings = append(m.readings, float64(milliseconds)/1000)
		})
	}
	slices.Sort(m.readings)
	return Value{quantile(m.readings, 0.5), int32(len(m.readings))}
}

// EachReading calls read for each view of a session that has a reading time: the index of the view and the time from it
// to the session's next page, in milliseconds.
func EachReading(session []Event, read func(view int, milliseconds int64)) {
	view := -1 // the view that is being read
	for i := range session {
		if session[i].Traits.Has(Static) {
			continue
		}
		if view >= 0 {
			read(view, session[i].Time-session[view].Time)
		}
		view = -1
		if session[i].Traits.Has(View) {
			view = i
		}
	}
}
