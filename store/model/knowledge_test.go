package model

import "testing"

// TestJoinedIsReadInManyWays: days, and times with and without a zone; what is neither says nothing.
func TestJoinedIsReadInManyWays(t *testing.T) {
	const day = 1_767_312_000_000 // 2026-01-02 UTC
	for text, want := range map[string]int64{
		"2026-01-02": day, "2026/01/02": day, "2026.01.02": day, "2026-01-02 01:00:00": day + 3_600_000,
		"2026-01-02T01:00:00+01:00": day, "": 0, "yesterday": 0, "2026-13-02": 0,
	} {
		if got := joined(text); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}
