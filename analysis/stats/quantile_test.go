package stats

import (
	"math"
	"testing"
)

func TestQuantile(t *testing.T) {
	for _, c := range []struct {
		sorted []float64
		p      float64
		want   float64
	}{
		{nil, 0.5, math.NaN()},
		{[]float64{7}, 0, 7},
		{[]float64{7}, 1, 7},
		{[]float64{1, 2}, 0.5, 1.5},
		{[]float64{1, 2, 4, 8}, 0.5, 3},
		{[]float64{1, 2, 4, 8}, 0.1, 1.3},
		{[]float64{1, 2, 4, 8}, 1, 8},
		{[]float64{3, 3, 3, 9}, 0.5, 3},
	} {
		got := Quantile(c.sorted, c.p)
		none := math.IsNaN(got) && math.IsNaN(c.want)
		if near := math.Abs(got-c.want) <= 1e-9*max(1, math.Abs(c.want)); !near && !none {
			t.Errorf("quantile(%v, %v) = %v, want %v", c.sorted, c.p, got, c.want)
		}
	}
	if !math.IsNaN(Quantile(nil, 0)) {
		t.Error("no values have a quantile")
	}
}
