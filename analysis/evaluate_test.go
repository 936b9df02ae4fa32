package analysis

import (
	"math"
	"slices"
	"testing"
)

// suspects are ordinary users and three robots in the last rows.
func suspects() *Matrix {
	values := ordinaryUsers(400)
	return matrixOf(append(values,
		[]float64{0.1, 900, 50, 1, 1},
		[]float64{30, 900, 50, 1, 1},
		[]float64{0.1, 900, 50, 1, 1})...)
}

// visits is strict with a visit frequency that weighs as much as other bands.
func visits(t *testing.T) RuleSet { return mustWith(t, Strict(), "visit-frequency.weight=20") }

func TestEvaluate(t *testing.T) {
	m := suspects()
	m.Stats[402].RobotEvents = 10
	set := visits(t)
	e := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil)).Evaluate(set)
	if !slices.Equal(e.Order[:3], []int32{400, 402, 401}) {
		t.Errorf("order begins with %v", e.Order[:3])
	}
	if !e.Flagged[400] || e.Flagged[401] || e.Flagged[402] || e.FlaggedCount != 1 || e.Evaluated != 402 {
		t.Errorf("flagged %v, %d of %d; want only 400: 401 hits one family and 402 declares itself", e.Flagged[400:],
			e.FlaggedCount, e.Evaluated)
	}
	if e.Score[402] != e.Score[400] {
		t.Errorf("a declared robot scores %v, another user with the same values %v", e.Score[402], e.Score[400])
	}
	if e.RuleHits != [MostRules]int{ReadingTime: 1, VisitFrequency: 2} {
		t.Errorf("hits by rule %v", e.RuleHits)
	}
	if e.Low.Of(400) != (RuleBits{builtIn: 1 << ReadingTime}) ||
		e.High.Of(400) != (RuleBits{builtIn: 1 << VisitFrequency}) {
		t.Errorf("hits %v low and %v high", e.Low.Of(400), e.High.Of(400))
	}
}

// TestRobotsAreJudged like everybody where a rule set says so: among the ordinary users, evaluated and flagged.
func TestRobotsAreJudged(t *testing.T) {
	m := suspects()
	for _, row := range []int{7, 402} {
		m.Stats[row].RobotEvents = 10
	}
	set := mustWith(t, visits(t), "flag.robots=judge")
	b := FitBaseline(m, set.BaselinePolicy, nil)
	if want := FitBaseline(suspects(), set.BaselinePolicy, nil); b.Members != want.Members ||
		b.Dropped != want.Dropped {
		t.Errorf("%d ordinary users, %+v left out; want %d, %+v", b.Members, b.Dropped, want.Members, want.Dropped)
	}
	e := NewJudge(m, b).Evaluate(set)
	if !e.Flagged[402] || e.FlaggedCount != 2 || e.Evaluated != 403 || e.RuleHits[ReadingTime] != 2 {
		t.Errorf("%d of %d flagged, %d read fast; want 2 of 403, 2", e.FlaggedCount, e.Evaluated, e.RuleHits[ReadingTime])
	}
}

func TestByAlone(t *testing.T) {
	defer func(rule Rule) { Rules[VisitFrequency] = rule }(Rules[VisitFrequency])
	Rules[VisitFrequency].Alone = true
	m := suspects()
	set := mustWith(t, Strict(), "visit-frequency.weight=40")
	e := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil)).Evaluate(set)
	if e.FlaggedCount != 3 || e.ByAlone != 3 {
		t.Errorf("%d flagged, %d by evidence alone, want 3 and 3", e.FlaggedCount, e.ByAlone)
	}
}

func TestNumberNeedsNoDistance(t *testing.T) {
	m := suspects()
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	before := j.Evaluate(Strict())
	set, err := Strict().With("reading-time.low=5")
	if err != nil {
		t.Fatal(err)
	}
	after := j.Evaluate(set)
	want := 0
	for _, x := range m.X[ReadingTime] {
		if x < 5 {
			want++
		}
	}
	if after.RuleHits[ReadingTime] != want || before.RuleHits[ReadingTime] >= want {
		t.Errorf("%d hits at a bound of 5 s, want %d; at p10 %d", after.RuleHits[ReadingTime], want,
			before.RuleHits[ReadingTime])
	}
}

func TestUnknownDistance(t *testing.T) {
	// Nine tenths have the same value, so there is a scale above and none below.
	values := ordinaryUsers(100)
	for i := range 10 {
		values[i][ContentUsage] = 5
	}
	m := matrixOf(append(values, []float64{50, 5, 40, 0.5, 1})...)
	b := FitBaseline(m, BaselinePolicy{Passes: 1}, func(row int) bool { return row == 100 })
	j := NewJudge(m, b)
	if hits := j.Hits(Paper(), 100); len(hits) != 1 || hits[0].Rule != ContentUsage || hits[0].Points != 0 ||
		!math.IsNaN(hits[0].Z) {
		t.Errorf("paper: hits %+v, want one without points", hits)
	}
	if hits := j.Hits(Strict(), 100); len(hits) != 0 {
		t.Errorf("strict: hits %+v", hits)
	}
}

func TestBoundsAndCanHit(t *testing.T) {
	values := ordinaryUsers(100)
	values[0][ContentUsage] = 7
	m := matrixOf(values...)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil))
	set := Paper()
	if low, high := j.Bounds(set, VisitFrequency); !same(low, 1.9) || !same(high, 9.1) {
		t.Errorf("bounds %v and %v, want 1.9 and 9.1", low, high)
	}
	if low, high := j.Bounds(set, ContentUsage); low != 1 || high != 1 {
		t.Errorf("bounds %v and %v, want 1 and 1", low, high)
	}
	if j.CanHit(set, ContentUsage, Low) || !j.CanHit(set, ContentUsage, High) || !j.CanHit(set, VisitFrequency, Low) {
		t.Error("only the low side of content-usage is the smallest value there is")
	}
	set, _ = set.With("visit-frequency.low=off")
	if low, _ := j.Bounds(set, VisitFrequency); !math.IsInf(low, -1) || j.CanHit(set, VisitFrequency, Low) {
		t.Errorf("a bound of %v that is off", low)
	}
}

func TestThresholdBounds(t *testing.T) {
	m := matrixOf([]float64{1, 1, 1, 1, 1, none, none, none, 0.79, 0.5, 1})
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil))
	for _, c := range []struct {
		rule   RuleID
		high   float64
		canHit bool
	}{{ProfileMismatch, 4, false}, {DirectDetail, 0.8, false}, {ContentOrder, 0.5, true}, {Burst, 1, false},
		{ContentDepth, math.Inf(1), false}} {
		low, high := j.Bounds(Strict(), c.rule)
		if !math.IsInf(low, -1) || high != c.high || j.CanHit(Strict(), c.rule, High) != c.canHit ||
			j.CanHit(Strict(), c.rule, Low) {
			t.Errorf("%s is bound by %v and %v, can hit: %v", c.rule, low, high, j.CanHit(Strict(), c.rule, High))
		}
	}
	if hits := j.Hits(Strict(), 0); len(hits) != 1 || hits[0].Rule != ContentOrder || !math.IsNaN(hits[0].Z) {
		t.Errorf("hits %+v", hits)
	}
}

// TestEvaluateEqualsHits takes enough users for several blocks of each processor, and not a whole number of them.
func TestEvaluateEqualsHits(t *testing.T) {
	m := population(10*block + 77)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil))
	e := j.Evaluate(Paper())
	for row := range m.Len() {
		var low, high RuleBits
		score := 0.0
		for _, hit := range j.Hits(e.Set, row) {
			score += hit.Points
			if hit.Side == Low {
				low.Add(hit.Rule)
			} else {
				high.Add(hit.Rule)
			}
		}
		if low != e.Low.Of(row) || high != e.High.Of(row) || score != e.Score[row] {
			t.Fatalf("row %d: Hits say %v, %v and %v, Evaluate says %v, %v and %v", row, low, high, score,
				e.Low.Of(row), e.High.Of(row), e.Score[row])
		}
	}
}

func TestEvaluateNobody(t *testing.T) {
	m := matrixOf()
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	e := j.Evaluate(Strict())
	if len(e.Order) != 0 || e.Evaluated != 0 || len(Diff(e, e).Entered) != 0 {
		t.Errorf("nobody makes %+v", e)
	}
}

func TestEvaluateAllocatesNothingByUser(t *testing.T) {
	m := population(20_000)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	set := Strict()
	if allocations := testing.AllocsPerRun(5, func() { j.Evaluate(set) }); allocations > 40 {
		t.Errorf("%v allocations for 20,000 users", allocations)
	}
}

func TestOnly(t *testing.T) {
	m := suspects()
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	e := j.Evaluate(Strict().Only(VisitFrequency))
	if !e.Flagged[400] || !e.Flagged[401] || e.FlaggedCount != 3 || e.RuleHits[ReadingTime] != 0 {
		t.Errorf("%d flagged, hits %v", e.FlaggedCount, e.RuleHits)
	}
}
