package analysis

import (
	"math"
	"testing"
)

// TestThresholds holds every rule that has one against its definition: what is a hit, what nearly is, and what can't be
// judged.
func TestThresholds(t *testing.T) {
	ordinary := piecewise(100, [2]float64{0, 0}, [2]float64{1000, 0.01}) // so that nothing is common
	for _, c := range []struct {
		rule       RuleID
		hit, close float64 // the smallest hit and the largest value that is none, as far as the table tells
		n          int32
	}{
		{ProfileMismatch, 4, 3.9999, 5},
		{FastReading, 3, 2.9999, 30},
		{Probing, 10, 9, 30},
		{RarePaths, 0.7, 0.6999, 30},
		{BarePages, 1, 0.9999, 5},
		{RoundTheClock, 0.75, 0.7499, 18},
		{Schedule, 4, 3.9999, 5},
		{DirectDetail, 0.8, 0.7999, 5},
		{ContentOrder, 0.5, 0.4999, 4},
		{Burst, 1.0001, 1, 60},
		{Metronome, 0.8, 0.7999, 20},
		{Enumeration, 0.6, 0.5999, 10},
		{Harvest, 0.1, 0.0999, 1000},
		{Sharing, 3, 2, 10},
		{AccountSwitching, 2, 1, 10},
		{SharedSource, 6.0 / 5, 1, 1},
		{LoginGuessing, 6, 5, 7},
		{LoginAbuse, 20, 19, 1},
		{NonBrowser, 0.9, 0.8999, 10},
		{ChangedHours, 1, 0.9999, 40},
		{ChangedDevices, 1, 0.9999, 40},
		{UsageFall, 0.9, 0.8999, 20},
	} {
		set := Strict().Only(c.rule)
		g := compileRule(&set, c.rule, &ordinary)
		for x, want := range map[float64]Side{c.hit: High, c.close: Inside, 0: Inside, math.NaN(): Inside,
			math.Inf(1): High} {
			if got := g.side(x, none, c.n, false); got != want {
				t.Errorf("%s of %v is %v, want %v", c.rule, x, got, want)
			}
		}
	}
	set := Strict().Only(ContentOrder)
	g := compileRule(&set, ContentOrder, &ordinary)
	if got := g.side(0.5, none, 2, false); got != Inside { // 2 cases are needed
		t.Errorf("one case: %v", got)
	}
}
