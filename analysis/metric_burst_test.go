package analysis

import (
	"fmt"
	"strings"
	"testing"
)

// times repeats an event that often, so many milliseconds apart; %d in it counts from 1.
func times(n, apart int, format string) string {
	var events []string
	for i := range n {
		events = append(events, fmt.Sprintf("%dms ", i*apart)+strings.ReplaceAll(format, "%d", fmt.Sprint(i+1)))
	}
	return strings.Join(events, ", ")
}

func TestBurst(t *testing.T) {
	for _, c := range []struct {
		name, track string
		fullness    float64
		kind        BurstKind
		at          int64
	}{
		{"40 items at once", times(40, 0, "view a%d #%d"), 1, ManyItems, 0},
		{"41 items at once", times(41, 0, "view a%d #%d"), 41.0 / 40, ManyItems, 0},
		{"an item a second, half of which leaks", times(60, 1000, "view a%d #%d"), (60 - 59*0.5) / 40, ManyItems, 59000},
		{"an item every 2 s", times(60, 2000, "view a%d"), 1.0 / 40, ManyItems, 0},
		{"the same item does not pour again", times(15, 0, "view a7"), 1.0 / 40, ManyItems, 0},
		{"not until the bucket has been empty", "0s view a1, 1s view a2, 2.5s view a1, 2.6s view a3, 2.7s other",
			(2 + 0.5 - 0.8) / 40, ManyItems, 2600},
		{"again after that", "0s view a1, 2s view a1, 4s view a1, 4s view a2, 5s other", 2.0 / 40, ManyItems, 4000},
		{"other things than views count", times(41, 0, "other a%d #%d"), 41.0 / 40, ManyItems, 0},
		{"what is static does not", times(41, 0, "static a%d #7"), 0, NoBurst, 0},
		{"20 times the same", times(20, 0, "view a1 #5"), 1, SameRequest, 0},
		{"21 times the same", times(21, 0, "view a1 #5"), 21.0 / 20, SameRequest, 0},
		{"a second apart, a third of which leaks", times(31, 1000, "other #5"), (31 - 10.0) / 20, SameRequest, 30000},
		{"each request has its own bucket", times(21, 0, "other #%d"), 1.0 / 20, SameRequest, 0},
		{"no request is known", times(21, 0, "other"), 0, NoBurst, 0},
		{"10 refused at once", times(10, 0, "refused #%d"), 1, ManyRefused, 0},
		{"11 refused at once", times(11, 0, "refused #%d"), 11.0 / 10, ManyRefused, 0},
		{"one refused again and again", times(11, 0, "refused #3"), 11.0 / 20, SameRequest, 0},
		{"static and refused", times(11, 0, "static refused #%d"), 11.0 / 10, ManyRefused, 0},
		{"a second apart, a tenth of which leaks", times(11, 1000, "refused #%d"), (11 - 1.0) / 10, ManyRefused, 10000},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := measureTrack(t, c.track)
			if got := row.Values[Burst].X; !same(got, c.fullness) || row.BurstKind != c.kind || row.BurstAt != c.at {
				t.Errorf("%v of %q at %d, want %v of %q at %d", got, row.BurstKind, row.BurstAt, c.fullness, c.kind, c.at)
			}
		})
	}
}

// TestRefusedPaths: what was refused is told apart by its path, not by what stands behind the question mark.
func TestRefusedPaths(t *testing.T) {
	paths := make([]int32, 20) // requests 1 to 11 are of 3 paths, the others of none
	for request := 1; request <= 11; request++ {
		paths[request] = int32(1 + request%3)
	}
	m := NewMeasurer(sessionsOf(0), Window{0, day}, &Knowledge{Paths: paths})
	if got := m.MeasureAddress(track(t, times(11, 0, "refused #%d"))); got.Level != 3 || got.Kind != ManyRefused {
		t.Errorf("%+v, want 3 refused", got)
	}
	if got := m.MeasureAddress(track(t, times(19, 0, "refused #%d"))); got.Level != 3+8 {
		t.Errorf("%+v, want 11 refused", got)
	}
}

func TestMeasureAddress(t *testing.T) {
	m := NewMeasurer(sessionsOf(0), Window{0, day}, nil)
	for _, c := range []struct {
		track string
		want  BurstPeak
	}{
		{times(100, 0, "view a%d #%d"), BurstPeak{SameRequest, 1, 0, 20}}, // many users look at many items
		{times(30, 1500, "view a1 #2"), BurstPeak{SameRequest, 15.5, 43500, 20}},
		{times(12, 0, "refused #%d"), BurstPeak{ManyRefused, 12, 0, 10}},
	} {
		if got := m.MeasureAddress(track(t, c.track)); got != c.want {
			t.Errorf("%+v, want %+v", got, c.want)
		}
	}
	if got := (BurstPeak{SameRequest, 30, 0, 20}).Fullness(); got != 1.5 {
		t.Errorf("fullness %v", got)
	}
}

// TestTheFirstOfEqualBursts counts, whichever request came into the case first.
func TestTheFirstOfEqualBursts(t *testing.T) {
	for _, c := range []string{"0s other #7, 10s other #3, 99s, 99s, 99s", "0s other #3, 10s other #7, 99s, 99s, 99s"} {
		if row := measureTrack(t, c); row.BurstAt != 0 || row.BurstKind != SameRequest {
			t.Errorf("%s: fullest at %d", c, row.BurstAt)
		}
	}
}
