package analysis

import (
	"fmt"
	"math"

	"spoor/analysis/stats"
	"spoor/analysis/units"
)

var fastReading = Rule{
	Name: "fast-reading", Title: "fast reading", Unit: units.Distances, Family: Tempo, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 3, Sessions: true,
	Least: fastReadings, Observed: moments, Over: moments,
	More:       "faster",
	ofSessions: true,
	measure:    measureMoments,
	compare:    compareFastReading,
	beside:     besideFastReading,
	missing:    missingReading,
}

var moments = units.NewNoun("second in which something was read", "seconds in which something was read")

// fastReadings is how many reading times tell more than chance, those of one second counting once.
const fastReadings = 30

// measureMoments is in how many seconds any reading began. What a page asks for all at once, as the pictures of a menu,
// is one.
func measureMoments(m *Measurer) Value {
	moments, last := int32(0), int64(-1)
	for s := range m.starts {
		session := m.session(s)
		EachReading(session, func(view int, _ int64) {
			if second := session[view].Time / 1000; second != last {
				moments, last = moments+1, second
			}
		})
	}
	return Value{math.NaN(), moments}
}

func besideFastReading(m *Matrix, row int) string {
	return "with a median of " + units.Seconds.Format(m.X[ReadingTime][row]) + " where that of ordinary users is " +
		units.Seconds.Format(m.ordinary.fits[ReadingTime].Quantile(0.5))
}

func missingReading(m *Matrix, row int) string {
	switch {
	case m.N[FastReading][row] < fastReadings:
		return ""
	case !m.ordinary.fits[ReadingTime].Evaluable():
		return fmt.Sprintf("fewer than %d ordinary users with a reading time", stats.LeastMembers)
	default:
		return "the reading times of ordinary users do not differ"
	}
}

// compareFastReading is how far the reading time lies below that of the ordinary users, in scales of that side, 0
// above: a median of 30 reading times or more says more than one of five.
func compareFastReading(o *ordinary, m *Matrix, row int) Value {
	fit, x := o.fits[ReadingTime], m.X[ReadingTime][row]
	v := Value{math.NaN(), m.N[FastReading][row]}
	if v.N < fastReadings || math.IsNaN(x) || !fit.Evaluable() {
		return v
	}
	v.X = max(0, -fit.Distance(readingTime.transform(x))) // NaN stays
	return v
}
