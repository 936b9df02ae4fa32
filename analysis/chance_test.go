package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// TestChanceOfTwoRules has 100 of 1,000 members hit one rule and the same 100 hit another. If the rules were unrelated,
// 1,000 · 0.1 · 0.1 = 10 would hit both.
func TestChanceOfTwoRules(t *testing.T) {
	values := ordinaryUsers(1000)
	for i := range 1000 {
		values[i][ReadingTime], values[i][VisitFrequency] = float64(i), float64(i)
	}
	m := matrixOf(values...)
	set := mustWith(t, Paper(), "reading-time.low=100", "visit-frequency.low=100", "reading-time.high=off", "visit-frequency.high=off",
		"session-time.on=false", "content-usage.on=false", "menu-usage.on=false")
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil))
	if flagged := j.Evaluate(set).FlaggedCount; flagged != 100 {
		t.Fatalf("%d flagged, want 100", flagged)
	}
	expected, ok := j.Chance(context.Background(), set)
	if !ok || math.Abs(expected-10) > 2 {
		t.Errorf("%v expected, %v; want about 10", expected, ok)
	}
	if again, _ := j.Chance(context.Background(), set); again != expected {
		t.Errorf("%v, and then %v", expected, again)
	}
	half := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, func(row int) bool { return row%2 == 1 }))
	if expected, ok := half.Chance(context.Background(), set); !ok || math.Abs(expected-10) > 2 {
		t.Errorf("%v expected of all users by half of them as members, %v; want about 10", expected, ok)
	}
}

// TestChanceEqualsShuffling shuffles whole columns and judges everybody anew.
func TestChanceEqualsShuffling(t *testing.T) {
	m := crowdMatrix(crowd(rand.New(rand.NewPCG(3, 4)), 600))
	for _, preset := range presets {
		set := preset()
		for r := range Rules {
			set.Rules[r].On = set.Rules[r].On && !(Rules[r].Alone && set.Families > 1)
		}
		b := FitBaseline(m, set.BaselinePolicy, nil)
		var members [][]float64
		for _, row := range b.rows {
			var xs []float64
			for r := range Rules {
				xs = append(xs, m.X[r][row])
			}
			members = append(members, xs)
		}
		random, flagged := rand.New(rand.NewPCG(5, 6)), 0
		const rounds = 100
		for range rounds {
			for r := range Rules {
				random.Shuffle(len(members), func(i, k int) { members[i][r], members[k][r] = members[k][r], members[i][r] })
			}
			shuffled := matrixOf(members...)
			shuffled.Window = m.Window
			flagged += NewJudge(shuffled, b).Evaluate(set).FlaggedCount
		}
		j := NewJudge(m, b)
		want := float64(flagged) / rounds / float64(len(members)) * float64(j.evaluated(&set))
		got, ok := j.Chance(context.Background(), set)
		if !ok || math.Abs(got-want) > 0.3+0.1*want {
			t.Errorf("%s: %v expected, %v; by shuffling %v", set.Name, got, ok, want)
		}
	}
}

func TestChanceCannotBeJudged(t *testing.T) {
	m := matrixOf(ordinaryUsers(100)...)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	small := matrixOf(ordinaryUsers(29)...)
	defer func(rule Rule) { Rules[SessionTime] = rule }(Rules[SessionTime])
	for _, c := range []struct {
		name string
		ctx  context.Context
		j    *Judge
		set  RuleSet
		want bool
	}{
		{"it can", context.Background(), j, Strict(), true},
		{"canceled", canceled, j, Strict(), false},
		{"29 members", context.Background(), NewJudge(small, FitBaseline(small, BaselinePolicy{Passes: 1}, nil)), Strict(), false},
		{"learned elsewhere", context.Background(), NewJudge(m, &Baseline{Members: 100, Fits: j.Baseline.Fits}), Strict(), false},
		{"one family", context.Background(), j, mustWith(t, Strict(), "reading-time.on=false", "session-time.on=false"), false},
		{"one family is enough", context.Background(), j, mustWith(t, Paper(), "reading-time.on=false", "session-time.on=false"), true},
		{"one rule", context.Background(), j, mustWith(t, Paper(), "reading-time.on=false", "session-time.on=false",
			"content-usage.on=false", "menu-usage.on=false"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, ok := c.j.Chance(c.ctx, c.set); ok != c.want {
				t.Errorf("ok %v", ok)
			}
		})
	}
	Rules[SessionTime].Alone = true
	if _, ok := j.Chance(context.Background(), mustWith(t, Strict(), "reading-time.on=false")); ok {
		t.Error("a rule that is evidence alone was taken for one that needs coincidence")
	}
}
