package tui

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"spoor/store/model"
	"spoor/tui/find"
	"spoor/tui/internal/fakecase"
	"spoor/tui/screen"
	"spoor/tui/term"
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
	first := a.top().Caption().Crumb
	address := a.work.Source.(*fakeCase).TrackOf(first).Events[0].Client.Address
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

// column is the cells of a column of the list on top.
func column(t *testing.T, a *app, title string) (cells []string) {
	t.Helper()
	at := slices.IndexFunc(a.listed().All(), func(c term.Column) bool { return c.Heading() == title })
	if at < 0 {
		t.Fatalf("there is no column %s", title)
	}
	for row := range a.listed().Length() {
		cells = append(cells, cellOf(a, row, at))
	}
	return cells
}

// numbers are the cells of a column as numbers.
func numbers(t *testing.T, a *app, title string) (all []int) {
	t.Helper()
	for _, cell := range column(t, a, title) {
		n, err := strconv.Atoi(strings.ReplaceAll(cell, ",", ""))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

// wrong is what is wrong with the filter on screen.
func wrong(a *app) *find.Error { return a.top().(interface{ Wrong() *find.Error }).Wrong() }

func TestPivotFilter(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "i", "/")
	typed(a, "users>5 -posting 13")
	if a.listed().Length() != 0 { // every title begins with Posting
		t.Errorf("%d items are left", a.listed().Length())
	}
	press(a, "esc", "/")
	typed(a, "users>5 13")
	items := column(t, a, "item")
	for i, users := range numbers(t, a, "users") {
		if users <= 5 || !strings.Contains(items[i], "13") {
			t.Errorf("%s of %d users is listed", items[i], users)
		}
	}
	found := a.listed().Length()
	typed(a, " views>x")
	if wrong(a) == nil || wrong(a).Why != `"x" is not a number` || wrong(a).From != 17 || a.listed().Length() != found ||
		found == 0 {
		t.Errorf("%d of %d are left; wrong is %+v", a.listed().Length(), found, wrong(a))
	}
	press(a, "enter", "esc")
	if strings.Contains(seen(a), "users>5") || a.listed().Length() != 400 {
		t.Errorf("esc leaves a filter:\n%s", seen(a))
	}
}

// TestCrowdsFollowTheRules turns the rules while the list is open.
func TestCrowdsFollowTheRules(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "a")
	flagged := func() (n int) {
		for _, c := range numbers(t, a, "flagged") {
			n += c
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
	if a.listed().Length() != 400 {
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
	after := time.Date(2003, 3, 3, 0, 0, 0, 0, time.UTC).UnixMilli()
	want, items := 0, a.work.Pivots.Result.Items
	for _, item := range items {
		if item.Last >= after {
			want++
		}
	}
	if want == 0 || want == len(items) || a.listed().Length() != want {
		t.Errorf("%d items are listed, not %d of %d", a.listed().Length(), want, len(items))
	}
	typed(a, "x")
	if wrong(a) == nil || !strings.Contains(wrong(a).Why, "is not a day") {
		t.Errorf("wrong is %+v", wrong(a))
	}
	press(a, "esc", "/")
	typed(a, "-rob")
	press(a, "tab")
	typed(a, "0")
	if !strings.Contains(seen(a), "/ -robots>0 ") || a.listed().Length() == 400 {
		t.Errorf("it is not completed, or does not filter:\n%s", seen(a))
	}
}
