package tui

import (
	"strings"
	"testing"

	"spoor/analysis"
)

// TestATurnThatChangesNothingSaysWhy turns what has no effect: what decides is said, and what to turn instead.
func TestATurnThatChangesNothingSaysWhy(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"tab = p 9 5 enter", "the distance of 3.5 decides: hits from"},
		{"space space", ""}, // it says what changed
		{"down down down down down down down down + ", "nobody hits "},
		{"end up up up left", "nobody's score lies between"},
		{"end up right", ""},
		{"tab = 9 9 9 9 9 enter = 9 9 9 9 8 enter", "nobody lies between: hits above"},
	} {
		t.Run(c.keys, func(t *testing.T) {
			a := rulesScreen(t)
			press(a, strings.Fields(c.keys)...)
			if c.want != "" && !strings.Contains(a.note, c.want) {
				t.Errorf("it says %q, want %q", a.note, c.want)
			}
		})
	}
}

// TestTheFirstKeysChangeSomething turns the first bound of the first rule: somebody more hits at each step, or fewer.
func TestTheFirstKeysChangeSomething(t *testing.T) {
	a := rulesScreen(t)
	for range 3 {
		before := a.work.Now.RuleHits[analysis.ReadingTime]
		press(a, "right")
		if now := a.work.Now.RuleHits[analysis.ReadingTime]; now <= before {
			t.Errorf("%d hit, %d before, by %v", now, before, a.work.Changes())
		}
	}
	if !strings.Contains(seen(a), "hits below ") {
		t.Errorf("where it hits is not shown:\n%s", seen(a))
	}
}

// TestSharesEndAtOne turns the threshold of a share up as far as it goes.
func TestSharesEndAtOne(t *testing.T) {
	a := rulesScreen(t)
	toLine(t, a, "direct-detail")
	for range 40 {
		press(a, "right")
	}
	if got := strings.Join(a.work.Changes(), " "); got != "direct-detail.high=1" {
		t.Errorf("it becomes %s", got)
	}
}

// TestTheRulesScreenSaysWhatIsEvidenceAlone in every size that has room for it, and that a threshold that many ordinary
// users are beyond is none.
func TestTheRulesScreenSaysWhatIsEvidenceAlone(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {120, 60}} {
		a := shown(t, newFakeCase(), size[0], size[1])
		press(a, "r")
		toLine(t, a, "round-the-clock")
		if got := oneLine(seen(a)); !strings.Contains(got, "evidence alone") || strings.Contains(got, "no evidence") {
			t.Errorf("%v: 18 hours of 24 are not said to be evidence alone:\n%s", size, seen(a))
		}
		press(a, strings.Fields("= 0 . 0 8 enter")...)
		if got := oneLine(seen(a)); !strings.Contains(got, "no evidence alone") {
			t.Errorf("%v: two hours are still evidence alone:\n%s", size, seen(a))
		}
	}
}

// oneLine is a screen without its lines, as what is wrapped goes on in the next one.
func oneLine(screen string) string {
	return strings.Join(strings.FieldsFunc(screen, func(r rune) bool { return r == ' ' || r == '\n' || r == '│' }), " ")
}
