package workspace

import (
	"slices"
	"testing"

	"spoor/analysis"
)

func TestFollowed(t *testing.T) {
	matrix := func(keys ...string) *analysis.Matrix {
		m := analysis.NewMatrix(len(keys))
		for i, key := range keys {
			m.Append(analysis.UserNumber(i), key, analysis.Measures{})
		}
		return m
	}
	got := followed(matrix("a", "c", "d", "f"), matrix("b", "c", "f", "g"))
	if want := []int32{-1, 1, -1, 2}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}
