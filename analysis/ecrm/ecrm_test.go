package ecrm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"spoor/analysis"
	"spoor/analysis/clock"
)

// visitors are ten people in a window of 100 days whose scores are, for the user of the same letter:
//
//	   a   b   c   d   e   f   g   h   i   j
//	R  5   5   3   4   4   1   1   2   2   3
//	F  1   2   1   5   5   4   4   3   2   2
func visitors() *analysis.Matrix {
	m := analysis.NewMatrix(10)
	m.Window = analysis.Window{From: 0, To: 100 * day}
	for id, v := range []struct{ first, last, sessions int64 }{
		{86, 100, 2}, {95, 100, 3}, {80, 97, 1}, {10, 99, 20}, {10, 98, 18}, {1, 10, 16}, {1, 50, 15}, {1, 60, 5},
		{1, 70, 4}, {1, 80, 4},
	} {
		m.Append(analysis.UserNumber(id), string(rune('a'+id)), analysis.Measures{Stats: analysis.Stats{
			Events: 20, Sessions: int32(v.sessions), First: v.first * day, Last: v.last * day, VisitInterval: 10 * day,
			FirstHalf: int32(v.sessions / 2), SecondHalf: int32(v.sessions / 2),
		}})
	}
	return m
}

func TestSegments(t *testing.T) {
	const a, b, c, d, e, f, g, h, i, j = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
	for _, test := range []struct {
		name   string
		change func(m *analysis.Matrix)
		row    int
		want   Segment
	}{
		{"first seen 14 days ago, 2 sessions", nil, a, New},
		{"first seen longer ago", func(m *analysis.Matrix) { m.Stats[a].First-- }, a, Average},
		{"a third session", nil, b, Average},
		{"a window of 28 days", func(m *analysis.Matrix) { m.Window.From = 72 * day }, a, New},
		{"a shorter window", func(m *analysis.Matrix) { m.Window.From = 72*day + 1 }, a, Average},
		{"joined longer ago", func(m *analysis.Matrix) { m.Stats[a].Joined = 86*day - 1 }, a, Average},
		{"joined 14 days ago", func(m *analysis.Matrix) { m.Stats[a].First, m.Stats[a].Joined = 1, 86*day }, a, New},
		{"joined, in a shorter window", func(m *analysis.Matrix) { m.Window.From, m.Stats[a].Joined = 90*day, 86*day },
			a, New},
		{"joined in the future", func(m *analysis.Matrix) { m.Stats[a].Joined = 101 * day }, a, New},
		{"R 3, F 1", nil, c, Average},
		{"R 4, F 5", nil, d, Loyal},
		{"R 4, F 5 too", nil, e, Loyal},
		{"F 3", func(m *analysis.Matrix) { m.Stats[d].Sessions = 6; m.Stats[h].Sessions = 30 }, d, Average},
		{"bought most", func(m *analysis.Matrix) { m.Stats[d].Purchases = 1 }, d, Loyal},
		{"others bought", func(m *analysis.Matrix) { m.Stats[d].Purchases = 1 }, e, Average},
		{"F 4, R 1", nil, f, ChurnRisk},
		{"F 4, R 1 too", nil, g, ChurnRisk},
		{"F 3, R 2", nil, h, ChurnRisk},
		{"F 2, away 30 days with 10 between visits", nil, i, Average},
		{"and a millisecond longer", func(m *analysis.Matrix) { m.Stats[i].Last-- }, i, ChurnRisk},
		{"3 sessions", func(m *analysis.Matrix) { m.Stats[i].Last--; m.Stats[i].Sessions = 3 }, i, Average},
		{"as many in the second half", nil, j, Average},
		{"40 % as many", func(m *analysis.Matrix) { m.Stats[j].FirstHalf, m.Stats[j].SecondHalf = 5, 2 }, j, Average},
		{"fewer", func(m *analysis.Matrix) { m.Stats[j].FirstHalf, m.Stats[j].SecondHalf = 3, 1 }, j, ChurnRisk},
		{"fewer of 3 sessions", func(m *analysis.Matrix) {
			m.Stats[j].FirstHalf, m.Stats[j].SecondHalf, m.Stats[j].Sessions = 3, 0, 3
		}, j, Average},
		{"half of the events by a robot", func(m *analysis.Matrix) { m.Stats[d].RobotEvents = 10 }, d, Loyal},
		{"more", func(m *analysis.Matrix) { m.Stats[d].RobotEvents = 11 }, d, DeclaredRobot},
		// Without f and g nobody is below h, who then has R 1; below d are a, b, c, h, i and j of 8: R 3 + 1 of 5.
		{"robots are nobody's measure", func(m *analysis.Matrix) {
			m.Stats[a].RobotEvents, m.Stats[b].RobotEvents = 20, 20
		}, j, Average},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := visitors()
			if test.change != nil {
				test.change(m)
			}
			if got := Segments(m)[test.row]; got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// measured are users of whom nothing but these values is known.
func measured(values []map[analysis.RuleID]float64) *analysis.Matrix {
	m := analysis.NewMatrix(len(values))
	m.Window = analysis.Window{From: 0, To: 100 * day}
	for row, of := range values {
		user := analysis.Measures{Stats: analysis.Stats{Events: 10}}
		for r := range user.Values {
			user.Values[r].X = math.NaN()
			if x, known := of[analysis.RuleID(r)]; known {
				user.Values[r] = analysis.Value{X: x, N: 10}
			}
		}
		m.Append(analysis.UserNumber(row), fmt.Sprintf("u%06d", row), user)
	}
	return m
}

func TestFifths(t *testing.T) {
	values := []int64{-3, 1, 1, 1, 4, 4, 9, 9, 9, 9}
	c := fifths(values)
	// Strictly below: −3 has 0 of 10, 1 has 1, 4 has 4, 9 has 6.
	for x, want := range map[int64]int{-3: 1, 1: 1, 4: 3, 9: 4, 12: 5} {
		if got := c.score(x); got != want {
			t.Errorf("%d scores %d, want %d", x, got, want)
		}
	}
	for n := range 40 { // the definition, on 0 … n−1
		var values []int64
		for i := range n {
			values = append(values, int64(i))
		}
		c := fifths(values)
		for below := range n {
			if got, want := c.score(int64(below)), 1+5*below/n; got != want {
				t.Errorf("%d of %d below scores %d, want %d", below, n, got, want)
			}
		}
	}
}

// TestLosingInterest: of 300 users, all average and without a profile, one reads shortly, one stays shortly, one uses
// little, one reads shortly and comes often, and one visits more menus than others.
func TestLosingInterest(t *testing.T) {
	values := make([]map[analysis.RuleID]float64, 300)
	for row := range values {
		values[row] = map[analysis.RuleID]float64{
			analysis.ReadingTime: float64(50 + row%9), analysis.SessionTime: float64(20 + row%7),
			analysis.ContentUsage:   float64(10 + row%5),
			analysis.VisitFrequency: float64(3 + row%4), analysis.MenuUsage: 1,
		}
	}
	values[0][analysis.ReadingTime], values[1][analysis.SessionTime], values[2][analysis.ContentUsage] = 0.1, 0.1, 1
	values[3][analysis.ReadingTime], values[3][analysis.VisitFrequency] = 0.1, 400
	values[4][analysis.MenuUsage] = 90
	m := measured(values)
	plain := make([]Segment, m.Len())
	plain[5] = Loyal
	strict := analysis.Strict()
	e := analysis.NewJudge(m, analysis.FitBaseline(m, strict.BaselinePolicy, nil)).Evaluate(strict)
	got := WithLosing(e, plain)
	for row, want := range []Segment{ChurnRisk, ChurnRisk, ChurnRisk, Average, Average, Loyal, Average} {
		if got[row] != want {
			t.Errorf("user %d is %v, want %v (low %v, high %v)", row, got[row], want, e.Low.Of(row), e.High.Of(row))
		}
	}
	if plain[0] != Average {
		t.Error("what was given is changed")
	}
	if rules := Losing(e, 1); !rules.Has(analysis.SessionTime) || rules.Len() != 1 {
		t.Errorf("%v leads there, want session-time", rules)
	}
}

func BenchmarkSegments(b *testing.B) {
	m := analysis.NewMatrix(1_000_000)
	m.Window = analysis.Window{From: 0, To: 30 * day}
	random := rand.New(rand.NewPCG(1, 2))
	for row := range 1_000_000 {
		visits := 1 + random.Int32N(12)
		first := random.Int64N(30 * day)
		m.Append(analysis.UserNumber(row), fmt.Sprintf("u%07d", row), analysis.Measures{Stats: analysis.Stats{
			Events: 20, Sessions: visits, First: first, Last: first + random.Int64N(30*day-first),
			VisitInterval: day, FirstHalf: visits / 2, SecondHalf: visits - visits/2,
		}})
	}
	for b.Loop() {
		Segments(m)
	}
}

const day = clock.DayLength
