package tui

import (
	"strings"
	"testing"

	"spoor/tui/term/termtest"
)

func TestQueryOpensItsUsers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "|")
	typed(a, "sel")
	press(a, "tab")
	typed(a, " st")
	press(a, "tab")
	typed(a, " from v_e")
	press(a, "tab", "enter")
	q := a.top().(*query)
	if q.asked != "select status from v_event" || !strings.Contains(seen(a), "the first 4 rows; |") ||
		q.list.Length() != 4 {
		t.Fatalf("asked %q:\n%s", q.asked, seen(a))
	}
	press(a, "enter")
	if a.link() != "users/scraper" || !strings.Contains(a.top().Caption().Position, "user 1/2") {
		t.Fatalf("enter leads to %s, %s", a.link(), a.top().Caption().Position)
	}
	press(a, "esc", "down", "enter")
	if !strings.Contains(seen(a), "there is no user nobody here") {
		t.Errorf("nothing is said of somebody who is not there:\n%s", seen(a))
	}
	press(a, "/")
	typed(a, "user=dawdler")
	press(a, "enter", "v")
	if !strings.Contains(seen(a), "User: dawdler") {
		t.Errorf("the row is not shown in full:\n%s", seen(a))
	}
	press(a, "esc", "esc", "|", "up", "down")
	if !q.Typing() || q.Text() != "select status from v_event" {
		t.Error("the query can't be changed")
	}
	press(a, "esc", "esc")
	if _, ok := a.top().(*users); !ok {
		t.Errorf("esc leads to %T", a.top())
	}
}

func TestQueryThatFailsIsTypedAgain(t *testing.T) {
	a := shown(t, newFakeCase(), 100, 20)
	press(a, "|")
	typed(a, "select * from nothing")
	press(a, "enter")
	q := a.top().(*query)
	if !q.Typing() || q.Text() != "select * from nothing" ||
		!strings.Contains(seen(a), "no such table: nothing; there are v_event, v_user") {
		t.Errorf("%s", seen(a))
	}
}

// TestQuerySaysWhatFailed ends a query that fails in a word that could be completed: what is wrong is shown until the
// next key, the completions from then on.
func TestQuerySaysWhatFailed(t *testing.T) {
	a := shown(t, newFakeCase(), 100, 20)
	press(a, "|")
	typed(a, "select * from nothing where stat")
	if !strings.Contains(seen(a), " status") {
		t.Errorf("stat is not completed:\n%s", seen(a))
	}
	press(a, "enter")
	if !strings.Contains(seen(a), "no such table: nothing") {
		t.Errorf("nothing says what is wrong:\n%s", seen(a))
	}
	press(a, "backspace")
	if strings.Contains(seen(a), "no such table") || !strings.Contains(seen(a), " status") {
		t.Errorf("the query is another:\n%s", seen(a))
	}
}

func TestQueryCanBeStopped(t *testing.T) {
	a := shown(t, newFakeCase(), 100, 20)
	press(a, "|")
	typed(a, "wait")
	_, cmd := a.Update(termtest.Key("enter"))
	_ = cmd // it runs until it is stopped
	if !strings.Contains(seen(a), "asking…") {
		t.Errorf("nothing says that it runs:\n%s", seen(a))
	}
	press(a, "esc")
	if q := a.top().(*query); q.asking.Running() || !q.Typing() || q.Text() != "wait" {
		t.Errorf("it was not stopped:\n%s", seen(a))
	}
}

// TestQueryShowsAnythingHarmlessly shows texts that try to do a terminal harm, as names of columns and as values.
func TestQueryShowsAnythingHarmlessly(t *testing.T) {
	a := shownAs(t, newFakeCase(), 100, 40, "mono", true)
	press(a, "|")
	typed(a, "strange")
	press(a, "enter")
	for i, r := range a.frame() {
		if r >= 0x7F || r < ' ' && r != '\n' && r != 0x1b {
			t.Fatalf("%q at %d", r, i)
		}
	}
	if strings.Contains(a.frame(), "\x1b[31m") || strings.Contains(a.frame(), "\x1b]") {
		t.Error("a text from outside is obeyed")
	}
}
