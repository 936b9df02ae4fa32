package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// TestOverviewLeadsToItsUsers opens the first line of every panel: the list has as many users as the line says.
func TestOverviewLeadsToItsUsers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "O")
	v := a.top().(*overview)
	for i, p := range v.shown.panels {
		if p.name == "time" || p.name == "referrers" || p.list.Rows() == 0 { // the made-up case knows no referrers
			press(a, "tab")
			continue
		}
		want := p.list.Cell(0, slices.IndexFunc(p.list.Columns, func(c term.Column) bool {
			return c.Title == map[bool]string{true: "flagged", false: "users"}[i == 0]
		}))
		press(a, "enter")
		list, ok := a.top().(*users)
		if !ok {
			t.Fatalf("%s leads to %T", p.name, a.top())
		}
		if got := fmt.Sprint(len(list.rows)); got != want {
			t.Errorf("%s: %s users, and %s are listed by %s", p.name, want, got, list.want.Filter.Text)
		}
		press(a, "esc", "tab")
		if a.top() != screen.Screen(v) {
			t.Fatalf("esc leads from %s to %T: %s", p.name, a.top(), list.want.Filter.Text)
		}
	}
}

// TestOverviewFollowsTheRules: what is odd is counted anew where a rule is turned, without reading the events again.
func TestOverviewFollowsTheRules(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "O")
	before := a.top().(*overview).shown
	press(a, "esc", "r", "space", "esc", "O")
	if now := a.top().(*overview).shown; now.of != before.of || now.now == before.now {
		t.Errorf("the events were read again: %v, the rules are the same: %v", now.of != before.of, now.now == before.now)
	}
}

// TestOverviewComesFirstWhereChosen opens the screens with the option.
func TestOverviewComesFirstWhereChosen(t *testing.T) {
	a, _, err := newRunning(t.Context(), Options{Case: newFakeCase(), Overview: true})
	if err != nil {
		t.Fatal(err)
	}
	a.work.Pauses = workspace.Pauses{}
	drain(a, a.Init())
	if _, ok := a.top().(*overview); !ok {
		t.Errorf("%T comes first", a.top())
	}
}

// TestTheOverviewOpensFromWhatLiesOverAScreen presses O where a row is read in full, and where help is: what lies over
// the screen is closed, since its footer names the key.
func TestTheOverviewOpensFromWhatLiesOverAScreen(t *testing.T) {
	for _, keys := range [][]string{{"v"}, {"O", "v"}, {"down", "enter", "v"}} {
		a := shown(t, newFakeCase(), 120, 40)
		press(a, keys...)
		if a.overlay == nil || !strings.Contains(seen(a), "overview") {
			t.Fatalf("%v does not lead to a reader whose footer names the overview:\n%s", keys, seen(a))
		}
		press(a, "O")
		if a.overlay != nil || a.link() != "overview" {
			t.Errorf("%v and O lead to %s, over it %v", keys, a.link(), a.overlay)
		}
	}
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "v", ",")
	if a.overlay != nil || a.link() != "users" {
		t.Errorf("a step back leads to %s, over it %v", a.link(), a.overlay)
	}
}

// TestOddCountsWhoHits counts again, user by user, those who hit a rule on a side and are no declared robots.
func TestOddCountsWhoHits(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	users, robots := map[string]int{}, 0
	for row := range a.work.Users.Len() {
		hits := a.work.JudgeNow.Hits(a.work.Now.Set, row)
		if a.work.Users.Robot(row) {
			robots += len(hits)
			continue
		}
		for _, hit := range hits {
			users[hit.Side.Mark()+a.work.Users.Rule(hit.Rule).Name]++
		}
	}
	all := a.work.Judgement().Odd()
	for _, odd := range all {
		if want := users[odd.Side.Mark()+odd.Rule]; odd.Users != want {
			t.Errorf("%s%s: %d users, want %d", odd.Side.Mark(), odd.Rule, odd.Users, want)
		}
	}
	if len(all) == 0 || robots == 0 {
		t.Errorf("%d ways to be odd, %d hits of robots", len(all), robots)
	}
}
