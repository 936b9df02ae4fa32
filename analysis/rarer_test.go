package analysis

import (
	"math"
	"testing"
)

// burstsOf is a matrix of users whose fullest buckets were so full, of these kinds.
func burstsOf(users map[string]Measures) *Matrix {
	m := NewMatrix(len(users))
	id := int32(0)
	for _, key := range []string{"a", "b", "c"} {
		if row, ok := users[key]; ok {
			id++
			m.Append(id, key, row)
		}
	}
	return m
}

func burstRow(fullness float64, kind BurstKind) Measures {
	row := Measures{Facts: Facts{Events: 30, BurstKind: kind}}
	for r := range row.Values {
		row.Values[r].X = math.NaN()
	}
	row.Values[Burst] = Value{fullness, 30}
	return row
}

// TestRefusedBurstsNeedNotBeRare: where scripts of the pages overflow a hundredth of all buckets, requests that are refused are
// still no work of a page.
func TestRefusedBurstsNeedNotBeRare(t *testing.T) {
	busy := piecewise(100, [2]float64{0, 0}, [2]float64{900, 1}, [2]float64{990, 3}, [2]float64{1000, 9}) // one in a hundred above 3
	m := burstsOf(map[string]Measures{"a": burstRow(1.5, SameRequest), "b": burstRow(1.5, ManyRefused), "c": burstRow(4, ManyItems)})
	j := NewJudge(m, &Baseline{Fits: [MostRules]Fit{Burst: busy}, Members: 100})
	set := Strict()
	e := j.Evaluate(set)
	for row, want := range []Side{Inside, High, High} {
		got, hits := Inside, j.Hits(set, row)
		if len(hits) > 0 {
			got = hits[0].Side
		}
		if got != want || (e.Score[row] > 0) != (want == High) {
			t.Errorf("user %s: %v, a score of %v, want %v", m.Key[row], got, e.Score[row], want)
		}
	}
	if _, high := j.Bounds(set, Burst); high != 3 {
		t.Errorf("the bound is drawn at %v", high)
	}
	if got := j.Hits(set, 1)[0].Points; got != set.Rules[Burst].Weight*0.75 { // halfway from 1 to 2
		t.Errorf("%v points", got)
	}
}

// TestAloneUnlessCommon: at more than two ordinary users in a hundred a hit is no evidence alone.
func TestAloneUnlessCommon(t *testing.T) {
	for _, c := range []struct {
		beyond float64 // the share of those who have a value
		alone  bool
	}{{0.01, true}, {0.03, true}, {0.05, false}} {
		fit := piecewise(50, [2]float64{0, 0}, [2]float64{1000 * (1 - c.beyond), 0.6}, [2]float64{1000, 1})
		j := NewJudge(burstsOf(map[string]Measures{"a": burstRow(0, NoBurst)}), &Baseline{Fits: [MostRules]Fit{Enumeration: fit}, Members: 100})
		alone, ordinary := j.Alone(Strict(), Enumeration) // every second member has a value
		if alone != c.alone || math.Abs(ordinary-c.beyond/2) > 0.002 {
			t.Errorf("%v beyond: alone %v, at %v of the ordinary users", c.beyond, alone, ordinary)
		}
		if alone, _ := j.Alone(Strict(), NonBrowser); alone {
			t.Error("non-browser is never evidence alone")
		}
	}
}
