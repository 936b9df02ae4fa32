package quality

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"spoor/analysis"
)

// scored is an evaluation of users with these scores, of whom those from 25 on are flagged.
func scored(scores ...float64) (*analysis.Matrix, *analysis.Evaluation) {
	m := analysis.NewMatrix(len(scores))
	for row := range scores {
		m.Append(analysis.UserNumber(row), string(rune('a'+row)), analysis.Measures{Stats: analysis.Stats{Events: 10}})
	}
	judge := analysis.NewJudge(m, analysis.FitBaseline(m, analysis.BaselinePolicy{Passes: 1}, nil))
	e := judge.RankBy(scores)
	for row, score := range scores {
		e.Flagged[row] = score >= 25
	}
	return m, e
}

// ofScored is the report on scored users.
func ofScored(truth []Label, scores ...float64) Report {
	m, e := scored(scores...)
	return Of(m, e, truth)
}

func TestQualityByHand(t *testing.T) {
	good, scraper, sharer := Label{Known: true}, Label{Known: true, Bad: true, Kind: "scraper"},
		Label{Known: true, Bad: true, Kind: "sharer"}
	m, e := scored(90, 80, 70, 60, 10, 10, 5, 0, 99, 99)
	m.Stats[8].RobotEvents = 10
	got := Of(m, e, []Label{scraper, good, sharer, good, scraper, good, sharer, good, scraper, {}})
	want := Report{
		Users: 8, Bad: 4, Flagged: 4, Caught: 2, Precision: 0.5, Recall: 0.5, F1: 0.5, At10: 0.5, At50: 0.5, At100: 0.5,
		// At 90 one of one, at 70 two of three, at 10 three of six, at 5 four of seven.
		AveragePrecision: (1 + 2.0/3 + 3.0/6 + 4.0/7) / 4,
		// 90 is above four good users, 70 above three, 10 above one and beside one, 5 above one.
		AUC:   (4 + 3 + 1.5 + 1) / 16,
		Kinds: []Kind{{"scraper", 2, 1, 0.5}, {"sharer", 2, 1, 0.5}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestRobotsCount where a rule set judges them, and only there.
func TestRobotsCount(t *testing.T) {
	m, e := scored(90, 80)
	m.Stats[0].RobotEvents = 10
	truth := []Label{{Known: true, Bad: true}, {Known: true}}
	if q := Of(m, e, truth); q.Users != 1 || q.Bad != 0 {
		t.Errorf("%+v, want the one who is no robot", q)
	}
	e.Set.Robots = true
	if q := Of(m, e, truth); q.Users != 2 || q.Caught != 1 {
		t.Errorf("%+v, want both", q)
	}
}

func TestQualityOfNobody(t *testing.T) {
	q := ofScored([]Label{{Known: true}, {}}, 10, 20)
	for _, x := range []float64{q.Precision, q.Recall, q.F1, q.AveragePrecision, q.AUC} {
		if !math.IsNaN(x) {
			t.Errorf("%+v, want NaN where nobody is bad or flagged", q)
		}
	}
	if q.At10 != 0 || q.Users != 1 || q.Kinds != nil {
		t.Errorf("%+v", q)
	}
}

// TestQualityEqualsDefinitions compares with the definitions, user by user.
func TestQualityEqualsDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 1, 20, 25, 30, 99.5}), 1, 8).Draw(t, "scores")
		bad := rapid.SliceOfN(rapid.Bool(), len(scores), len(scores)).Draw(t, "bad")
		var truth []Label
		for _, is := range bad {
			truth = append(truth, Label{Known: true, Bad: is})
		}
		q := ofScored(truth, scores...)
		if want := slowAUC(scores, bad); !same(q.AUC, want) {
			t.Fatalf("AUC %v, want %v", q.AUC, want)
		}
		if want := slowAveragePrecision(scores, bad); !same(q.AveragePrecision, want) {
			t.Fatalf("average precision %v, want %v", q.AveragePrecision, want)
		}
		m, e := scored(scores...)
		ranked := rankedUsers(m, e, truth)
		for k := 1; k <= len(scores)+1; k++ {
			if got, want := precisionAt(groupsOf(ranked), k), slowPrecisionAt(scores, bad, k); !same(got, want) {
				t.Fatalf("precision at %d is %v, want %v", k, got, want)
			}
		}
	})
}

func slowAUC(scores []float64, bad []bool) float64 {
	won, pairs := 0.0, 0.0
	for i := range scores {
		for k := range scores {
			if !bad[i] || bad[k] {
				continue
			}
			pairs++
			if scores[i] > scores[k] {
				won++
			} else if scores[i] == scores[k] {
				won += 0.5
			}
		}
	}
	return won / pairs
}

// slowAveragePrecision flags from each user's score on, and adds up precision by the recall that the score brings.
func slowAveragePrecision(scores []float64, bad []bool) float64 {
	precisionFrom := func(least float64) float64 {
		flagged, caught := 0.0, 0.0
		for i, score := range scores {
			if score >= least {
				flagged++
				if bad[i] {
					caught++
				}
			}
		}
		return caught / flagged
	}
	sum, all := 0.0, 0.0
	for i, score := range scores {
		if bad[i] {
			sum += precisionFrom(score)
			all++
		}
	}
	return sum / all
}

// slowPrecisionAt averages over all orders of the users that are by score.
func slowPrecisionAt(scores []float64, bad []bool, k int) float64 {
	sum, orders := 0.0, 0
	var order []int
	var extend func()
	extend = func() {
		if len(order) == len(scores) {
			caught, first := 0.0, min(k, len(order))
			for _, i := range order[:first] {
				if bad[i] {
					caught++
				}
			}
			sum += caught / float64(first)
			orders++
			return
		}
		for i := range scores {
			next := true // if i is not taken, and nobody left scores more
			for other := range scores {
				taken := false
				for _, o := range order {
					taken = taken || o == other
				}
				next = next && !(taken && other == i) && (taken || scores[other] <= scores[i])
			}
			if next {
				order = append(order, i)
				extend()
				order = order[:len(order)-1]
			}
		}
	}
	extend()
	return sum / float64(orders)
}

// same reports whether two numbers are equal, or nearly so, or both NaN.
func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a))
}
