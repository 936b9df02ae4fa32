package tui

import (
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

// TestReasonHeightsFit gives every height at which all rules have a line at least, and checks that none falls off the
// end.
func TestReasonHeightsFit(t *testing.T) {
	w := shown(t, newFakeCase(), 120, 40).work
	before := 0
	for h := analysis.RuleCount; h < 100; h++ {
		total, most := 0, 0
		heights := w.reasonHeights(h)
		for r, height := range heights[:analysis.RuleCount] {
			if height < 1 || height > reasonHeight || height > 1 && !w.Measured[r] {
				t.Fatalf("at %d rule %d gets %d lines", h, r, height)
			}
			total, most = total+height, max(most, height)
		}
		if total > h+1 || total < before {
			t.Errorf("at %d all rules get %d lines, and %d with one line less", h, total, before)
		}
		before = total
		if h == 99 && most != reasonHeight {
			t.Errorf("with room for all, they get %d lines", most)
		}
	}
}

func TestReasonTitlesLeaveRoom(t *testing.T) {
	for r := range analysis.RuleID(analysis.RuleCount) {
		if title := (&workspace{Snapshot: engine.Snapshot{Users: analysis.NewMatrix(0)}}).reasonTitle(r); len(title) > 18 {
			t.Errorf("%q is too long", title)
		}
	}
}

// TestLongValuesAreWhole writes odds that are as wide as the title and the value have room for together.
func TestLongValuesAreWhole(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	w, c := a.work, term.NewCanvas(a.theme, 44, 4)
	w.compared().X[analysis.ProfileMismatch][0] = 12
	w.drawReason(c.Area(), 0, analysis.ProfileMismatch, analysis.Hit{Rule: analysis.ProfileMismatch})
	if got := termtest.Text(c.String(), 44, 1); !strings.Contains(got, "· profil… 1,000,000,000,000 : 1") {
		t.Errorf("%q", got)
	}
}

// TestOneReasonIsSaidOnce opens a user of one event.
func TestOneReasonIsSaidOnce(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "/")
	typed(a, "passer-by")
	press(a, "enter")
	if n := strings.Count(seen(a), "fewer than 5"); n != 1 {
		t.Errorf("it is said %d times beside the list:\n%s", n, seen(a))
	}
	press(a, "enter")
	if n := strings.Count(seen(a), "fewer than 5 events"); n != 1 || !strings.Contains(seen(a), "non-browser") {
		t.Errorf("it is said %d times:\n%s", n, seen(a))
	}
}
