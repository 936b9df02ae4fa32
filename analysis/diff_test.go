package analysis

import (
	"slices"
	"testing"
)

func mustWith(t *testing.T, s RuleSet, expressions ...string) RuleSet {
	t.Helper()
	for _, expression := range expressions {
		var err error
		if s, err = s.With(expression); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestCompare(t *testing.T) {
	m := suspects()
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	before := j.Evaluate(visits(t)) // flags 400 and 402 by reading time and visits
	for _, c := range []struct {
		name    string
		change  []string
		entered []int
		left    []int
		because []string // of the first of them
	}{
		{"nothing", nil, nil, nil, nil},
		{"a rule off", []string{"reading-time.on=false"}, nil, []int{400, 402}, []string{"reading-time is off"}},
		{"a bound off", []string{"reading-time.low=off"}, nil, []int{400, 402}, []string{"no ▼reading-time"}},
		{"the other side", []string{"reading-time.low=off", "reading-time.high=0.05", "flag.score=41"}, nil,
			[]int{400, 402},
			[]string{"▲reading-time", "flag.score 25 → 41"}},
		{"less is asked for", []string{"flag.families=1", "flag.score=20"}, []int{401}, nil,
			[]string{"flag.score 25 → 20", "flag.families 2 → 1"}},
		{"measured otherwise", []string{"flag.score=41", "session.timeout=15m"}, nil, []int{400, 402},
			[]string{"session.timeout case → 15m", "flag.score 25 → 41"}},
		{"less weight", []string{"reading-time.weight=1"}, nil, []int{400, 402}, []string{"▼reading-time +13 → +0.6"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Diff(before, j.Evaluate(mustWith(t, visits(t), c.change...)))
			if !slices.Equal(rowsOf(d.Entered), c.entered) || !slices.Equal(rowsOf(d.Left), c.left) {
				t.Fatalf("entered %v, left %v; want %v and %v", rowsOf(d.Entered), rowsOf(d.Left), c.entered, c.left)
			}
			for _, change := range append(d.Entered, d.Left...)[:min(1, len(c.because))] {
				if got := change.Because(); !slices.Equal(got, c.because) {
					t.Errorf("because %q, want %q", got, c.because)
				}
			}
		})
	}
}

func rowsOf(changes []Change) (rows []int) {
	for _, change := range changes {
		rows = append(rows, change.Row)
	}
	return rows
}

func TestMoved(t *testing.T) {
	// Six users hit reading-time and visit-frequency. The last of them is the least far out, until session-time counts.
	values := ordinaryUsers(400)
	for i := range 6 {
		values = append(values, []float64{0.1 + float64(i)/100, 900 - float64(i), 50, 1, 1})
	}
	values[405] = []float64{0.15, 900, 9000, 1, 1}
	m := matrixOf(values...)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	before := j.Evaluate(mustWith(t, visits(t), "session-time.on=false", "reading-time.weight=30"))
	after := j.Evaluate(mustWith(t, visits(t), "session-time.weight=100", "reading-time.weight=30"))
	d := Diff(before, after)
	if len(d.Entered)+len(d.Left) != 0 || len(d.Moved) != 1 || d.Moved[0].Row != 405 {
		t.Fatalf("difference %+v", d)
	}
	moved := d.Moved[0]
	if moved.PlaceBefore != 6 || moved.PlaceAfter != 1 || moved.Before != before.Score[405] ||
		moved.After != after.Score[405] {
		t.Errorf("moved %+v, want from place 6 to 1", moved)
	}
	if got, want := moved.Because(), []string{"▲session-time", "▼reading-time +19 → +7"}; !slices.Equal(got, want) {
		t.Errorf("because %q, want %q", got, want)
	}
}

// TestCompareMatrices: users who were measured again are compared by key, and those who are in one matrix alone are
// not.
func TestCompareMatrices(t *testing.T) {
	m := suspects()
	judge := func(m *Matrix) *Evaluation {
		return NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil)).Evaluate(visits(t))
	}
	before := judge(m) // flags 400 and 402
	later := NewMatrix(m.Len())
	later.Append(0, "0 came later", m.Measures(400))
	for row := range m.Len() {
		if row == 7 {
			continue
		}
		measures := m.Measures(row)
		if row == 402 {
			measures = m.Measures(1)
		}
		later.Append(m.ID[row], m.Key[row], measures)
	}
	d := Diff(before, judge(later))
	if len(d.Entered) != 0 || len(d.Left) != 1 || later.Key[d.Left[0].Row] != m.Key[402] || d.Left[0].PlaceBefore > 2 {
		t.Fatalf("difference %+v", d)
	}
	if because := d.Left[0].Because(); !slices.Equal(because, []string{"no ▲visit-frequency", "no ▼reading-time"}) {
		t.Errorf("because %q", because)
	}
	d = Diff(judge(later), before)
	if len(d.Left) != 0 || len(d.Entered) != 1 || d.Entered[0].Row != 402 {
		t.Errorf("the other way round %+v", d)
	}
}

// TestMovedByOthersAlone: six users become more suspicious than the one before them, who is as suspicious as ever.
func TestMovedByOthersAlone(t *testing.T) {
	values := ordinaryUsers(400)
	for i := range 6 {
		values = append(values, []float64{0.1, 900, 9000 - float64(i), 1, 1})
	}
	values = append(values, []float64{0.05, 2000, 50, 1, 1}) // hits nothing by session time
	m := matrixOf(values...)
	j := NewJudge(m, FitBaseline(m, BaselinePolicy{Passes: 2}, nil))
	before := j.Evaluate(mustWith(t, visits(t), "session-time.on=false", "reading-time.weight=30"))
	after := j.Evaluate(mustWith(t, visits(t), "session-time.weight=100", "reading-time.weight=30"))
	if was, is := before.places()[406], after.places()[406]; was > 2 || is != 7 || !after.Flagged[406] ||
		before.Score[406] != after.Score[406] {
		t.Fatalf("from place %d to %d, score %g to %g", was, is, before.Score[406], after.Score[406])
	}
	if d := Diff(before, after); slices.Contains(rowsOf(d.Moved), 406) {
		t.Errorf("moved: %v", rowsOf(d.Moved))
	}
}
