package server

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// TestDigestsNumberAsAMapDoes also has digests that begin alike.
func TestDigestsNumberAsAMapDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d digests
		numbers := map[digest]int32{}
		for range rapid.IntRange(0, 300).Draw(t, "texts") {
			of := digestOf(fmt.Append(nil, rapid.IntRange(0, 99).Draw(t, "text")))
			if rapid.Bool().Draw(t, "alike") {
				of = digest{4: of[4]}
			}
			if got := d.find(of); got != numbers[of] {
				t.Fatalf("%d, not %d", got, numbers[of])
			}
			want, known := numbers[of]
			if !known {
				want = int32(len(numbers)) + 1
				numbers[of] = want
			}
			if number, isNew := d.number(of); number != want || isNew == known || d.list[number-1] != of {
				t.Fatalf("%d (new: %v), not %d", number, isNew, want)
			}
		}
	})
}
