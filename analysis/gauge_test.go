package analysis

import (
	"math"
	"testing"
)

func TestGaugeSide(t *testing.T) {
	g := gauge{low: 5, high: 50, lowLeast: 3.5, highLeast: 0}
	for _, c := range []struct {
		x, z float64
		want Side
	}{
		{4.9, -3.5, Low}, {4.9, -3.49, Inside}, {4.9, none, Inside},
		{5, -9, Inside}, {50, 9, Inside}, // bounds are inside
		{50.1, 0.1, High}, {50.1, none, High}, // no distance is asked for
		{none, none, Inside},
	} {
		if got := g.side(c.x, c.z, 1); got != c.want {
			t.Errorf("%v at distance %v is on side %d, want %d", c.x, c.z, got, c.want)
		}
	}
}

func TestGaugePoints(t *testing.T) {
	g := gauge{weight: 30}
	for z, want := range map[float64]float64{0: 0, 3: 15, -3: 15, 6: 30, -60: 30, none: 0, math.Inf(1): 30} {
		if got := g.points(1, z); got != want {
			t.Errorf("distance %v counts %v, want %v", z, got, want)
		}
	}
}

func TestNewGauge(t *testing.T) {
	f := linear()
	set := Strict()
	set.Rules[ReadingTime] = Setting{On: true, Low: Bound{Quantile, 10}, High: Bound{Number, 700}, Weight: 40}
	if got, want := newGauge(&set, ReadingTime, &f), (gauge{low: 100, high: 700, lowLeast: 3.5, weight: 40}); got != want {
		t.Errorf("gauge %+v, want %+v: a number is the analyst's own judgement and needs no distance", got, want)
	}
	set.Rules[ReadingTime].High = Bound{}
	if got := newGauge(&set, ReadingTime, &f); !math.IsInf(got.high, 1) || got.idle() {
		t.Errorf("gauge %+v without a high bound", got)
	}
	if got := newGauge(&set, ReadingTime, &Fit{N: 29}); !got.idle() {
		t.Errorf("gauge %+v by 29 ordinary users", got)
	}
	set.Rules[ReadingTime].On = false
	if got := newGauge(&set, ReadingTime, &f); !got.idle() {
		t.Errorf("gauge %+v of a rule that is off", got)
	}
}
