package user

import (
	"testing"

	"spoor/analysis/units"
)

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
