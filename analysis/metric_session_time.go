package analysis

var sessionTime = Rule{
	Name: "session-time", Title: "session time", Unit: Minutes, Family: Tempo, Sessions: true,
	Least: 1, Observed: sessions, Over: sessions,
	Less: "shorter", More: "longer",
	measure: measureSessionTime,
}

// measureSessionTime is the mean duration of a session in minutes; a session of one event lasts 0.
func measureSessionTime(m *Measurer) Value {
	total := 0.0
	for s := range m.starts {
		session := m.session(s)
		total += float64(session[len(session)-1].Time-session[0].Time) / 1000 / 60
	}
	n := len(m.starts)
	return Value{total / float64(n), int32(n)}
}
