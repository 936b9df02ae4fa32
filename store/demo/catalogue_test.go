package demo

import (
	"math"
	"testing"
	"unicode"
)

// TestCatalogueSaysOnlyWhatIsRequired: a title in Korean, an education and a major only where one is asked for, and
// that an application comes after its posting.
func TestCatalogueSaysOnlyWhatIsRequired(t *testing.T) {
	catalogue, _ := tables(t, small())
	postings, anyEducation, anyMajor := 0.0, 0.0, 0.0
	for item, row := range catalogue {
		if !hasHangul(row["title"]) {
			t.Errorf("%s is called %q", item, row["title"])
		}
		if row["menu"] == "apply" {
			if item != "apply/"+row["requires"] || catalogue[row["requires"]] == nil || row["education"]+row["major"] != "" {
				t.Errorf("%s: %v", item, row)
			}
			continue
		}
		postings++
		switch row["education"] {
		case "":
			anyEducation++
		case "highschool", "associate", "bachelor", "master", "doctor":
		default:
			t.Errorf("%s asks for the education %q", item, row["education"])
		}
		if row["major"] == "" {
			anyMajor++
		}
	}
	if math.Abs(anyEducation/postings-0.08) > 0.03 || math.Abs(anyMajor/postings-0.20) > 0.04 {
		t.Errorf("of %.0f postings %.0f take any education and %.0f any major", postings, anyEducation, anyMajor)
	}
}

// TestShareBeyond by hand: of a hundred postings 8 ask for nothing, then 4, 8, 22, 28 and 30 for ever more.
func TestShareBeyond(t *testing.T) {
	for education, want := range []float64{0.92, 0.88, 0.80, 0.58, 0.30, 0} {
		if got := shareBeyond(int8(education)); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", educations[education], got, want)
		}
	}
}

func hasHangul(s string) bool {
	for _, r := range s {
		if unicode.Is(unicode.Hangul, r) {
			return true
		}
	}
	return false
}
