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
