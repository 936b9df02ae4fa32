package analysis

import (
	"math"
	"testing"
)

// TestFastReading: ordinary users read for 1 to 100 s; the median of ln(1 + x) and the scale below it are worked out
// plainly.
func TestFastReading(t *testing.T) {
	values := ordinaryUsers(100)
	m := matrixOf(append(values, []float64{0, 1, 1, 1, 1}, []float64{0, 1, 1, 1, 1}, []float64{80, 1, 1, 1, 1})...)
	for row, readings := range map[int]int32{100: 30, 101: 29, 102: 500} {
		m.N[FastReading][row] = readings
	}
	b := FitBaseline(m, BaselinePolicy{Passes: 1}, func(row int) bool { return row >= 100 })
	median, below := (math.Log(51)+math.Log(52))/2, 0.0
	for x := range 100 {
		below += math.Max(median-math.Log(float64(x+2)), 0)
	}
	scale := math.Sqrt(2*math.Pi) * below / 100
	j := NewJudge(m, b)
	for row, want := range map[int]float64{100: median / scale, 101: none, 102: 0} {
		if got := j.Matrix.X[FastReading][row]; !(same(got, want) || math.Abs(got-want) < 1e-12) {
			t.Errorf("user %d: %v, want %v", row, got, want)
		}
	}
}

// TestMoments: what is read within one second is one moment, whatever it is.
func TestMoments(t *testing.T) {
	for track, want := range map[string]int32{
		"0ms view a1, 400ms view a2, 999ms view a3, 1000ms view a4, 9s view a5": 2, // the last is not read
		"0s view a1, 0s view a2, 0s view a3, 0s view a4, 0s view a5":            1,
		"0s view a1, 1s view a2, 1s static, 2s view a3, 3s other, 4s other":     3,
	} {
		if got := measureTrack(t, track).Values[FastReading]; got.N != want || !math.IsNaN(got.X) {
			t.Errorf("%s: %+v, want %d", track, got, want)
		}
	}
}
