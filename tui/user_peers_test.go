package tui

import "testing"

// TestWalkingPeers opens the first of those who are most alike.
func TestWalkingPeers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "shift+tab", "shift+tab")
	u := a.top().(*user)
	if u.peers == nil || u.place().String() != "users/scraper/peers" {
		t.Fatalf("%s has no peers", u.place())
	}
	press(a, "enter")
	if a.top() != screen(u) {
		t.Error("the user itself is opened")
	}
	press(a, "down", "down", "enter")
	if got := a.top().(*user).key(); got != a.work.Users.Key[u.peers.Alike[0].Row] {
		t.Errorf("enter opens %q", got)
	}
	drain(a, a.work.remeasure(days(0, 4), silent))
	press(a, "esc")
	if u.peers == nil || u.peers.Of.Matrix != a.work.compared() {
		t.Error("the peers are those of before")
	}
}
