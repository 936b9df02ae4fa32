package tui

import (
	"testing"
)

// TestWalkingPeers opens the first of those who are most alike.
func TestWalkingPeers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "shift+tab", "shift+tab")
	if a.link() != "users/scraper/peers" || a.listed().Length() < 3 {
		t.Fatalf("%s has no peers", a.link())
	}
	first := cellOf(a, 2, 0)
	press(a, "enter")
	if a.link() != "users/scraper/peers" {
		t.Error("the user itself is opened")
	}
	press(a, "down", "down", "enter")
	if got := a.top().Caption().Crumb; got != first {
		t.Errorf("enter opens %q", got)
	}
	drain(a, a.work.LookAt(days(0, 4)))
	press(a, "esc")
	peers, err := a.work.Judgement().Peers(t.Context(), mustRow(t, a, "scraper"))
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range peers.Alike {
		if got := cellOf(a, 2+i, 0); got != a.work.Users.Key[one.Row] {
			t.Errorf("peer %d is %s, not %s", i, got, a.work.Users.Key[one.Row])
		}
	}
}
