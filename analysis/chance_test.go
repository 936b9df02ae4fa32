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
	set := mustWith(t, Paper(), "reading-time.low=100", "visit-frequency.low=100", "reading-time.high=off",
		"visit-frequency.high=off",
		"session-time.on=false", "content-usage.on=false", "menu-usage.on=false")
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil))
	if flagged := j.Evaluate(set).FlaggedCount; flagged != 100 {
		t.Fatalf("%d flagged, want 100", flagged)
	}
	expected, ok := j.Chance(context.Background(), set)
	if !ok || math.Abs(expected.All()-10) > 2 {
		t.Errorf("%v expected, %v; want about 10", expected, ok)
	}
	if again, _ := j.Chance(context.Background(), set); again != expected {
		t.Errorf("%v, and then %v", expected, again)
	}
	half := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, func(row int) bool { return row%2 == 1 }))
	if expected, ok := half.Chance(context.Background(), set); !ok || math.Abs(expected.All()-10) > 2 {
		t.Errorf("%v expected of all users by half of them as members, %v; want about 10", expected, ok)
	}
}

// TestChanceEqualsShuffling shuffles whole columns and judges everybody anew.
func TestChanceEqualsShuffling(t *testing.T) {
	m := crowdMatrix(crowd(rand.New(rand.NewPCG(3, 4)), 600))
	for _, preset := range presets {
		set := preset()
		b := FitBaseline(m, set.BaselinePolicy, nil)
		j := NewJudge(m, b)
		_, among := j.split(&set)
		var users [][]float64
		for _, row := range among {
			var xs []float64
			for r := range Rules {
				xs = append(xs, j.Matrix.X[r][row])
			}
			users = append(users, xs)
		}
		random, flagged := rand.New(rand.NewPCG(5, 6)), 0
		const rounds = 100
		for range rounds {
			for r := range Rules {
				random.Shuffle(len(users), func(i, k int) { users[i][r], users[k][r] = users[k][r], users[i][r] })
			}
			shuffled := matrixOf(users...)
			shuffled.Window = m.Window
			e := NewJudge(shuffled, b).Evaluate(set)
			flagged += e.FlaggedCount
			if set.Families > 1 {
				flagged -= e.ByAlone
			}
		}
		want := float64(flagged) / rounds / float64(len(users)) * float64(j.evaluated(&set))
		got, ok := j.coincidences(context.Background(), &set, j.compile(&set), among)
		if !ok || math.Abs(got-want) > 0.3+0.1*want {
			t.Errorf("%s: %v expected, %v; by shuffling %v", set.Name, got, ok, want)
		}
	}
}

// TestChanceLeavesOutWhoIsRightlyFlagged: of 1,000 users 20 hit both of two rules of different families, and nobody
// else hits any. If all of their hits were dealt out, 1,000 · 0.02 · 0.02 = 0.4 would be flagged; of those who are not
// flagged none.
func TestChanceLeavesOutWhoIsRightlyFlagged(t *testing.T) {
	values := widened(ordinaryUsers(1000))
	for row := range 20 {
		values[row][Burst], values[row][Metronome] = 5, 1
	}
	m := matrixOf(values...)
	j := NewJudge(m, FitBaseline(m, Strict().BaselinePolicy, nil))
	if flagged := j.Evaluate(Strict()).FlaggedCount; flagged != 20 {
		t.Fatalf("%d flagged, want 20", flagged)
	}
	if got, ok := j.Chance(context.Background(), Strict()); !ok || got.All() > 0.05 {
		t.Errorf("%+v expected, %v; want none", got, ok)
	}
}

// TestChanceOfTheTail can be worked out: probing flags alone from 15 paths on. With 80 users of 5 to 9 paths and 20 of
// 10 to 14, a quarter is left from one to the next, and so 20 · ¼ + 20 · ¼² + … = 6.7 lie beyond; but not more than
// there are.
func TestChanceOfTheTail(t *testing.T) {
	for _, c := range []struct {
		before, last, beyond int
		want                 float64
	}{{80, 20, 30, 20.0 / 3}, {80, 20, 3, 3}, {80, 0, 30, 0}, {20, 20, 30, 20}, {0, 0, 5, 0}} {
		values := widened(ordinaryUsers(3000))
		for row := range values {
			values[row][Probing] = 0
		}
		for i := range c.before {
			values[100+i][Probing] = 5 + float64(i%5)
		}
		for i := range c.last {
			values[1000+i][Probing] = 10 + float64(i%5)
		}
		for i := range c.beyond {
			values[2000+i][Probing] = 15 + float64(i)
		}
		m := matrixOf(values...)
		j := NewJudge(m, FitBaseline(m, Strict().BaselinePolicy, nil))
		if e := j.Evaluate(Strict()); e.ByAlone != c.beyond {
			t.Fatalf("%d are flagged by probing alone, want %d", e.ByAlone, c.beyond)
		}
		if got, ok := j.Chance(context.Background(), Strict()); !ok || math.Abs(got.Alone-c.want) > 1e-9 {
			t.Errorf("%+v: %+v expected, %v", c, got, ok)
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
		{"29 members", context.Background(), NewJudge(small, FitBaseline(small, BaselinePolicy{Passes: 1}, nil)),
			Strict(), false},
		{"learned elsewhere", context.Background(), NewJudge(m, &Baseline{Members: 100, Fits: j.Baseline.Fits}),
			Strict(), true},
		{"one family", context.Background(), j, mustWith(t, Strict(), "reading-time.on=false", "session-time.on=false"),
			false},
		{"one family is enough", context.Background(), j,
			mustWith(t, Paper(), "reading-time.on=false", "session-time.on=false"), true},
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
	got, ok := j.Chance(context.Background(), mustWith(t, Strict(), "reading-time.on=false"))
	if !ok || got.Several > 1 {
		t.Errorf("%+v, %v: a rule that is evidence alone needs no coincidence", got, ok)
	}
}
