package analysis

import (
	"fmt"
	"math"
)

var fastReading = Rule{
	Name: "fast-reading", Title: "fast reading", Unit: Distances, Family: Tempo, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 3, Sessions: true,
	Least: fastReadings, Observed: readingTime.Observed, Over: readingTime.Observed,
	More:    "faster",
	compare: compareFastReading,
	beside:  besideFastReading,
	missing: missingReading,
}

// fastReadings is how many reading times tell more than chance.
const fastReadings = 30

// compareFastReading is how far the reading time lies below that of the ordinary users, in scales of that side, 0 above: a median
// of 30 reading times or more says more than one of five.
func besideFastReading(m *Matrix, row int) string {
	return "with a median of " + Seconds.Format(m.X[ReadingTime][row]) + " where that of ordinary users is " +
		Seconds.Format(m.ordinary.fits[ReadingTime].Quantile(0.5))
}

func missingReading(m *Matrix, row int) string {
	switch {
	case m.N[FastReading][row] < fastReadings:
		return ""
	case !m.ordinary.fits[ReadingTime].Evaluable():
		return fmt.Sprintf("fewer than %d ordinary users with a reading time", leastMembers)
	default:
		return "the reading times of ordinary users do not differ"
	}
}

func compareFastReading(o *ordinary, m *Matrix, row int) Value {
	fit, x := o.fits[ReadingTime], m.X[ReadingTime][row]
	v := Value{math.NaN(), m.N[ReadingTime][row]}
	if v.N < fastReadings || math.IsNaN(x) || !fit.Evaluable() {
		return v
	}
	v.X = max(0, -fit.distance(&readingTime, x)) // NaN stays
	return v
}
