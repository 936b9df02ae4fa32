package analysis

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// scored is an evaluation of users with these scores, of whom those from 25 on are flagged.
func scored(scores ...float64) *Evaluation {
	m := NewMatrix(len(scores))
	e := &Evaluation{judge: &Judge{Matrix: m}, Score: scores, Order: descending(scores)}
	for row, score := range scores {
		m.Append(int32(row), string(rune('a'+row)), Measures{Events: 10})
		e.Flagged = append(e.Flagged, score >= 25)
	}
	return e
}

func TestQualityByHand(t *testing.T) {
	good, scraper, sharer := Label{Known: true}, Label{Known: true, Bad: true, Kind: "scraper"}, Label{Known: true, Bad: true, Kind: "sharer"}
	e := scored(90, 80, 70, 60, 10, 10, 5, 0, 99, 99)
	e.judge.Matrix.RobotEvents[8] = 10
	got := e.Quality([]Label{scraper, good, sharer, good, scraper, good, sharer, good, scraper, {}})
	want := Quality{
		Users: 8, Bad: 4, Flagged: 4, Caught: 2, Precision: 0.5, Recall: 0.5, F1: 0.5, At10: 0.5, At50: 0.5, At100: 0.5,
		// At 90 one of one, at 70 two of three, at 10 three of six, at 5 four of seven.
		AveragePrecision: (1 + 2.0/3 + 3.0/6 + 4.0/7) / 4,
		// 90 is above four good users, 70 above three, 10 above one and beside one, 5 above one.
		AUC:   (4 + 3 + 1.5 + 1) / 16,
		Kinds: []KindQuality{{"scraper", 2, 1, 0.5}, {"sharer", 2, 1, 0.5}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestQualityOfNobody(t *testing.T) {
	q := scored(10, 20).Quality([]Label{{Known: true}, {}})
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
		q := scored(scores...).Quality(truth)
		if want := slowAUC(scores, bad); !same(q.AUC, want) {
			t.Fatalf("AUC %v, want %v", q.AUC, want)
		}
		if want := slowAveragePrecision(scores, bad); !same(q.AveragePrecision, want) {
			t.Fatalf("average precision %v, want %v", q.AveragePrecision, want)
		}
		var ranked []graded
		for _, row := range descending(scores) {
			ranked = append(ranked, graded{scores[row], 0, bad[row]})
		}
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

func TestOnly(t *testing.T) {
	m := suspects()
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	e := j.Evaluate(Strict().Only(VisitFrequency))
	if !e.Flagged[400] || !e.Flagged[401] || e.FlaggedCount != 3 || e.RuleHits[ReadingTime] != 0 {
		t.Errorf("%d flagged, hits %v", e.FlaggedCount, e.RuleHits)
	}
	var truth []Label
	for row := range m.Len() {
		truth = append(truth, Label{Known: true, Bad: row == 401 || row == 402})
	}
	if q := e.Quality(truth); q.Caught != 2 || q.Flagged != 3 || q.Recall != 1 {
		t.Errorf("%+v", q)
	}
}
