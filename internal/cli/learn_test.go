package cli

import (
	"slices"
	"testing"
	"time"

	"spoor/analysis"
)

// TestWholeSpansAreCut: the last one may lack a twentieth, since the last event of a day comes before midnight.
func TestWholeSpansAreCut(t *testing.T) {
	first, second := analysis.Window{From: 5, To: 24}, analysis.Window{From: 25, To: 44}
	for to, want := range map[int64][]analysis.Window{
		22: nil, 23: {first}, 24: {first}, 42: {first}, 43: {first, second}, 44: {first, second}, 62: {first, second},
	} {
		if got := cut(analysis.Window{From: 5, To: to}, 20*time.Millisecond); !slices.Equal(got, want) {
			t.Errorf("up to %d: %v, want %v", to, got, want)
		}
	}
}
