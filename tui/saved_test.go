package tui

import (
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/tui/workspace"
)

// TestViewsAreTheSameForOthers saves a view with a filter, an order, a column, a turned rule and a window, and opens it
// as somebody else would, and from the palette.
func TestViewsAreTheSameForOthers(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	press(a, "r", "space", "esc", "t", "right", "right", "space", "pgdown", "enter", "esc", "/")
	typed(a, "views>2")
	press(a, "enter", ">", "C")
	typed(a, "events")
	press(a, "enter", "esc", "ctrl+s")
	typed(a, "야간")
	press(a, "enter")
	if !strings.Contains(seen(a), "saved as 야간") {
		t.Fatalf("%s", seen(a))
	}
	was, rules, window := a.stack[0].(*users), a.work.Rules, a.work.Window
	same := func(b *app) {
		t.Helper()
		u := b.stack[0].(*users)
		if u.want.Filter.Text != "views>2" || u.want.Order != was.want.Order || len(u.rows) != len(was.rows) ||
			len(u.rows) == 0 ||
			b.work.Rules != rules || b.work.Window != window || !u.turned["events"] || window == (analysis.Window{}) {
			t.Errorf("%q by %s, %d users, window %v: %d users were saved", u.want.Filter.Text, u.want.Order, len(u.rows),
				b.work.Window, len(was.rows))
		}
	}
	b, _, err := newRunning(t.Context(), Options{Case: c, View: "야간"})
	if err != nil {
		t.Fatal(err)
	}
	b.work.Pauses = workspace.Pauses{}
	drain(b, b.Init())
	same(b)
	d := shown(t, c, 120, 40)
	press(d, ":")
	typed(d, "야간")
	press(d, "enter")
	same(d)
	if _, _, err := newRunning(t.Context(), Options{Case: c, View: "day"}); err == nil ||
		err.Error() != "no view day; there are 야간" {
		t.Errorf("%v", err)
	}
}

// TestWayBackSaysEverything: the command that is printed on leaving has the rules, the window and the filter.
func TestWayBackSaysEverything(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	if got := a.wayBack(); got != "spoor --at users /srv/logs/hibrain.db" {
		t.Errorf("%s", got)
	}
	a.work.Reach = " --db-plain-http"
	press(a, "r", "space", "esc", "t", "right", "right", "space", "pgdown", "enter", "esc", "/")
	typed(a, "user=김민수")
	press(a, "enter", "enter")
	got := a.wayBack()
	for _, want := range []string{"spoor --at users/%EA%B9%80", " --preset strict --set reading-time.on=false",
		" --since 2003-03-0",
		" --until 2003-", " --filter 'user=김민수' --db-plain-http /srv/logs/hibrain.db"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s does not say %s", got, want)
		}
	}
	if a.lastWayBack() != got {
		t.Errorf("what is printed after a lost connection is %s", a.lastWayBack())
	}
}

func TestBookmarksLeadBack(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	press(a, "down", "enter", "tab", "enter", "*")
	if !strings.Contains(seen(a), "bookmarked: users/scraper/session/1") {
		t.Fatalf("%s", seen(a))
	}
	press(a, "esc", "esc", "'")
	if !strings.Contains(seen(a), "scraper › session 1 of 4") {
		t.Fatalf("%s", seen(a))
	}
	press(a, "enter")
	if a.link() != "users/scraper/session/1" {
		t.Fatalf("the bookmark leads to %s", a.link())
	}
	a.work.Kept[LoadPrefix+"spoor load a.log"] = "spoor load a.log"
	press(a, "'")
	if strings.Contains(seen(a), "spoor load") || !strings.Contains(seen(a), "forget") {
		t.Errorf("what is saved here:\n%s", seen(a))
	}
	press(a, "esc")
	delete(a.work.Kept, LoadPrefix+"spoor load a.log")
	press(a, "*")
	if len(c.Store) != 0 || len(a.work.Kept) != 0 {
		t.Errorf("%v is still kept", c.Store)
	}
}
