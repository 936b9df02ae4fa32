package workspace

import (
	"slices"
	"testing"

	"spoor/analysis"
)

// TestAsManyAsChanceFlagsIsSaid holds the flagged users against the false alarms that are expected.
func TestAsManyAsChanceFlagsIsSaid(t *testing.T) {
	const noMore = "no more are flagged than chance would flag"
	for _, c := range []struct {
		flagged  int
		expected float64
		known    bool
		said     bool
	}{
		{4, 9, true, true},
		{4, 4, true, true},
		{4, 3.9, true, false},
		{4, 9, false, false},
		{0, 9, true, false},
	} {
		set := analysis.Strict()
		w := &Workspace{chances: map[analysis.RuleSet]chance{set: {analysis.Chance{Several: c.expected}, c.known}}}
		w.Now = &analysis.Evaluation{Set: set}
		w.Now.FlaggedCount = c.flagged
		if got := w.AlarmWords("", "", ""); slices.Contains(got, noMore) != c.said {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
