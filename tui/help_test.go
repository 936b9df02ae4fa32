package tui

import (
	"strings"
	"testing"
)

// TestHelpIsSearched searches in help, which says where there is more and where there is nothing.
func TestHelpIsSearched(t *testing.T) {
	a := shown(t, newFakeCase(), 80, 24)
	press(a, "?")
	if !strings.Contains(seen(a), "↓ 39 more") {
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

// TestUnknownKeysAreAnswered presses what means nothing, here and where letters are text.
func TestUnknownKeysAreAnswered(t *testing.T) {
	const answer = "no such key here; ? lists them"
	for _, keys := range [][]string{{"t", "r"}, {"t", "p"}, {"i", "r"}, {"c", "r"}, {"A", "p"},
		{"enter", "tab", "enter", "r"}, {"ü"}} {
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
	for key, hint := range map[string]string{"c": "c compare", "S": "S segments", "i": "i items", "a": "a addresses",
		"t": "t timeline"} {
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
