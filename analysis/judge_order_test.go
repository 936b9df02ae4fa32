package analysis

import "testing"

// TestByPoints puts what says most first, and leaves ties in the order of the rules.
func TestByPoints(t *testing.T) {
	hits := ByPoints([]Hit{{Rule: ReadingTime, Points: 5}, {Rule: VisitFrequency, Points: 20},
		{Rule: SessionTime, Points: 5}, {Rule: DirectDetail, Points: 40}})
	for i, want := range []RuleID{DirectDetail, VisitFrequency, ReadingTime, SessionTime} {
		if hits[i].Rule != want {
			t.Errorf("place %d: %s, want %s", i+1, hits[i].Rule, want)
		}
	}
}
