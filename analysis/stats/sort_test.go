package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

func TestRadixSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mask := rapid.Uint64().Draw(t, "mask") // so that some digits are the same in all keys
		keys := rapid.SliceOf(rapid.Map(rapid.Uint64(), func(key uint64) uint64 { return key & mask })).Draw(t, "keys")
		rows := make([]int32, len(keys))
		for i := range rows {
			rows[i] = int32(i)
		}
		want := slices.Clone(rows)
		sort.SliceStable(want, func(a, b int) bool { return keys[want[a]] < keys[want[b]] })
		sorted, moved := RadixSort(slices.Clone(keys), rows)
		if !slices.Equal(moved, want) {
			t.Fatalf("rows %v, want %v", moved, want)
		}
		alone, _ := RadixSort(slices.Clone(keys), nil)
		slices.Sort(keys)
		if !slices.Equal(sorted, keys) || !slices.Equal(alone, keys) {
			t.Fatalf("keys %v and %v, want %v", sorted, alone, keys)
		}
	})
}

func TestSortedValues(t *testing.T) {
	column := []float64{5, math.NaN(), 0, 1e-300, 1e300, -0.1, 5, 3, -7, -1e-300}
	got := SortedValues(column, []int32{0, 1, 2, 3, 4, 5, 6, 8, 9})
	if want := []float64{-7, -0.1, -1e-300, 0, 1e-300, 5, 5, 1e300}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRank(t *testing.T) {
	scores := []float64{0, 20, 0, 100, 20, math.Nextafter(20, 21), 0}
	if got, want := Descending(scores), []int32{3, 5, 1, 4, 0, 2, 6}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	within := []int32{6, 4, 2, 0, 1, 3, 5}
	if got, want := Rank(scores, within), []int32{3, 5, 4, 1, 6, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("within %v the order is %v, want %v", within, got, want)
	}
	if got := Descending(nil); len(got) != 0 {
		t.Errorf("nobody is ranked as %v", got)
	}
}

func TestRankMany(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	scores := make([]float64, 10_000)
	for i := range scores {
		if random.IntN(3) > 0 {
			scores[i] = float64(random.IntN(40)) + float64(random.IntN(3))/3
		}
	}
	want := make([]int32, len(scores))
	for i := range want {
		want[i] = int32(i)
	}
	sort.SliceStable(want, func(a, b int) bool { return scores[want[a]] > scores[want[b]] })
	if !slices.Equal(Descending(scores), want) {
		t.Error("not in order of score and row")
	}
}
