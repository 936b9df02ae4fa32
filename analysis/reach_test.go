package analysis

import (
	"slices"
	"testing"

	"spoor/analysis/stats"
)

// shares is a fit of 100 users whose shares are 0 to 0.99, around a median and with scales of 0.1.
func shares(median float64) stats.Fit {
	f := stats.Fit{N: 100, MedianY: median, ScaleLow: 0.1, ScaleHigh: 0.1, Knots: make([]float64, stats.KnotSteps+1)}
	for k := range f.Knots {
		f.Knots[k] = median
	}
	f.Knots[990], f.Knots[stats.KnotSteps] = 0.9, 0.99
	return f
}

// reachOfOne is how far out a user is that these rules know, beside ordinary users of whom they are known.
func reachOfOne(t *testing.T, s RuleSet, values map[RuleID]float64, fits map[RuleID]stats.Fit) float64 {
	t.Helper()
	m := matrixOf([]float64{})
	b := &Baseline{Members: 100}
	for r, x := range values {
		m.X[r][0], m.N[r][0] = x, 50
	}
	for r, fit := range fits {
		b.Fits[r] = fit
	}
	return NewJudge(m, b).Evaluate(s).Reach[0]
}

// TestReachByHand: a mean distance, and 3 for all of the way to a threshold.
func TestReachByHand(t *testing.T) {
	few := shares(0.25)
	few.N = 29
	fits := map[RuleID]stats.Fit{
		MenuFocus: shares(0.5), ContentDepth: shares(0.3), RoundTheClock: shares(0.25), RarePaths: shares(0.1),
		DirectDetail: few, ContentOrder: shares(0.5),
	}
	for _, c := range []struct {
		name   string
		values map[RuleID]float64
		want   float64 // by strict
		sum    float64 // trimmed by bands alone
	}{
		{"known in nothing", nil, 0, 0},
		{"two scales out", map[RuleID]float64{MenuFocus: 0.7}, 2, 2},
		{"and ordinary otherwise", map[RuleID]float64{MenuFocus: 0.7, ContentDepth: 0.3}, 1, 2},
		{"low counts as well", map[RuleID]float64{MenuFocus: 0.7, ContentDepth: 0.2}, 1.5, 3},
		{"at most six", map[RuleID]float64{MenuFocus: 1.5, ContentDepth: 0.2}, 3.5, 7},
		{"half of the way from 0.25 to 0.75", map[RuleID]float64{RoundTheClock: 0.5}, 1.5, 0},
		{"two scales out and half of the way", map[RuleID]float64{MenuFocus: 0.7, RoundTheClock: 0.5}, 3.5, 2},
		{"a tenth of the way from 0.1 to 0.9, where one in a hundred is", map[RuleID]float64{RarePaths: 0.18}, 0.3, 0},
		{"the nearest threshold", map[RuleID]float64{RoundTheClock: 0.5, RarePaths: 0.18}, 1.5, 0},
		{"beyond the threshold", map[RuleID]float64{RoundTheClock: 0.9}, 3, 0},
		{"below what is ordinary", map[RuleID]float64{RoundTheClock: 0.1}, 0, 0},
		{"too few others", map[RuleID]float64{DirectDetail: 0.7}, 0, 0},
		{"where half are beyond the threshold", map[RuleID]float64{ContentOrder: 0.9}, 0, 0},
	} {
		if got := reachOfOne(t, Strict(), c.values, fits); !same(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		bands := mustWith(t, Strict(), "baseline.trim=bands")
		if got := reachOfOne(t, bands, c.values, fits); !same(got, c.sum) {
			t.Errorf("%s: the sum is %v, want %v", c.name, got, c.sum)
		}
		off := mustWith(t, Strict(), "round-the-clock.on=false", "rare-paths.on=false", "menu-focus.on=false",
			"content-depth.on=false")
		if got := reachOfOne(t, off, c.values, fits); got != 0 {
			t.Errorf("%s: %v by rules that are off", c.name, got)
		}
	}
}

// TestReachStaysAsBoundsAreTurned, and with it the order of users of one score.
func TestReachStaysAsBoundsAreTurned(t *testing.T) {
	m := suspects()
	j := NewJudge(m, FitBaseline(m, Strict().BaselinePolicy, nil))
	before := j.Evaluate(Strict())
	after := j.Evaluate(mustWith(t, Strict(), "reading-time.low=p5", "round-the-clock.high=0.5"))
	if !slices.Equal(before.Reach, after.Reach) || !slices.Equal(before.Order, after.Order) {
		t.Error("a bound moves users whom no rule hits")
	}
	if sum := j.Evaluate(mustWith(t, Strict(), "baseline.trim=bands")); slices.Equal(sum.Reach, before.Reach) {
		t.Error("a mean is a sum")
	}
}
