package analysis

import "slices"

var readingTime = Rule{
	Name: "reading-time", Title: "reading time", Unit: Seconds, Family: Tempo,
	Least: 5, Observed: Noun{"reading time", "reading times"}, Short: "shorter", Long: "longer",
	measure: measureReadingTime,
}

// measureReadingTime is the median reading time in seconds. A reading time runs from a view to the next event of the
// session that is not static, so the last view of a session has none.
func measureReadingTime(m *Measurer) Value {
	m.readings = m.readings[:0]
	for s := range m.starts {
		m.readings = appendReadings(m.readings, m.session(s))
	}
	slices.Sort(m.readings)
	return Value{quantile(m.readings, 0.5), int32(len(m.readings))}
}

func appendReadings(readings []float64, session []Event) []float64 {
	view := -1 // the view that is being read
	for i := range session {
		if session[i].Traits.Has(Static) {
			continue
		}
		if view >= 0 {
			readings = append(readings, float64(session[i].Time-session[view].Time)/1000)
		}
		view = -1
		if session[i].Traits.Has(View) {
			view = i
		}
	}
	return readings
}
