package tui

import (
	"strings"
	"testing"

	"spoor/tui/term"
)

// TestUserKnowsItsPlaceAsTheListIsNow brings in events that make somebody else the first, turns a rule, and sees to it
// that the foot of an open user says what its list says.
func TestUserKnowsItsPlaceAsTheListIsNow(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	press(a, "down", "down", "enter")
	key := a.top().Caption().Crumb
	place := func() string {
		root := a.stack[0].(*users)
		row, _ := a.work.Users.Row(key)
		return "user " + term.Count(root.find(int32(row))+1) + "/" + term.Count(len(root.rows))
	}
	first := place()
	if got := a.top().Caption().Position; !strings.HasSuffix(got, first) || !strings.HasPrefix(first, "user 3/") {
		t.Fatalf("%q, of a list where it is %q", got, first)
	}
	c.AddVisit("a busy one", 29, 900)
	came(t, a, c)
	press(a, "N")
	if got := a.top().Caption().Position; !strings.HasSuffix(got, place()) || place() == first {
		t.Errorf("brought in: %q, of a list where it is %q and was %q", got, place(), first)
	}
	before := place()
	press(a, "r")
	for range 8 { // one rule after the other is switched off
		press(a, "space", "down")
	}
	press(a, "esc")
	if got := a.top().Caption().Position; !strings.HasSuffix(got, place()) || place() == before {
		t.Errorf("turned: %q, of a list where it is %q and was %q", got, place(), before)
	}
}

// TestListIsWhereTheWalkHasLed goes on from user to user, and comes back.
func TestListIsWhereTheWalkHasLed(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "]", "]", "enter", "enter", "}")
	key := a.stack[1].Caption().Crumb
	if got := a.stack[1].Caption().Position; !strings.Contains(got, "user 5/") {
		t.Fatalf("three users on: %q", got)
	}
	press(a, "esc", "esc")
	if got := keyAt(t, a); got != key {
		t.Errorf("back on %q, from %q", got, key)
	}
}

// TestWalkGoesOnWhereAUserLeavesTheList judges users whom the list shows only while they are not judged.
func TestWalkGoesOnWhereAUserLeavesTheList(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "/")
	typed(a, "verdict:none")
	press(a, "enter")
	second := a.work.Users.Key[a.stack[0].(*users).rows[1]]
	press(a, "enter", "m", "b", "enter")
	if got := a.top().Caption().Position; !strings.HasSuffix(got, "no longer in the list") {
		t.Fatalf("%q\n%s", got, seen(a))
	}
	press(a, "]")
	if got := a.top().Caption(); got.Crumb != second || !strings.Contains(got.Position, "user 1/") {
		t.Errorf("%q, %q; the next was %q", got.Crumb, got.Position, second)
	}
}
