package analysis

import "spoor/analysis/units"

var longerSessions = units.NewNoun("session of two events or more", "sessions of two events or more")

var sessionTime = Rule{
	Name: "session-time", Title: "session time", Unit: units.Minutes, Family: Tempo, Sessions: true,
	Least: 1, Observed: longerSessions, Over: longerSessions,
	Less: "shorter", More: "longer",
	ofSessions: true,
	measure:    measureSessionTime,
}

// measureSessionTime is the mean duration of the sessions of two events or more, in minutes: one event has no duration.
func measureSessionTime(m *Measurer) Value {
	total, n := 0.0, 0
	for s := range m.starts {
		session := m.session(s)
		if len(session) == 1 {
			continue
		}
		total += float64(session[len(session)-1].Time-session[0].Time) / 1000 / 60
		n++
	}
	return Value{total / float64(n), int32(n)}
}
