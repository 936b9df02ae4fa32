package why

import (
	"slices"
	"testing"

	"spoor/analysis"
)

func TestFindingsInSentences(t *testing.T) {
	few := "fewer than 5 events"
	found := []Finding{
		{Rule: analysis.ReadingTime, Of: &analysis.Rules[analysis.ReadingTime], text: "2.1 s: +9, percentile 40"},
		{Rule: analysis.MenuUsage, Of: &analysis.Rules[analysis.MenuUsage], reason: "no profile: none"},
		{Rule: analysis.Burst, Of: &analysis.Rules[analysis.Burst], reason: few},
		{Rule: analysis.Harvest, Of: &analysis.Rules[analysis.Harvest], reason: few},
	}
	var sentences, grouped []string
	for _, f := range found {
		sentences = append(sentences, f.Sentence())
	}
	for _, f := range byReason(found) {
		grouped = append(grouped, f.Sentence())
	}
	want := []string{"reading time 2.1 s: +9, percentile 40", "menu usage: not evaluable, no profile: none",
		"burst: not evaluable, fewer than 5 events", "harvest: not evaluable, fewer than 5 events"}
	if !slices.Equal(sentences, want) {
		t.Errorf("%q", sentences)
	}
	want = []string{"reading time 2.1 s: +9, percentile 40", "Not evaluable, no profile: none: menu-usage",
		"Not evaluable, fewer than 5 events: burst, harvest"}
	if !slices.Equal(grouped, want) {
		t.Errorf("%q", grouped)
	}
	if len(found[2].alike)+len(found[3].alike) > 0 {
		t.Error("grouping has changed what was found")
	}
}
