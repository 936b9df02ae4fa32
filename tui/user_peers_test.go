package tui

import (
	"testing"

	"spoor/analysis/units"
	"spoor/tui/screen"
)

// TestWalkingPeers opens the first of those who are most alike.
func TestWalkingPeers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "shift+tab", "shift+tab")
	u := a.top().(*user)
	if u.peers == nil || u.place().String() != "users/scraper/peers" {
		t.Fatalf("%s has no peers", u.place())
	}
	press(a, "enter")
	if a.top() != screen.Screen(u) {
		t.Error("the user itself is opened")
	}
	press(a, "down", "down", "enter")
	if got := a.top().(*user).key(); got != a.work.Users.Key[u.peers.Alike[0].Row] {
		t.Errorf("enter opens %q", got)
	}
	drain(a, a.work.LookAt(days(0, 4)))
	press(a, "esc")
	if u.peers == nil || u.peers.Of.Matrix != a.work.JudgeNow.Matrix {
		t.Error("the peers are those of before")
	}
}

func TestValuesBesideEachOtherAreBrief(t *testing.T) {
	for _, c := range []struct {
		unit units.Unit
		x    float64
		want string
	}{
		{units.Items, 278, "278"}, {units.Sessions, 1, "1"}, {units.Seconds, 2.1, "2.1 s"},
		{units.Minutes, 100, "1 h 40 min"}, {units.Share, 0.5, "50 %"}, {units.Odds, 20, ">10^12 : 1"},
	} {
		if got := briefly(c.unit, c.x); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}
