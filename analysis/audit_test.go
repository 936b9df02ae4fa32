package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"spoor/analysis/web"
)

func TestAudit(t *testing.T) {
	var values [][]float64
	for i := range 23 {
		values = append(values, []float64{none, float64(i), float64(i % 2), 7, 1, none, none})
	}
	values[0][ReadingTime] = 12
	m := matrixOf(values...)
	m.Timeout = 30 * time.Minute
	m.Facts[21].Events = 4       // not judged
	m.Facts[22].RobotEvents = 10 // a robot
	a := NewAudit(m)
	if a.Users != 21 || a.Timeout != m.Timeout || len(a.Metrics) != 5 || a.Semantic != nil {
		t.Errorf("audit %+v", a)
	}
	if want := (MetricAudit{&Rules[ReadingTime], 1, 12, 1, Range{12, 12}, Range{12, 12}}); a.Metrics[0] != want {
		t.Errorf("%+v, want %+v", a.Metrics[0], want)
	}
	if want := (MetricAudit{&Rules[VisitFrequency], 21, 10, 3, Range{0, 2}, Range{18, 20}}); a.Metrics[1] != want {
		t.Errorf("%+v, want %+v", a.Metrics[1], want)
	}
	if want := (MetricAudit{&Rules[SessionTime], 21, 10.0 / 21, 3, Range{0, 0}, Range{1, 1}}); a.Metrics[2] != want {
		t.Errorf("%+v, want %+v", a.Metrics[2], want)
	}
	if empty := NewAudit(matrixOf()).Metrics[0]; empty.Users != 0 || !math.IsNaN(empty.Average) || !math.IsNaN(empty.Lowest.From) {
		t.Errorf("nobody: %+v", empty)
	}
}

func TestSemanticAudit(t *testing.T) {
	m := NewMatrix(4)
	m.Background = Capabilities{Levels: true, Requirements: []web.Requirement{{Profile: "education"}, {Profile: "major"}}}
	for row, v := range []struct {
		education, major, both [2]int32 // unmet of items
		depth                  float64
	}{
		{[2]int32{1, 10}, [2]int32{0, 5}, [2]int32{0, 5}, 0.2},
		{[2]int32{3, 10}, [2]int32{4, 4}, [2]int32{1, 4}, none},
		{[2]int32{0, 0}, [2]int32{1, 5}, [2]int32{0, 0}, 0.4},
		{[2]int32{5, 5}, [2]int32{5, 5}, [2]int32{5, 5}, 0.9},
	} {
		measures := Measures{Facts: Facts{Events: 10, BothUnmet: v.both[0], BothItems: v.both[1]}}
		measures.Mismatches[0], measures.Mismatches[1] = Mismatch{v.education[1], v.education[0], 0, 1}, Mismatch{v.major[1], v.major[0], 0, 1}
		measures.Values[ContentDepth] = Value{v.depth, 10}
		m.Append(int32(row), string(rune('a'+row)), measures)
	}
	m.Facts[3].RobotEvents = 10
	got := NewAudit(m).Semantic
	want := []ShareAudit{{"education", 2, 0.2}, {"major", 3, 0.39999999999999997}, {BothUnmet, 2, 0.125}, {Deeper, 2, 0.30000000000000004}}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestComparison(t *testing.T) {
	m := crowdMatrix(crowd(rand.New(rand.NewPCG(21, 22)), 700))
	e := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 1}, nil)).Evaluate(Paper())
	for r, got := range e.GroupMeans() {
		want := GroupMeans{Rule: &Rules[r]}
		for row, x := range e.judge.Matrix.X[r] {
			if math.IsNaN(x) || m.Robot(row) {
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
		if !same(got.All, want.All) || !same(got.Flagged, want.Flagged) || got.AllUsers != want.AllUsers || got.FlaggedUsers != want.FlaggedUsers ||
			want.FlaggedUsers == 0 && (Rules[r].measure != nil && RuleID(r) < ChangedHours || RuleID(r) == FastReading) { // 40 hours few have
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
