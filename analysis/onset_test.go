package analysis

import (
	"math"
	"testing"

	"spoor/analysis/stats"
)

// TestOnset works out by hand where hits begin. The ordinary sessions are ln(1 + x) around a median of ln 4 with a
// scale of 0.5 above: 3.5 scales lie at 4·e^1.75 − 1 = 22.02, so that 23 sessions are the first that hit. Below, at
// 4·e^−1.75 − 1 = −0.3, lies nobody.
func TestOnset(t *testing.T) {
	fit := stats.Fit{N: 100, MedianY: math.Log(4), ScaleLow: 0.5, ScaleHigh: 0.5}
	fit.Knots = make([]float64, stats.KnotSteps+1)
	for k := range fit.Knots {
		fit.Knots[k] = float64(k) / 100 // 0 to 10 sessions: p10 is 1, p90 is 9
	}
	j := &Judge{Matrix: matrixOf([]float64{0.1, 900, 50, 1, 1})}
	for r := range j.fits {
		j.fits[r] = new(stats.Fit)
	}
	j.fits[VisitFrequency], j.fits[ReadingTime], j.fits[ContentDepth] = &fit, &fit, &fit
	for _, c := range []struct {
		change string
		rule   RuleID
		side   Side
		want   Onset
	}{
		{"flag.distance=3.5", VisitFrequency, High, Onset{Value: 23, Far: true}},
		{"flag.distance=3.5", ReadingTime, High, Onset{Value: 4*math.Exp(1.75) - 1, Far: true}},
		{"flag.distance=3.5", VisitFrequency, Low, Onset{Value: math.Inf(-1), Far: true}},
		{"flag.distance=0", VisitFrequency, High, Onset{Value: 10}},
		{"flag.distance=0", VisitFrequency, Low, Onset{Value: math.Inf(-1)}},
		{"flag.distance=0", ReadingTime, High, Onset{Value: 9, Beyond: true}},
		{"flag.distance=0.5", ReadingTime, Low, Onset{Value: 1, Beyond: true}}, // 0.5 scales lie at 4·e^−0.25 − 1 = 2.1
		{"visit-frequency.high=12", VisitFrequency, High, Onset{Value: 13}},
		{"visit-frequency.on=false", VisitFrequency, High, Onset{Value: math.Inf(1)}},
		{"content-depth.on=true", ContentDepth, High, Onset{Value: math.Inf(1)}}, // p90 would be a share of 9
		{"direct-detail.high=0.8", DirectDetail, High, Onset{Value: 0.8}},
		{"sharing.high=3", Sharing, High, Onset{Value: 3}},
		{"burst.high=1", Burst, High, Onset{Value: 1, Beyond: true}},
	} {
		got := j.Onset(mustWith(t, Strict(), c.change), c.rule, c.side)
		if !same(got.Value, c.want.Value) && got.Value != c.want.Value || got.Beyond != c.want.Beyond ||
			got.Far != c.want.Far {
			t.Errorf("%s: %s hits from %+v, want %+v", c.change, c.rule, got, c.want)
		}
	}
}

// TestOnsetIsWhereHitsBegin compares with judging: who hits lies beyond the onset, and who lies beyond it hits.
func TestOnsetIsWhereHitsBegin(t *testing.T) {
	m := suspects()
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	for _, set := range []RuleSet{Strict(), Paper(),
		mustWith(t, Strict(), "flag.distance=1.25", "reading-time.low=4")} {
		e := j.Evaluate(set)
		for r := range m.Rules() {
			low, high := j.Onset(set, r, Low), j.Onset(set, r, High)
			for row, x := range m.X[r] {
				if want := x < low.Value || x == low.Value && !low.Beyond; e.Low.Of(row).Has(r) != want {
					t.Errorf("%s of user %d, %v: low is %v, hits begin at %+v", r, row, x, !want, low)
				}
				if want := x > high.Value || x == high.Value && !high.Beyond; e.High.Of(row).Has(r) != want {
					t.Errorf("%s of user %d, %v: high is %v, hits begin at %+v", r, row, x, !want, high)
				}
			}
		}
	}
}

// TestAChangedRuleSetHasNoPresetsName reads rule sets that call themselves as a preset does.
func TestAChangedRuleSetHasNoPresetsName(t *testing.T) {
	changed := mustWith(t, Strict(), "flag.score=30")
	for file, want := range map[string]string{"mine.toml": "mine", "a/paper.toml": "paper (changed)",
		"strict.toml": "strict (changed)"} {
		read, err := ParseRuleSet(file, []byte(changed.TOML()))
		if err != nil || read.Name != want || read.Score != 30 {
			t.Errorf("%s is %q: %v; want %q", file, read.Name, err, want)
		}
	}
	if read, err := ParseRuleSet("mine.toml", []byte(Strict().TOML())); err != nil || read != Strict() {
		t.Errorf("strict itself is %q: %v", read.Name, err)
	}
	for _, expression := range []string{"direct-detail.high=1.4", "menu-focus.high=2", "metronome.high=1.0001"} {
		if _, err := Strict().With(expression); err == nil {
			t.Errorf("%s is taken, and no share is more than 1", expression)
		}
	}
	mustWith(t, Strict(), "direct-detail.high=1", "reading-time.high=90")
}
