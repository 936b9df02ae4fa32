package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/store/model"
	"spoor/tui/internal/fakecase"
	"spoor/tui/screen"
	"spoor/tui/term/termtest"
	"spoor/tui/userlist"
)

// crumbs are the names of the screens on the stack, but for the first.
func crumbs(a *app) string {
	var names []string
	for _, s := range a.stack[1:] {
		names = append(names, s.Caption().Crumb)
	}
	return strings.Join(names, " › ")
}

// TestThreeKeysFromAUserToAnAddressToItsUsers walks the way that pivots are for, and back.
func TestThreeKeysFromAUserToAnAddressToItsUsers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter")
	first := a.top().(*user).key()
	address := a.work.Source.(*fakeCase).Tracks[a.work.Users.ID[a.top().(*user).row()]].Events[0].Client.Address
	press(a, "a", "enter")
	u, ok := a.top().(*users)
	if !ok || u.among == nil || u.among.Key != address || len(u.rows) == 0 || u.Caption().Link != "addresses/"+address {
		t.Fatalf("a and enter lead to %s", crumbs(a))
	}
	press(a, "enter", "i", "enter", "down", "enter")
	item := a.stack[len(a.stack)-2].(*users)
	if item.among == nil || item.among.One != "item" || !strings.HasPrefix(crumbs(a), first+" › "+address+" › ") {
		t.Fatalf("from there the way to an item leads to %s", crumbs(a))
	}
	cursor := item.list.Cursor()
	press(a, "esc")
	if a.top() != screen.Screen(item) || item.list.Cursor() != cursor {
		t.Error("esc does not lead back to the line that it came from")
	}
	press(a, "esc", "esc", "esc", "esc")
	if crumbs(a) != "" {
		t.Errorf("esc leads back to %q", crumbs(a))
	}
}

// TestVisitorsAreThoseOfTheTracks compares the list of each item's users with what their tracks hold.
func TestVisitorsAreThoseOfTheTracks(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	for _, item := range []string{"7", "133", "399"} {
		var want []string
		for _, track := range c.Tracks {
			views := 0
			for _, e := range track.Events {
				if e.Request.Item == item && e.Time <= fakecase.March.To {
					views++
				}
			}
			if views > 0 {
				want = append(want, fmt.Sprint(track.Key, " ", views))
			}
		}
		drain(a, a.Apply(screen.Push(newVisitors(a.work, userlist.OfItem(item)))))
		u := a.top().(*users)
		var got []string
		for i, row := range u.rows {
			got = append(got, fmt.Sprint(a.work.Users.Key[row], " ", u.Here[row].Count))
			if i > 0 && u.Here[row].Count > u.Here[u.rows[i-1]].Count {
				t.Error("the most views are not first")
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("item %s: %v, not %v", item, got, want)
		}
	}
}

// TestPivotsAreSortedByEveryColumn goes through the columns and back, and looks at the order.
func TestPivotsAreSortedByEveryColumn(t *testing.T) {
	for key, kind := range map[string]*pivotKind{"i": &itemPivot, "a": &addressPivot} {
		a := shown(t, newFakeCase(), 120, 40)
		press(a, key)
		v := a.top().(*pivot)
		for range kind.columns {
			press(a, ">")
			for _, reverse := range []bool{false, true} {
				c := kind.column(v.want.column)
				sorted := slices.IsSortedFunc(v.shown.rows, func(x, y int32) int {
					order := 0
					if c.text != nil {
						order = strings.Compare(c.text(v.shown.view, int(x)), c.text(v.shown.view, int(y)))
					} else {
						order = int(c.number(v.shown.view, int(y)) - c.number(v.shown.view, int(x)))
					}
					if reverse {
						order = -order
					}
					if order == 0 {
						return int(x - y)
					}
					return order
				})
				if !sorted || v.want.reverse != reverse {
					t.Errorf("%s by %s, reverse %v: out of order", kind.all, c.name, reverse)
				}
				press(a, "R")
			}
		}
	}
}

func TestPivotFilter(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "i", "/")
	typed(a, "users>5 -posting 13")
	v := a.top().(*pivot)
	if len(v.shown.rows) != 0 { // every title begins with Posting
		t.Errorf("%d items are left", len(v.shown.rows))
	}
	press(a, "esc", "/")
	typed(a, "users>5 13")
	for _, i := range v.shown.rows {
		if item := v.shown.view.Items[i]; v.shown.view.visitors[i].Users <= 5 || !strings.Contains(item.Name, "13") {
			t.Errorf("%+v is listed", item)
		}
	}
	found := len(v.shown.rows)
	typed(a, " views>x")
	if v.Wrong() == nil || v.Wrong().Why != `"x" is not a number` || v.Wrong().From != 17 || len(v.shown.rows) != found ||
		found == 0 {
		t.Errorf("%d of %d are left; wrong is %+v", len(v.shown.rows), found, v.Wrong())
	}
	press(a, "enter", "esc")
	if v.want.filter.text != "" || len(v.shown.rows) != 400 {
		t.Errorf("esc leaves the filter %q", v.want.filter.text)
	}
}

// TestCrowdsFollowTheRules turns the rules while the list is open.
func TestCrowdsFollowTheRules(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "a")
	v := a.top().(*pivot)
	flagged := func() (n int) {
		for _, c := range v.shown.view.visitors {
			n += int(c.Flagged)
		}
		return n
	}
	if flagged() != a.work.Now.FlaggedCount { // everybody has one address
		t.Errorf("%d flagged at addresses, %d in all", flagged(), a.work.Now.FlaggedCount)
	}
	next, err := a.work.Rules.With("flag.score=100")
	if err != nil {
		t.Fatal(err)
	}
	drain(a, a.work.Change(next))
	if flagged() != a.work.Now.FlaggedCount {
		t.Errorf("%d flagged at addresses, %d in all, after the rules were turned", flagged(), a.work.Now.FlaggedCount)
	}
}

// TestReadingCanBeStopped opens the items while they take long: the screen says so, and esc leaves and stops.
func TestReadingCanBeStopped(t *testing.T) {
	a := shown(t, newFakeCase(), 80, 24)
	a.Update(termtest.Key("i")) // its command is not run: it would wait
	if text := termtest.Text(a.frame(), 80, 24); !strings.Contains(text, "reading the events…") {
		t.Errorf("the screen says\n%s", text)
	}
	press(a, "esc")
	if a.work.Pivots.Running() || crumbs(a) != "" {
		t.Error("esc leaves the reading running")
	}
}

func TestReadingThatFailsSaysWhy(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 80, 24)
	c.Lost = errors.New("disk on fire")
	press(a, "i")
	if text := termtest.Text(a.frame(), 80, 24); !strings.Contains(text, "the events can't be read: disk on fire") {
		t.Errorf("the screen says\n%s", text)
	}
	c.Lost = nil
	press(a, "esc", "i")
	if v := a.top().(*pivot); len(v.shown.rows) != 400 {
		t.Error("it is not tried again")
	}
}

// TestEventsWithoutAddresses looks at a case of which no event tells where it came from, as click events may be.
func TestEventsWithoutAddresses(t *testing.T) {
	c := newFakeCase()
	for _, track := range c.Tracks {
		for i := range track.Events {
			track.Events[i].Client = &model.Client{Agent: track.Events[i].Client.Agent}
		}
	}
	a := shown(t, c, 120, 40)
	press(a, "a")
	if text := termtest.Text(a.frame(), 120, 40); !strings.Contains(text, "no event tells the address that it came from") {
		t.Errorf("the screen says\n%s", text)
	}
	press(a, "esc", "enter", "a", "enter")
	if a.note != "the events do not tell their address" || len(a.stack) != 2 {
		t.Errorf("enter leads to %s: %q", crumbs(a), a.note)
	}
}

// TestBackToAnItem goes on from an item's users and back by the trail.
func TestBackToAnItem(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "i", "down", "enter")
	item := a.link()
	press(a, "enter", ",")
	if a.link() != item || crumbs(a) != "Items › "+strings.TrimPrefix(item, "items/") || a.trail.heading != "" {
		t.Errorf("the place before is %s: %s", a.link(), crumbs(a))
	}
}

// TestPivotFilterSpeaksAsThatOfUsers compares times with days, says what is no day, and completes the names of columns.
func TestPivotFilterSpeaksAsThatOfUsers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "i", "/")
	typed(a, "last>2003-03-02")
	v := a.top().(*pivot)
	after := time.Date(2003, 3, 3, 0, 0, 0, 0, time.UTC).UnixMilli()
	want := 0
	for _, item := range v.shown.view.Items {
		if item.Last >= after {
			want++
		}
	}
	if want == 0 || want == len(v.shown.view.Items) || len(v.shown.rows) != want {
		t.Errorf("%d items are listed, not %d of %d", len(v.shown.rows), want, len(v.shown.view.Items))
	}
	typed(a, "x")
	if v.Wrong() == nil || !strings.Contains(v.Wrong().Why, "is not a day") {
		t.Errorf("wrong is %+v", v.Wrong())
	}
	press(a, "esc", "/")
	typed(a, "-rob")
	press(a, "tab")
	typed(a, "0")
	if got := v.Text(); got != "-robots>0" || v.want.filter.text != got {
		t.Errorf("it is %q, and filters by %q", got, v.want.filter.text)
	}
}
