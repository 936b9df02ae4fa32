package tui

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/tui/workspace"
)

func titlesOf(u *users) (titles []string) {
	for _, c := range u.list.Columns {
		if c.Title != "" {
			titles = append(titles, c.Title)
		}
	}
	return titles
}

func TestColumnsAreChosen(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	usual := []string{"score", "reach", "user", "hits", "segment", "sess", "views", "read", "last", "activity"}
	if got := titlesOf(u); !slices.Equal(got, usual) {
		t.Errorf("usually there are %v", got)
	}
	press(a, "C", "enter", "down", "down", "down", "enter")
	typed(a, "harvest")
	press(a, "enter", "esc")
	want := []string{"score", "reach", "user", "segment", "sess", "views", "read", "last", "activity", "harvest"}
	if got := titlesOf(u); !slices.Equal(got, want) {
		t.Errorf("there are %v", got)
	}
	if got := u.columnChanges(); !slices.Equal(got, []string{"-bar", "-hits", "+harvest"}) {
		t.Errorf("the changes are %v", got)
	}
	for _, change := range []string{"+bar", "+hits", "-harvest", "-user", "-score"} {
		u.turnColumn(change)
	}
	if got := titlesOf(u); !slices.Equal(got, usual) || len(u.turned) > 0 {
		t.Errorf("back again there are %v", got)
	}
}

// TestColumnsAreMoved moves columns from the menu of columns, and back.
func TestColumnsAreMoved(t *testing.T) {
	a := shown(t, newFakeCase(), 200, 40)
	u := a.stack[0].(*users)
	usual := titlesOf(u)
	press(a, "C", "down", "left", "right", "right", "up", "up", "right")
	if got := titlesOf(u); !slices.Equal(got[:3], []string{"score", "user", "reach"}) {
		t.Errorf("the columns are %v", got)
	}
	if got := a.state(u).Order; !slices.Equal(got[:3], []string{"user", "bar", "reach"}) {
		t.Errorf("kept are %v", got)
	}
	b, again := unstarted(t, newFakeCase())
	a.state(u).restore(again)
	send(b, tea.WindowSizeMsg{Width: 200, Height: 40})
	drain(b, b.Init())
	if got := titlesOf(again); !slices.Equal(got, titlesOf(u)) {
		t.Errorf("taken up again are %v", got)
	}
	press(a, "left", "esc") // the bar is the first again, after which the user comes
	if got := a.state(u).Order; !slices.Equal(got[:3], []string{"bar", "user", "reach"}) {
		t.Errorf("moved back, the columns are %v", got)
	}
	press(a, "C", "down", "right", "esc")
	if got := titlesOf(u); !slices.Equal(got, usual) || u.order != nil {
		t.Errorf("as usual again, the columns are %v", got)
	}
	u.order = append([]string{"nothing"}, u.usualOrder()...)
	u.list.Columns = u.columns()
	if got := titlesOf(u); !slices.Equal(got, usual) {
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

// TestRobotsAreMarked looks at a robot of a high score where the segment has no room.
func TestRobotsAreMarked(t *testing.T) {
	a := shown(t, newFakeCase(), 80, 24)
	for _, line := range strings.Split(seen(a), "\n")[4:] {
		robot := strings.Contains(line, "googlebot") || strings.Contains(line, "scraper") // which says that it is curl
		if marked := strings.HasPrefix(strings.TrimLeft(line, " ›"), robotGlyph+" "); marked != robot {
			t.Errorf("%q is marked: %v", line, marked)
		}
	}
}

// TestKeysAreToldApart looks at two users whose keys begin alike, and at one whose key is longer than anything.
func TestKeysAreToldApart(t *testing.T) {
	u := &users{work: &workspace.Workspace{}}
	u.work.Users = analysis.NewMatrix(4)
	for i, key := range []string{"10.0.0.1", "seungseok.park_4", "seungseok.park_5", strings.Repeat("x", 300)} {
		u.work.Users.Append(analysis.UserNumber(i), key, analysis.Measures{})
	}
	for _, c := range []struct {
		rows []int32
		want int
	}{{nil, 15}, {[]int32{0}, 15}, {[]int32{0, 1, 2}, 16}, {[]int32{3}, 24}} {
		u.rows = c.rows
		if got := u.keyWidth(); got != c.want {
			t.Errorf("the keys of %v are shown %d wide, want %d", c.rows, got, c.want)
		}
	}
}
