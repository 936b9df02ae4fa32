package tui

import (
	"strings"
	"testing"
)

// TestTooSmallEitherWay: a terminal that lacks columns alone, or lines alone, says what is needed in place of a broken
// frame.
func TestTooSmallEitherWay(t *testing.T) {
	for _, test := range []struct {
		w, h  int
		small bool
	}{{leastWidth, leastHeight, false}, {leastWidth - 1, 30, true}, {80, leastHeight - 1, true}} {
		a := shown(t, newFakeCase(), test.w, test.h)
		if got := strings.Contains(a.frame(), "too small"); got != test.small {
			t.Errorf("%dx%d: too small: %v, want %v", test.w, test.h, got, test.small)
		}
	}
}

// TestUsersAreSortedByScoreAtFirst: the list says so above the column, before anybody chose an order.
func TestUsersAreSortedByScoreAtFirst(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	if got := a.stack[0].(*users).list.Sorted; got != "score" {
		t.Errorf("sorted by %q", got)
	}
	if got := newUsers(a.stack[0].(*users).work).list.Sorted; got != "score" {
		t.Errorf("a new list is sorted by %q", got)
	}
}

// TestHintsAreReadWhole: what stands under a line that is typed is broken between words where it has no room.
func TestHintsAreReadWhole(t *testing.T) {
	for _, test := range []struct {
		keys string
		w, h int
		want []string
	}{
		{"r n n e w enter", 80, 24, []string{"or share of views where hour < 6", "network", "profile.NAME catalogue.NAME"}},
		{"e", 40, 12, []string{".json or .md"}},
		{"@", 40, 12, []string{"under the cursor"}},
	} {
		a := shown(t, newFakeCase(), test.w, test.h)
		if test.keys == "@" {
			press(a, "enter", "tab") // to a list in the order of time
		}
		press(a, strings.Fields(test.keys)...)
		for _, want := range test.want {
			if shown := oneLine(seen(a)); !strings.Contains(shown, want) {
				t.Errorf("after %s %q is not in it:\n%s", test.keys, want, seen(a))
			}
		}
	}
}
