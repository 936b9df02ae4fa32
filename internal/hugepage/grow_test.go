package hugepage

import (
	"slices"
	"testing"
)

func TestGrow(t *testing.T) {
	var grown, want []int32
	rooms := 0
	for i := range int32(100_000) {
		before := cap(grown)
		grown, want = Append(grown, i), append(want, i)
		if cap(grown) != before {
			rooms++
		}
	}
	if !slices.Equal(grown, want) {
		t.Error("what was appended is not there")
	}
	if rooms > 18 { // log₂ 100,000 is 16.6
		t.Errorf("room was made %d times", rooms)
	}
	if more := Grow(grown[:10:10], 50); len(more) != 10 || cap(more) < 60 || !slices.Equal(more, want[:10]) {
		t.Errorf("%d of %d: %d", len(more), cap(more), more)
	}
	if same := Grow(grown, cap(grown)-len(grown)); &same[0] != &grown[0] {
		t.Error("room was made where there was enough")
	}
}
