package analysis

import "spoor/analysis/units"

var visitFrequency = Rule{
	Name: "visit-frequency", Title: "visit frequency", Unit: units.Sessions, Family: Volume,
	Scales: true, Sessions: true, Least: 1, Observed: units.SessionNoun, From: 1, Less: "fewer", More: "more",
	ofSessions: true,
	measure:    measureVisitFrequency,
}

// measureVisitFrequency is the number of sessions in the window.
func measureVisitFrequency(m *Measurer) Value {
	n := len(m.starts)
	return Value{float64(n), int32(n)}
}
