package analysis

import (
	"math"
	"strings"
	"testing"
)

// ownMatrix is a population with one rule of one's own, by row: its value, NaN where there is none.
func ownMatrix(t *testing.T, own OwnRules, value func(row int) float64) *Matrix {
	m := population(100)
	column := make([]Value, m.Len())
	for row := range column {
		column[row] = Value{value(row), 20}
	}
	return m.WithOwn(own, [][]Value{column})
}

func TestOwnRuleIsJudged(t *testing.T) {
	set, err := ParseRuleSet("x", []byte("[flag]\nhits = 1\n[rule.x]\ntitle='night'\nwhere = 'hour < 6'\nhigh = 50\n"+
		"weight = 40\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := ownMatrix(t, set.MeasureOptions.Own, func(row int) float64 {
		return map[int]float64{3: 50, 4: 75, 5: 1000, 6: 49, 7: math.NaN()}[row]
	})
	j := NewJudge(m, FitBaseline(m, set.BaselinePolicy, nil))
	e := j.Evaluate(set)
	// half of the weight at the bound, all of it at twice the bound
	for row, want := range map[int]float64{3: 20, 4: 30, 5: 40, 6: 0, 7: 0} {
		if e.Score[row] != want || e.Flagged[row] != (want > 0) || e.High.Of(row).Has(RuleCount) != (want > 0) {
			t.Errorf("row %d scores %v, flagged %v, want %v", row, e.Score[row], e.Flagged[row], want)
		}
	}
	if e.RuleHits[RuleCount] != 3 || e.FlaggedCount != 3 {
		t.Errorf("%d hits, %d flagged", e.RuleHits[RuleCount], e.FlaggedCount)
	}
	hits := j.Hits(set, 4)
	why := j.Why(set, 4, hits[0])
	const want = "night 75 events, at least 50 events, more than 98.5 % of 71 ordinary users"
	if !strings.HasPrefix(why, want) || !strings.HasSuffix(why, "over 20 events, where hour < 6: +30") {
		t.Errorf("%s", why)
	}
	low, err := set.With("rule.x.low=1")
	if err != nil {
		t.Fatal(err)
	}
	if low, err = low.With("rule.x.high=off"); err != nil {
		t.Fatal(err)
	}
	e = j.Evaluate(low)
	if e.Score[0] != 40 || e.Score[3] != 0 || !e.Low.Of(0).Has(RuleCount) {
		t.Errorf("0 scores %v, 50 %v where 1 or less hits", e.Score[0], e.Score[3])
	}
	if lowBound, high := j.Bounds(low, RuleCount); lowBound != 1 || !math.IsInf(high, 1) {
		t.Errorf("bounds %v to %v", lowBound, high)
	}
}

// TestOwnRulesOfAnotherMatrix judges by rules that a matrix has in another place, or not at all.
func TestOwnRulesOfAnotherMatrix(t *testing.T) {
	two, err := ParseRuleSet("x", []byte("[flag]\nhits = 1\n[rule.y]\nwhere = 'hour < 5'\nhigh = 1\n[rule.x]\n"+
		"where = 'hour < 6'\nhigh = 50\n"))
	if err != nil {
		t.Fatal(err)
	}
	one, err := two.With("rule.y.remove=true")
	if err != nil {
		t.Fatal(err)
	}
	m := ownMatrix(t, one.MeasureOptions.Own, func(row int) float64 { return float64(row) })
	j := NewJudge(m, FitBaseline(m, two.BaselinePolicy, nil))
	a, b := j.Evaluate(one), j.Evaluate(two)
	if a.FlaggedCount != b.FlaggedCount || a.FlaggedCount == 0 {
		t.Errorf("%d flagged by one rule, %d by it and one that nobody has been measured by", a.FlaggedCount,
			b.FlaggedCount)
	}
	d := Diff(a, j.Evaluate(Paper()))
	if len(d.Left) == 0 || !strings.Contains(strings.Join(d.Left[0].Because(), " "), "x is off") {
		t.Errorf("left: %+v", d.Left)
	}
	other := NewJudge(population(100), j.Baseline) // a baseline with a rule that the matrix has not
	if got := other.Evaluate(one).FlaggedCount; got != 0 {
		t.Errorf("%d flagged by a rule that nobody has been measured by", got)
	}
}
