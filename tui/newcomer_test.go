package tui

import (
	"strings"
	"testing"

	"spoor/analysis"
)

// seen is what the terminal shows.
func seen(a *app) string { return screenText(a.frame(), a.w, a.h) }

// TestHelpFindsTheWordsOfTheFooter searches for what the footer calls a key, and for what nothing is called.
func TestHelpFindsTheWordsOfTheFooter(t *testing.T) {
	for _, b := range active([]scope{onUsers, onCase, onList}) {
		if b.short == "" {
			continue
		}
		m := newHelp([]scope{onUsers, onCase, onList})
		m.input = newPrompt("›", b.short)
		m.match()
		if len(m.shown) == 0 {
			t.Errorf("%q finds nothing", b.short)
		}
	}
	a := shown(t, newFakeCase(), 80, 24)
	press(a, "?")
	if !strings.Contains(seen(a), "↓ 21 more") {
		t.Errorf("nothing says that there is more:\n%s", seen(a))
	}
	typed(a, "verdict")
	if !strings.Contains(seen(a), "›m       say what you make of the user") {
		t.Errorf("verdict is not found:\n%s", seen(a))
	}
	typed(a, "zz")
	if !strings.Contains(seen(a), "nothing matches") {
		t.Errorf("an empty box says nothing:\n%s", seen(a))
	}
}

// TestFewUsersAreSaidToBeTooFew opens a case with fewer ordinary users than anybody can be compared with.
func TestFewUsersAreSaidToBeTooFew(t *testing.T) {
	c := newFakeCase()
	c.tracks = c.tracks[:20]
	for _, width := range []int{80, 120} {
		a := shown(t, c, width, 24)
		for _, keys := range [][]string{nil, {"c"}, {"S"}} {
			press(a, keys...)
			if !strings.Contains(strings.ToLower(seen(a)), "nobody can be judged: ") {
				t.Errorf("%v at %d columns:\n%s", keys, width, seen(a))
			}
		}
	}
}

// TestUnknownKeysAreAnswered presses what means nothing, here and where letters are text.
func TestUnknownKeysAreAnswered(t *testing.T) {
	const answer = "no such key here; ? lists them"
	for _, keys := range [][]string{{"t", "r"}, {"t", "p"}, {"i", "r"}, {"c", "r"}, {"A", "p"}, {"enter", "tab", "enter", "r"}, {"ü"}} {
		a := shown(t, newFakeCase(), 120, 40)
		press(a, keys...)
		if a.note != answer {
			t.Errorf("%v: %q", keys, a.note)
		}
	}
	for _, keys := range [][]string{{"/", "r"}, {"?", "ü"}, {"s", "x"}, {"down"}, {"f1"}, {"r", "=", "9"}} {
		a := shown(t, newFakeCase(), 120, 40)
		press(a, keys...)
		if a.note == answer {
			t.Errorf("%v is told to be no key", keys)
		}
	}
}

// TestFooterLeadsElsewhere looks for the screen that is open among those that its footer names.
func TestFooterLeadsElsewhere(t *testing.T) {
	for key, hint := range map[string]string{"c": "c compare", "S": "S segments", "i": "i items", "a": "a addresses", "t": "t timeline"} {
		a := shown(t, newFakeCase(), 300, 40)
		if !strings.Contains(seen(a), hint) {
			t.Errorf("the users' footer has no %q", hint)
		}
		press(a, key)
		if strings.Contains(seen(a), hint) {
			t.Errorf("%q is on its own screen", hint)
		}
	}
}

// TestZoomKeepsTheBarInSight zooms in at every bar: all of it stays in sight, and what is in sight is said.
func TestZoomKeepsTheBarInSight(t *testing.T) {
	a, line := openedTimeline(t)
	bars := int((line.last()-line.from())/grains[line.grain].usual().Milliseconds()) + 1
	for bar := range bars {
		if bar > 0 {
			press(a, "right")
		}
		grain, at, left := line.grain, line.cursor, line.left
		end := grains[grain].next(at, a.work.clock)
		press(a, "+")
		right := grains[line.grain].on(line.left, line.bars(), a.work.clock)
		if line.left > max(at, line.from()) || right < min(end, line.shown.end()) {
			t.Errorf("bar %d from %s on: in sight is %s", bar, a.work.clock.full(at), a.work.clock.stretch(line.left, right))
		}
		line.grain, line.cursor, line.left = grain, at, left
	}
	press(a, "+", "+", "+")
	if !strings.Contains(strings.Split(seen(a), "\n")[2], " of 1 Mar") {
		t.Errorf("it does not say what is in sight:\n%s", seen(a))
	}
}

// TestTypingBeginsEmpty types a value of a bound: the old one stands beside it, and stays if nothing is typed.
func TestTypingBeginsEmpty(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "r", "=")
	if !strings.Contains(seen(a), "now p10; ") {
		t.Errorf("the old value is not shown:\n%s", seen(a))
	}
	press(a, "enter")
	if r := a.top().(*rules); r.prompt != nil || a.work.changed() {
		t.Error("nothing typed changes the rules")
	}
	press(a, "=", "5", "enter")
	if got := a.work.rules.Rules[analysis.ReadingTime].Low; got.Kind != analysis.Number || got.Value != 5 {
		t.Errorf("it becomes %v", got)
	}
}

// TestRobotsAreMarked looks at a robot of a high score where the segment has no room.
func TestRobotsAreMarked(t *testing.T) {
	a := shown(t, newFakeCase(), 80, 24)
	for _, line := range strings.Split(seen(a), "\n")[4:] {
		robot := strings.Contains(line, "googlebot") || strings.Contains(line, "scraper") // which says that it is curl
		if marked := strings.HasPrefix(strings.TrimLeft(line, " ›"), robotGlyph+" "); marked != robot {
			t.Errorf("%q is marked: %v", line, marked)
		}
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
