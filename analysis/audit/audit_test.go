package audit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
)

var none = math.NaN()

// matrixOf is a matrix of users with ten events each and the values of their first rules.
func matrixOf(values ...[]float64) *analysis.Matrix {
	m := analysis.NewMatrix(len(values))
	for row, xs := range values {
		v := analysis.Measures{Stats: analysis.Stats{Events: 10}}
		for r := range v.Values {
			v.Values[r] = analysis.Value{X: none}
			if r < len(xs) {
				v.Values[r] = analysis.Value{X: xs[r], N: 10}
			}
		}
		m.Append(analysis.UserNumber(row), fmt.Sprintf("u%06d", row), v)
	}
	return m
}

func TestTable(t *testing.T) {
	var values [][]float64
	for i := range 23 {
		values = append(values, []float64{none, float64(i), float64(i % 2), 7, 1, none, none})
	}
	values[0][analysis.ReadingTime] = 12
	m := matrixOf(values...)
	m.Timeout = 30 * time.Minute
	m.Stats[21].Events = 4       // not judged
	m.Stats[22].RobotEvents = 10 // a robot
	a := New(m)
	if a.Users != 21 || a.Timeout != m.Timeout || len(a.Metrics) != 5 || a.Semantic != nil {
		t.Errorf("audit %+v", a)
	}
	want := Metric{&analysis.Rules[analysis.ReadingTime], 1, 12, 1, Range{12, 12}, Range{12, 12}}
	if a.Metrics[0] != want {
		t.Errorf("%+v, want %+v", a.Metrics[0], want)
	}
	want = Metric{&analysis.Rules[analysis.VisitFrequency], 21, 10, 3, Range{0, 2}, Range{18, 20}}
	if a.Metrics[1] != want {
		t.Errorf("%+v, want %+v", a.Metrics[1], want)
	}
	want = Metric{&analysis.Rules[analysis.SessionTime], 21, 10.0 / 21, 3, Range{0, 0}, Range{1, 1}}
	if a.Metrics[2] != want {
		t.Errorf("%+v, want %+v", a.Metrics[2], want)
	}
	if empty := New(matrixOf()).Metrics[0]; empty.Users != 0 || !math.IsNaN(empty.Average) ||
		!math.IsNaN(empty.Lowest.From) {
		t.Errorf("nobody: %+v", empty)
	}
}

func TestSemanticShares(t *testing.T) {
	m := analysis.NewMatrix(4)
	m.Background = analysis.Capabilities{Levels: true,
		Requirements: []web.Requirement{{Profile: "education"}, {Profile: "major"}}}
	for row, v := range []struct {
		education, major, both [2]int32 // unmet of items
		depth                  float64
	}{
		{[2]int32{1, 10}, [2]int32{0, 5}, [2]int32{0, 5}, 0.2},
		{[2]int32{3, 10}, [2]int32{4, 4}, [2]int32{1, 4}, none},
		{[2]int32{0, 0}, [2]int32{1, 5}, [2]int32{0, 0}, 0.4},
		{[2]int32{5, 5}, [2]int32{5, 5}, [2]int32{5, 5}, 0.9},
	} {
		measures := analysis.Measures{Stats: analysis.Stats{Events: 10, BothUnmet: v.both[0], BothItems: v.both[1]}}
		measures.Mismatches[0] = analysis.Mismatch{Items: v.education[1], Unmet: v.education[0], Expected: 1}
		measures.Mismatches[1] = analysis.Mismatch{Items: v.major[1], Unmet: v.major[0], Expected: 1}
		measures.Values[analysis.ContentDepth] = analysis.Value{X: v.depth, N: 10}
		m.Append(analysis.UserNumber(row), string(rune('a'+row)), measures)
	}
	m.Stats[3].RobotEvents = 10
	got := New(m).Semantic
	want := []Share{{"education", 2, 0.2}, {"major", 3, 0.39999999999999997}, {BothUnmet, 2, 0.125},
		{Deeper, 2, 0.30000000000000004}}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// TestMeans compares with a sum over all rows, without robots and with them.
func TestMeans(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	values := make([][]float64, 700)
	for row := range values {
		for range analysis.Rules {
			values[row] = append(values[row], math.Round(100*r.ExpFloat64()))
		}
		values[row][r.IntN(len(values[row]))] = none
	}
	m := matrixOf(values...)
	for row := 0; row < m.Len(); row += 9 {
		m.Stats[row].RobotEvents = 10
	}
	for _, robots := range []bool{false, true} {
		rules := analysis.Paper()
		rules.Robots = robots
		e := analysis.NewJudge(m, analysis.FitBaseline(m, rules.BaselinePolicy, nil)).Evaluate(rules)
		if e.FlaggedCount == 0 {
			t.Fatal("nobody is flagged")
		}
		for rule, got := range MeansOf(e) {
			want := Means{Rule: &analysis.Rules[rule]}
			for row, x := range e.Matrix().X[rule] {
				if math.IsNaN(x) || m.Robot(row) && !robots {
					continue
				}
				want.AllUsers++
				want.All += x
				if e.Flagged[row] {
					want.FlaggedUsers++
					want.Flagged += x
				}
			}
			want.All /= float64(want.AllUsers)
			want.Flagged /= float64(want.FlaggedUsers)
			if !near(got.All, want.All) || !near(got.Flagged, want.Flagged) || got.Rule != want.Rule ||
				got.AllUsers != want.AllUsers || got.FlaggedUsers != want.FlaggedUsers {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
	}
}

func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*math.Abs(b)
}
