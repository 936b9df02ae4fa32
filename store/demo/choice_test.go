package demo

import (
	"math"
	"slices"
	"testing"
)

func worldOf(t *testing.T, site Site) *world {
	t.Helper()
	w, err := site.newWorld()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestChooseKeepsTheSharesOfMismatch counts what a person chooses who looks beyond the own major in 30 % of the views
// and beyond the own education in 20 %.
func TestChooseKeepsTheSharesOfMismatch(t *testing.T) {
	w := worldOf(t, small())
	d := newDraws(3, 0)
	b := background{education: 3, major: 2}
	const people, each = 400, 20
	otherMajor, beyond := 0, 0
	for range people {
		chosen := w.choose(d, b, each, 0.3, 0.2)
		if unique := slices.Compact(slices.Sorted(slices.Values(chosen))); len(unique) != each {
			t.Fatalf("%d different postings of %d", len(unique), each)
		}
		for _, i := range chosen {
			if p := w.postings[i]; p.major != b.major && p.major != anyMajor {
				otherMajor++
			}
			if w.postings[i].education > b.education {
				beyond++
			}
		}
	}
	if share := float64(otherMajor) / people / each; math.Abs(share-0.3) > 0.02 {
		t.Errorf("%.3f are of another major", share)
	}
	if share := float64(beyond) / people / each; math.Abs(share-0.2) > 0.02 {
		t.Errorf("%.3f ask for more education", share)
	}
}

func TestChooseEndsWhenThePoolIsUsedUp(t *testing.T) {
	site := small()
	site.Postings = 30
	w := worldOf(t, site)
	chosen := w.choose(newDraws(3, 0), background{education: 0, major: 0}, 1000, 0, 0)
	if unique := slices.Compact(slices.Sorted(slices.Values(chosen))); len(unique) != 30 {
		t.Errorf("%d of 30 postings", len(unique))
	}
}
