package quality

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"spoor/analysis"
)

// randomUsers are people and some declared robots with random values of the bands, some of which are not known.
func randomUsers(random *rand.Rand, n int) *analysis.Matrix {
	m := analysis.NewMatrix(n)
	for row := range n {
		events := 5 + random.Int32N(200)
		measures := analysis.Measures{Stats: analysis.Stats{Events: events, Views: random.Int32N(events)}}
		if random.IntN(8) == 0 {
			measures.RobotEvents = events
		}
		for r := range analysis.Rules {
			measures.Values[r] = analysis.Value{X: math.NaN()}
			if analysis.Rules[r].Kind == analysis.Band && random.IntN(6) > 0 {
				measures.Values[r] = analysis.Value{X: float64(random.IntN(40)) / 8, N: 50}
			}
		}
		m.Append(analysis.UserNumber(row), fmt.Sprintf("user%04d", row), measures)
	}
	return m
}

// TestRankings recounts every score, user by user.
func TestRankings(t *testing.T) {
	m := randomUsers(rand.New(rand.NewPCG(51, 52)), 300)
	j := analysis.NewJudge(m, analysis.FitBaseline(m, analysis.BaselinePolicy{Passes: 2}, nil))
	for row := range m.Len() {
		items := m.X[analysis.ContentUsage][row]
		if math.IsNaN(items) {
			items = 0
		}
		distance, rarity := farOut(j, row)
		events, views := float64(m.Stats[row].Events), float64(m.Stats[row].Views)
		for i, want := range []float64{events, views, items, distance, rarity} {
			if got := Rankings[i].Rank(j).Score[row]; !same(got, want) {
				t.Fatalf("%s of %s is %v, want %v", Rankings[i].Name, m.Key[row], got, want)
			}
		}
	}
	e := Rankings[0].Rank(j)
	if !slices.IsSortedFunc(e.Order, func(a, b int32) int { return int(m.Stats[b].Events - m.Stats[a].Events) }) {
		t.Error("not in order")
	}
	people := 0
	for row := range m.Len() {
		if !m.Robot(row) {
			people++
		}
	}
	if e.FlaggedCount != 0 || e.Evaluated != people {
		t.Errorf("%d of %d flagged", e.FlaggedCount, e.Evaluated)
	}
}

// farOut is how far out a user is, and how rare, by the definitions.
func farOut(j *analysis.Judge, row int) (distance, rarity float64) {
	m := j.Matrix
	for r := range analysis.Rules {
		x := m.X[r][row]
		if analysis.Rules[r].Kind != analysis.Band || math.IsNaN(x) {
			continue
		}
		if z := j.Baseline.Distance(analysis.RuleID(r), x); !math.IsNaN(z) {
			distance += min(math.Abs(z), 6)
		}
		left, right, all := 0, 0, 0
		for other, y := range m.X[r] {
			if math.IsNaN(y) || m.Robot(other) {
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
		if !m.Robot(row) {
			rarity += max(-math.Log(float64(left)/float64(all)), -math.Log(float64(right)/float64(all)))
		}
	}
	return distance, rarity
}
