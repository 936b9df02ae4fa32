package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// after makes views of different items that are so many seconds apart.
func after(gaps ...int) string {
	views := []string{"0s view a0"}
	now := 0
	for i, gap := range gaps {
		now += gap
		views = append(views, fmt.Sprintf("%ds view a%d", now, i+1))
	}
	return strings.Join(views, ", ")
}

func TestMetronome(t *testing.T) {
	inTurn := slices.Repeat([]int{8, 12}, 10)
	var rising []int
	for i := range 20 {
		rising = append(rising, 10*i+10)
	}
	checkMetric(t, Metronome, []metricCase{
		{"always 7 s", times(21, 7000, "view a%d"), 1, 20},
		{"one gap too few", times(20, 7000, "view a%d"), none, 19},
		{"5 steps of a clock of seconds", times(21, 5000, "view a%d"), 1, 20},
		{"4 steps", times(21, 4000, "view a%d"), none, 20},
		{"5 steps of a clock of milliseconds", times(21, 5, "view a%d"), 1, 20},
		{"4 steps of it", times(21, 4, "view a%d"), none, 20},
		{"a tab that reloads itself", times(30, 7000, "view a1"), none, 0},
		{"8 s and 12 s in turn: all are 2 s from the median", after(inTurn...), 0.8, 20},
		{"8 s once more: half and more are at the median", after(append(inTurn, 8)...), 1, 21},
		{"10 s to 200 s: 50 s from 105 s", after(rising...), 1 - 50.0/105, 20},
		{"no gap at all does not count", after(append(rising, 0, 0, 0)...), 1 - 50.0/105, 20},
		{"nor one between sessions", after(append(rising, 1801)...), 1 - 50.0/105, 20},
		{"the longest in a session does: 53.5 s and 56.5 s lie around the middle", after(append(rising, 1800)...),
			1 - 50.0/110, 21},
		{"what is no view does not part two", "0s view a1, 1s other, 7s view a2, 8s static a3, 9s other", none, 1},
		{"one event", "0s view a1", none, 0},
	})
}
