package tui

import (
	"slices"
	"testing"
)

func titlesOf(u *users) (titles []string) {
	for _, c := range u.list.columns {
		if c.title != "" {
			titles = append(titles, c.title)
		}
	}
	return titles
}

func TestColumnsAreChosen(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	usual := []string{"score", "user", "hits", "segment", "sess", "views", "read", "last", "activity"}
	if got := titlesOf(u); !slices.Equal(got, usual) {
		t.Errorf("usually there are %v", got)
	}
	press(a, "C", "enter", "down", "enter")
	typed(a, "harvest")
	press(a, "enter", "esc")
	if got := titlesOf(u); !slices.Equal(got, []string{"user", "segment", "sess", "views", "read", "last", "activity", "harvest"}) {
		t.Errorf("there are %v", got)
	}
	if got := u.columnChanges(); !slices.Equal(got, []string{"-score", "-hits", "+harvest"}) {
		t.Errorf("the changes are %v", got)
	}
	for _, change := range []string{"+score", "+hits", "-harvest", "-user"} {
		u.turnColumn(change)
	}
	if got := titlesOf(u); !slices.Equal(got, usual) || len(u.turned) > 0 {
		t.Errorf("back again there are %v", got)
	}
}

// TestVerdictColumnWaits shows the column of verdicts once there is one, unless it was turned off before.
func TestVerdictColumnWaits(t *testing.T) {
	for _, off := range []bool{false, true} {
		a := shown(t, newFakeCase(), 120, 40)
		u := a.stack[0].(*users)
		if off {
			u.turnColumn("-verdict")
		}
		press(a, "m", "enter")
		if got := slices.Contains(titlesOf(u), "verdict"); got == off {
			t.Errorf("turned off %v, it is shown %v", off, got)
		}
	}
}
