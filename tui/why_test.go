package tui

import (
	"slices"
	"testing"

	"spoor/analysis"
)

func TestFindingsInSentences(t *testing.T) {
	few := "fewer than 5 events"
	found := []finding{
		{rule: analysis.ReadingTime, of: &analysis.Rules[analysis.ReadingTime], text: "2.1 s: +9, percentile 40"},
		{rule: analysis.MenuUsage, of: &analysis.Rules[analysis.MenuUsage], reason: "no profile: none"},
		{rule: analysis.Burst, of: &analysis.Rules[analysis.Burst], reason: few},
		{rule: analysis.Harvest, of: &analysis.Rules[analysis.Harvest], reason: few},
	}
	var sentences, grouped []string
	for _, f := range found {
		sentences = append(sentences, f.sentence())
	}
	for _, f := range byReason(found) {
		grouped = append(grouped, f.sentence())
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
