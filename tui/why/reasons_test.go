package why

import (
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

// reasonsOf is what the strict rules say of a made-up case.
func reasonsOf(t *testing.T) (*term.Theme, Reasons) {
	t.Helper()
	th, err := term.NewTheme("mono", false)
	if err != nil {
		t.Fatal(err)
	}
	users, of := fakecase.New().Judged(t)
	return th, Reasons{Judgement: of, Measured: users.Measured, Clock: term.Clock{}}
}

// TestReasonHeightsFit gives every height at which all rules have a line at least, and checks that none falls off the
// end.
func TestReasonHeightsFit(t *testing.T) {
	_, w := reasonsOf(t)
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
	none := Reasons{Judgement: &engine.Judgement{Judge: &analysis.Judge{Matrix: analysis.NewMatrix(0)}}}
	for r := range analysis.RuleID(analysis.RuleCount) {
		if title := none.reasonTitle(r); len(title) > 18 {
			t.Errorf("%q is too long", title)
		}
	}
}

// TestLongValuesAreWhole writes odds that are as wide as the title and the value have room for together.
func TestLongValuesAreWhole(t *testing.T) {
	th, w := reasonsOf(t)
	c := term.NewCanvas(th, 44, 4)
	w.Matrix.X[analysis.ProfileMismatch][0] = 12
	w.drawReason(c.Area(), 0, analysis.ProfileMismatch, analysis.Hit{Rule: analysis.ProfileMismatch})
	if got := termtest.Text(c.String(), 44, 1); !strings.Contains(got, "· profil… 1,000,000,000,000 : 1") {
		t.Errorf("%q", got)
	}
}

// TestDaysOfAUser are one where first and last event fall on the same, and left out where they have no room.
func TestDaysOfAUser(t *testing.T) {
	th, w := reasonsOf(t)
	stats := &w.Matrix.Stats[0]
	noon := time.Date(2003, 3, 14, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		after time.Duration
		width int
		want  string
	}{
		{time.Hour, 50, "14 Mar"},
		{13 * time.Hour, 50, "14 Mar – 15 Mar"},
		{13 * time.Hour, 24, ""},
	} {
		stats.First, stats.Last = noon.UnixMilli(), noon.Add(c.after).UnixMilli()
		canvas := term.NewCanvas(th, c.width, 40)
		w.Draw(canvas.Area(), 0)
		line := strings.Split(termtest.Text(canvas.String(), c.width, 40), "\n")[1]
		_, days, _ := strings.Cut(line, " events")
		if got := strings.TrimSpace(days); got != c.want {
			t.Errorf("%+v: %q in %q", c, got, line)
		}
	}
}
