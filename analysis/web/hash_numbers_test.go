package web

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestHashNumbersAreThoseOfAMap has hashes that come often, and many that share their last bits.
func TestHashNumbersAreThoseOfAMap(t *testing.T) {
	hash := rapid.Custom(func(t *rapid.T) uint64 {
		return rapid.Uint64Range(0, 300).Draw(t, "high")<<32 | rapid.Uint64Range(0, 3).Draw(t, "low")
	})
	rapid.Check(t, func(t *rapid.T) {
		numbers, want := newHashNumbers(), map[uint64]int32{}
		for _, hash := range rapid.SliceOf(hash).Draw(t, "hashes") {
			number := numbers.find(hash)
			if number != want[hash] {
				t.Fatalf("%x has the number %d, want %d", hash, number, want[hash])
			}
			if number == 0 {
				want[hash] = int32(len(want) + 1)
				if got := numbers.add(hash); got != want[hash] {
					t.Fatalf("%x gets the number %d, want %d", hash, got, want[hash])
				}
			}
		}
		var all []uint64
		numbers.each(func(hash uint64) { all = append(all, hash) })
		slices.Sort(all)
		if len(all) != numbers.count || len(slices.Compact(all)) != len(want) {
			t.Fatalf("%d hashes, of which %d differ, want %d", numbers.count, len(slices.Compact(all)), len(want))
		}
	})
}
