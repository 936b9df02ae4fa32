package analysis

import (
	"math"
	"testing"
)

func TestDamp(t *testing.T) {
	hits := []Hit{
		{Rule: ReadingTime, Points: 10}, {Rule: VisitFrequency, Points: 6}, {Rule: SessionTime, Points: 20},
		{Rule: ContentUsage, Points: 20}, {Rule: MenuUsage, Points: 20},
	}
	score := (OwnRules{}).damp(hits)
	second, third := math.Pow(2, 1.5), math.Pow(3, 1.5)
	want := []float64{10 / second, 6 / third, 20, 20, 20 / second} // content-usage is before menu-usage by name
	sum := 0.0
	for i, hit := range hits {
		if !same(hit.Points, want[i]) {
			t.Errorf("%s counts %v, want %v", hit.Rule, hit.Points, want[i])
		}
		sum += want[i]
	}
	if !same(score, sum) {
		t.Errorf("score %v, want %v", score, sum)
	}
	if score := (OwnRules{}).damp([]Hit{{Rule: ReadingTime, Points: 70}, {Rule: MenuUsage, Points: 70}}); score != 100 {
		t.Errorf("score %v, want at most 100", score)
	}
	if score := (OwnRules{}).damp(nil); score != 0 {
		t.Errorf("score %v without hits", score)
	}
}

func TestFlags(t *testing.T) {
	strict, paper := Strict(), Paper()
	if strict.Rules[DirectDetail].Weight != 40 || paper.Rules[DirectDetail].Weight != 20 {
		t.Errorf("evidence alone weighs %v and %v", strict.Rules[DirectDetail].Weight, paper.Rules[DirectDetail].Weight)
	}
	everybody := RuleSet{}
	tempo, tempo2, volume, alone := Hit{Rule: ReadingTime}, Hit{Rule: SessionTime}, Hit{Rule: ContentUsage},
		Hit{Rule: DirectDetail, Points: 30}
	weak, grows, shared := Hit{Rule: DirectDetail, Points: 29.9}, Hit{Rule: ProfileMismatch, Points: 29.9},
		Hit{Rule: Sharing, Points: 20}
	loose := strict
	loose.Alone = 0
	bands := strict
	bands.Trim = TrimBands
	judging := make(compiledRules, RuleCount)
	for r := range judging {
		judging[r].family, judging[r].grows = Rules[r].Family, Rules[r].Grows
	}
	judging[DirectDetail].alone, judging[ProfileMismatch].alone = true, true
	common := Hit{Rule: Enumeration} // evidence alone, did it not hit so many ordinary users
	for _, c := range []struct {
		name    string
		set     RuleSet
		hits    []Hit
		score   float64
		flagged bool
	}{
		{"two families", strict, []Hit{tempo, volume}, 25, true},
		{"too low a score", strict, []Hit{tempo, volume}, 24.9, false},
		{"one family", strict, []Hit{tempo, tempo2}, 100, false},
		{"evidence alone", strict, []Hit{alone}, 25, true},
		{"evidence alone, too few points", strict, []Hit{weak}, 29.9, false},
		{"which another family confirms", strict, []Hit{weak, volume}, 30, true},
		{"both changes", strict, []Hit{{Rule: ChangedHours}, {Rule: ChangedDevices}}, 25, true},
		{"a change, and much use", strict, []Hit{{Rule: ChangedHours}, volume}, 25, false},
		{"a change, and another pace", strict, []Hit{{Rule: ChangedHours}, tempo}, 25, true},
		{"where no points are asked for", loose, []Hit{weak}, 29.9, true},
		{"where the baseline is trimmed by bands alone", bands, []Hit{weak}, 29.9, true},
		{"what grows with volume is confirmed by it there", bands, []Hit{{Rule: Sharing}, volume}, 50, true},
		{"what grows with volume is not confirmed by it", strict, []Hit{grows, volume}, 50, false},
		{"but by another family", strict, []Hit{grows, tempo}, 50, true},
		{"and by another one beside it", strict, []Hit{grows, volume, tempo}, 50, true},
		{"and by what grows in another family", strict, []Hit{grows, volume, shared}, 50, true},
		{"volume alone is one family", strict, []Hit{volume}, 50, false},
		{"evidence alone, too low a score", strict, []Hit{alone}, 24.9, false},
		{"what hits many ordinary users", strict, []Hit{common}, 40, false},
		{"and a hit of another family", strict, []Hit{common, tempo}, 40, true},
		{"two hits", paper, []Hit{tempo, tempo2}, 0, true},
		{"one hit", paper, []Hit{alone}, 100, false},
		{"no hit is never flagged", everybody, nil, 0, false},
		{"any hit", everybody, []Hit{tempo}, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if flagged, _ := c.set.flags(c.hits, c.score, judging); flagged != c.flagged {
				t.Errorf("flagged %v", flagged)
			}
		})
	}
}
