package analysis

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestComparators recounts every score, user by user.
func TestComparators(t *testing.T) {
	users := crowd(rand.New(rand.NewPCG(51, 52)), 300)
	for _, u := range users {
		refMeasure(u, 1_800_000)
	}
	m := crowdMatrix(users)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	bands, members := refBaseline(users, 2)
	refCompare(users, bands, members)
	for row, u := range users {
		distance, rarity := 0.0, 0.0
		for r, name := range refNames {
			x, known := u.values[name]
			if Rules[r].Kind != Band || !known {
				continue
			}
			if z := j.Baseline.Distance(RuleID(r), x); z == z {
				distance += math.Min(math.Abs(z), 6)
			}
			left, right, all := 0, 0, 0
			for _, other := range users {
				y, known := other.values[name]
				if !known || other.robot {
					continue
				}
				all++
				if y <= x {
					left++
				}
				if y >= x {
					right++
				}
			}
			if !u.robot {
				rarity += max(-math.Log(float64(left)/float64(all)), -math.Log(float64(right)/float64(all)))
			}
		}
		views := 0.0
		for _, event := range u.events {
			if event.Traits.Has(View) {
				views++
			}
		}
		for i, want := range []float64{float64(len(u.events)), views, u.values["content-usage"], distance, rarity} {
			if got := j.RankBy(Comparators[i]).Score[row]; !same(got, want) {
				t.Fatalf("%s of %s is %v, want %v", Comparators[i].Name, u.key, got, want)
			}
		}
	}
	e := j.RankBy(Comparators[0])
	for i := 1; i < len(e.Order); i++ {
		if e.Score[e.Order[i]] > e.Score[e.Order[i-1]] {
			t.Fatal("not in order")
		}
	}
	if e.FlaggedCount != 0 || e.Evaluated != j.judged-j.robots {
		t.Errorf("%d of %d flagged", e.FlaggedCount, e.Evaluated)
	}
}
