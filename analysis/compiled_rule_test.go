package analysis

import (
	"math"
	"testing"

	"spoor/analysis/stats"
)

func TestGaugeSide(t *testing.T) {
	g := compiledRule{low: 5, high: 50, lowLeast: 3.5, highLeast: 0}
	for _, c := range []struct {
		x, z float64
		want Side
	}{
		{4.9, -3.5, Low}, {4.9, -3.49, Inside}, {4.9, none, Inside},
		{5, -9, Inside}, {50, 9, Inside}, // bounds are inside
		{50.1, 0.1, High}, {50.1, none, High}, // no distance is asked for
		{none, none, Inside},
	} {
		if got := g.side(c.x, c.z, 1, false); got != c.want {
			t.Errorf("%v at distance %v is on side %d, want %d", c.x, c.z, got, c.want)
		}
	}
}

func TestGaugePoints(t *testing.T) {
	g := compiledRule{weight: 30}
	for z, want := range map[float64]float64{0: 0, 3: 15, -3: 15, 6: 30, -60: 30, none: 0, math.Inf(1): 30} {
		if got := g.points(1, z); got != want {
			t.Errorf("distance %v counts %v, want %v", z, got, want)
		}
	}
}

func TestThresholdGauge(t *testing.T) {
	nobody := new(stats.Fit) // thresholds need no ordinary users
	for _, c := range []struct {
		rule    RuleID
		setting string
		x       float64
		n       int32
		side    Side
		points  float64
	}{
		{ProfileMismatch, "0.7", 0.7, 5, High, 20}, {ProfileMismatch, "0.7", math.Nextafter(0.7, 0), 5, Inside, 0},
		{ProfileMismatch, "0.7", 1.05, 5, High, 30}, {ProfileMismatch, "0.7", 1.4, 5, High, 40},
		{ProfileMismatch, "0.7", 9, 5, High, 40},
		{ProfileMismatch, "0.9", 1.35, 5, High, 30}, // the most is twice the threshold
		{DirectDetail, "0.8", 0.8, 5, High, 20}, {DirectDetail, "0.8", 0.9, 10, High, 30},
		{DirectDetail, "0.8", 1, 5, High, 40},
		{DirectDetail, "1", 1, 5, High, 40}, {DirectDetail, "1", 0.99, 100, Inside, 0},
		{DirectDetail, "0", 0, 5, High, 20},
		{DirectDetail, "0.8", none, 4, Inside, 0},
		{ContentOrder, "0.5", 0.5, 4, High, 20}, {ContentOrder, "0.5", 0.75, 4, High, 30},
		{ContentOrder, "0.5", 1.0 / 3, 3, Inside, 0},
		{ContentOrder, "0.3", 1.0 / 3, 3, Inside, 0},                                  // one case is chance
		{ContentOrder, "0.3", 1.0 / 3, 6, High, 40 * (0.5 + 0.5*(1.0/3-0.3)/(1-0.3))}, // two are not
		{Burst, "1", 1, 5, Inside, 0}, {Burst, "1", 41.0 / 40, 5, High, 20 * (0.5 + 0.5/40)},
		{Burst, "1", 2, 5, High, 20}, {Burst, "1", 70, 5, High, 20},
		{Burst, "0", 0, 5, Inside, 0}, {Burst, "0", 0.1, 5, High, 20},
		{Burst, "off", 70, 5, Inside, 0},
	} {
		set := mustWith(t, Strict(), c.rule.String()+".high="+c.setting)
		g := compileRule(&set, c.rule, nobody)
		side := g.side(c.x, none, c.n, false)
		if side != c.side || side == High && !same(g.points(c.x, none), c.points) {
			t.Errorf("%s %v of %d at %s: side %d, points %v, want %d and %v", c.rule, c.x, c.n, c.setting, side,
				g.points(c.x, none), c.side, c.points)
		}
	}
	set := mustWith(t, Strict(), "direct-detail.on=false")
	if g := compileRule(&set, DirectDetail, nobody); !g.idle() {
		t.Errorf("compiled to %+v of a rule that is off", g)
	}
}

func TestNewGauge(t *testing.T) {
	f := linear()
	set := Strict()
	set.Rules[ReadingTime] = Setting{On: true, Low: Bound{Quantile, 10}, High: Bound{Number, 700}, Weight: 40}
	if got, want := compileRule(&set, ReadingTime, &f),
		(compiledRule{low: 100, high: 700, rare: math.Inf(-1), lowLeast: 3.5, weight: 40}); got != want {
		t.Errorf("compiled to %+v, want %+v: a number is the analyst's own judgement and needs no distance", got, want)
	}
	set.Rules[ReadingTime].High = Bound{}
	if got := compileRule(&set, ReadingTime, &f); !math.IsInf(got.high, 1) || got.idle() {
		t.Errorf("compiled to %+v without a high bound", got)
	}
	if got := compileRule(&set, ReadingTime, &stats.Fit{N: 29}); !got.idle() {
		t.Errorf("compiled to %+v by 29 ordinary users", got)
	}
	set.Rules[ReadingTime].On = false
	if got := compileRule(&set, ReadingTime, &f); !got.idle() {
		t.Errorf("compiled to %+v of a rule that is off", got)
	}
}
