package analysis

import (
	"slices"
	"testing"
	"time"
)

func TestCutSessions(t *testing.T) {
	for _, c := range []struct {
		name, track string
		want        []int
	}{
		{"a single event", "0s other", []int{0}},
		{"exactly the timeout stays", "0s other, 30m other, 60m other", []int{0}},
		{"a millisecond more does not", "0s other, 1800001ms other, 60m other", []int{0, 1}},
		{"across midnight", "23h50m other, 24h10m other, 24h41m other", []int{0, 2}},
		{"logout ends, and belongs to its session", "0s other, 1s logout, 1s other, 2s other", []int{0, 2}},
		{"logout after logout", "0s logout, 0s logout, 0s other", []int{0, 1, 2}},
		{"logout at the end", "0s other, 1s logout", []int{0}},
		{"statics count", "0s other, 20m static, 40m other", []int{0}},
		{"ties", "5s other, 5s other, 5s other", []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := CutSessions(track(t, c.track), 30*time.Minute, nil); !slices.Equal(got, c.want) {
				t.Errorf("sessions start at %v, want %v", got, c.want)
			}
		})
	}
	if got := CutSessions(nil, time.Minute, []int{7}); !slices.Equal(got, []int{7}) {
		t.Errorf("no events after [7] make %v", got)
	}
}
