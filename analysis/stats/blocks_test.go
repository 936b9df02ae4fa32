package stats

import (
	"slices"
	"testing"
)

func TestBlocks(t *testing.T) {
	var list, other Blocks[int32]
	var want []int32
	for n := range int32(1000) {
		more := make([]int32, n)
		for i := range more {
			more[i] = n + int32(i)
		}
		list.Add(more...)
		want = append(want, more...)
	}
	other.Add(-1, -2)
	list = append(list, other...)
	list.Add(-3)
	want = append(want, -1, -2, -3)
	if got := slices.Concat(list...); !slices.Equal(got, want) {
		t.Errorf("%d elements, want %d", len(got), len(want))
	}
	for i, block := range list {
		if len(block) == 0 || len(block) > mostInBlock {
			t.Errorf("block %d has %d elements", i, len(block))
		}
	}
}
