package tui

import (
	"strings"
	"testing"

	"spoor/tui/term/termtest"
)

func TestFilterIsCompleted(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	typed(a, "-segm")
	press(a, "tab")
	typed(a, "lo")
	press(a, "tab")
	if got := u.Text(); got != "-segment:loyal" {
		t.Errorf("it is completed to %q", got)
	}
	typed(a, " hit:con")
	for _, want := range []string{"hit:content-usage", "hit:content-depth", "hit:content-order", "hit:content-usage"} {
		press(a, "tab")
		if got := u.Text(); got != "-segment:loyal "+want {
			t.Errorf("the next is %q", got)
		}
	}
	send(a, termtest.Key("shift+tab"))
	if got := u.Text(); got != "-segment:loyal hit:content-order" {
		t.Errorf("the one before is %q", got)
	}
	typed(a, ".")
	press(a, "tab")
	if got := u.Text(); got != "-segment:loyal hit:content-order.high" || u.Wrong() != nil {
		t.Errorf("the only side is %q: %v", got, u.Wrong())
	}
	press(a, "enter", "esc", "/", "z", "z", "tab")
	if got := u.Text(); got != "zz" {
		t.Errorf("what fits nothing becomes %q", got)
	}
}

// TestWrongFilterIsNotKept presses enter while a term is wrong or not finished: the error stays, and no list comes that
// nobody asked for.
func TestWrongFilterIsNotKept(t *testing.T) {
	for text, want := range map[string]string{
		"hit:foo":       `no rule "foo"`,
		"hit:":          "not finished: which rule?",
		"segment:foo":   `no segment "foo"`,
		"segment:":      "not finished: which? There are average",
		"-verdict:":     "not finished: which? There are suspicious",
		"score>":        "not finished: than what?",
		"scor>4":        `no column "scor"`,
		"foo:bar":       `no term "foo:"; there are hit:, segment:`,
		"foo:bar hit:x": `no term "foo:"; there are hit:, segment:`,
	} {
		a := shown(t, newFakeCase(), 120, 40)
		u := a.stack[0].(*users)
		press(a, "/")
		typed(a, "user00 "+text)
		if len(u.rows) != 10 {
			t.Errorf("%q: %d users are left by the other terms", text, len(u.rows))
		}
		press(a, "enter")
		if !u.Typing() || !strings.Contains(termtest.Text(a.frame(), 120, 40), "↑ "+want) {
			t.Errorf("%q is kept:\n%s", text, termtest.Text(a.frame(), 120, 40))
		}
		press(a, "esc")
		if u.Typing() || len(u.rows) != 255 {
			t.Errorf("esc leaves %d users", len(u.rows))
		}
	}
}

// TestFilterGivenUpLeavesTheCursorWhereItWas types filters that match nobody, and others, in lists of every kind.
func TestFilterGivenUpLeavesTheCursorWhereItWas(t *testing.T) {
	for list, open := range map[string][]string{
		"users": nil, "items": {"i"}, "addresses": {"a"}, "segments": {"g"}, "filtered": {"/", "0", "enter"},
	} {
		for text, keys := range map[string][]string{
			"zzzz": {"esc"}, "zzzz kept": {"enter", "esc"}, "0": {"esc"}, "1": {"esc"},
		} {
			a := shown(t, newFakeCase(), 120, 40)
			press(a, open...)
			press(a, "end")
			at, was := a.listed().Cursor(), a.listed().InFull()
			press(a, "/")
			typed(a, strings.Fields(text)[0])
			press(a, keys...)
			if got := a.listed().InFull(); got != was || at == 0 {
				t.Errorf("%s: %q and then %v leads from line %d to line %d", list, text, keys, at, a.listed().Cursor())
			}
		}
	}
}

// TestCursorThatWasMovedStaysThere moves it to the first line after a filter: it goes back to nobody.
func TestCursorThatWasMovedStaysThere(t *testing.T) {
	for _, open := range [][]string{nil, {"i"}} {
		a := shown(t, newFakeCase(), 120, 40)
		press(a, open...)
		press(a, "end", "/", "z", "z", "esc", "home", "/", "z", "z", "esc")
		if got := a.listed().Cursor(); got != 0 {
			t.Errorf("after %v the cursor is on line %d", open, got)
		}
	}
}
