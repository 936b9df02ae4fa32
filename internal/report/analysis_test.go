package report

import (
	"math"
	"testing"

	"spoor/analysis"
	"spoor/analysis/audit"
)

// TestTimesAll has means that have no ratio.
func TestTimesAll(t *testing.T) {
	for _, c := range []struct {
		rule         analysis.RuleID
		flagged, all float64
		want         float64
	}{
		{analysis.ContentUsage, 30, 10, 3}, {analysis.ContentUsage, 0, 10, 0},
		{analysis.ContentUsage, 3, 0, math.NaN()}, {analysis.ProfileMismatch, 22, -2, math.NaN()},
		{analysis.ProfileMismatch, 22, 2, math.NaN()},
	} {
		got := timesAll(audit.Means{Rule: &analysis.Rules[c.rule], Flagged: c.flagged, All: c.all})
		if got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%s of %v beside %v: %v times", analysis.Rules[c.rule].Name, c.flagged, c.all, got)
		}
	}
}
