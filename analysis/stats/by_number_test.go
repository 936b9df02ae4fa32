package stats

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestByNumberIsAStableSort, of numbers that are as many as the elements, and of few that are far apart.
func TestByNumberIsAStableSort(t *testing.T) {
	type element struct{ number, place int32 }
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOf(rapid.Int32Range(0, rapid.SampledFrom([]int32{0, 3, 1000}).Draw(t, "most"))).
			Draw(t, "numbers")
		var list []element
		for i, number := range numbers {
			list = append(list, element{number, int32(i)})
		}
		byNumber := func(a, b element) int { return cmp.Compare(a.number, b.number) }
		want := slices.SortedStableFunc(slices.Values(list), byNumber)
		if got := ByNumber(list, func(e *element) int32 { return e.number }); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
