package tui

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/internal/fakecase"
	"spoor/tui/screen"
	"spoor/tui/term/termtest"
)

// days is a part of the made-up case's time. Everybody comes in the first two days, and fewer and fewer later.
func days(from, to int) analysis.Window {
	return analysis.Window{From: fakecase.Start.AddDate(0, 0, from).UnixMilli(),
		To: fakecase.Start.AddDate(0, 0, to).UnixMilli()}
}

// keyAt is the user under the cursor of the list.
func keyAt(t *testing.T, a *app) string {
	t.Helper()
	row, ok := a.stack[0].(*users).row()
	if !ok {
		t.Fatal("there is nobody under the cursor")
	}
	return a.work.Users.Key[row]
}

// TestLookReplacesTheUsers puts a part of the time under the list and the whole again, and compares with judging that
// part at once.
func TestLookReplacesTheUsers(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	press(a, "down", "down")
	cursor := keyAt(t, a)
	everybody, before := slices.Clone(u.rows), a.work.Now

	drain(a, a.work.LookAt(days(3, 20)))
	users, err := c.MatrixWith(t.Context(), analysis.DefaultMeasureOptions(), days(3, 20), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := engine.NewBaselineSource(nil).NewJudge(users, analysis.Strict()).Evaluate(analysis.Strict())
	if !slices.Equal(a.work.Now.Score, want.Score) || !slices.Equal(u.rows, want.Order) {
		t.Error("the list is not that of the window")
	}
	if users.Len() == len(everybody) || len(a.work.Segments) != users.Len() {
		t.Errorf("%d users and %d segments in two days", users.Len(), len(a.work.Segments))
	}
	if got := keyAt(t, a); got != cursor {
		t.Errorf("the cursor goes from %q to %q", cursor, got)
	}

	drain(a, a.work.LookAt(analysis.Window{}))
	if !slices.Equal(u.rows, everybody) || !slices.Equal(a.work.Now.Score, before.Score) || keyAt(t, a) != cursor {
		t.Error("the whole time does not look as before")
	}
}

// TestLookKeepsTheFirstLineOnItsUser brings in events that put somebody else on top.
func TestLookKeepsTheFirstLineOnItsUser(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, ">", ">", "R", "home") // by hits, the fewest first
	first := keyAt(t, a)
	drain(a, a.work.LookAt(days(0, 4)))
	if got := keyAt(t, a); got != first {
		t.Errorf("the cursor goes from %q to %q", first, got)
	}
	press(a, "end", "home", "R", "R")
	if u.list.Cursor() != 0 {
		t.Errorf("sorting later moves the cursor to line %d", u.list.Cursor())
	}
}

// TestLookFollowsTheUser opens a user and a session, which stay open over another window, until it is one in which the
// user did nothing.
func TestLookFollowsTheUser(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	typedUser := func(key string) {
		row, _ := a.work.Users.Row(key)
		u := a.stack[0].(*users)
		u.list.MoveTo(u.find(int32(row)))
		press(a, "enter", "tab", "enter")
	}
	typedUser("scraper")
	press(a, "down", "down")
	drain(a, a.work.LookAt(days(0, 5)))
	if got := a.link(); got != "users/scraper/session/1/event/3" {
		t.Errorf("it stands at %s", got)
	}
	if of := a.stack[1].Caption().Crumb; of != "scraper" || a.listed().Cursor() != 2 {
		t.Errorf("the user is %q, the cursor on line %d", of, a.listed().Cursor())
	}
	checkFits(t, a)
	drain(a, a.work.LookAt(days(100, 101)))
	if len(a.stack) != 1 || !slices.Contains(a.messages, "scraper did nothing in this time") {
		t.Errorf("it stands at %s and says %q", a.link(), a.note)
	}
}

// TestStaleWorkIsDroppedByALook delivers what was begun on the users before a look after it.
func TestStaleWorkIsDroppedByALook(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	look := a.work.LookAt(days(0, 1))
	_, arranging := a.Update(termtest.Key("R"))
	_, turning := a.Update(presetChosen(a, analysis.Paper()))
	drain(a, look)
	drain(a, arranging)
	drain(a, turning)
	if n := a.work.Users.Len(); len(a.work.Now.Score) != n || len(a.stack[0].(*users).rows) != n {
		t.Errorf("%d users, %d judged, %d listed", n, len(a.work.Now.Score), len(a.stack[0].(*users).rows))
	}
	if a.work.Now.Set != analysis.Paper() {
		t.Error("the rules that were turned meanwhile are not in force")
	}
}

// presetChosen is the message of choosing rules in a menu.
func presetChosen(a *app, set analysis.RuleSet) screen.Action {
	return func(screen.Host) tea.Cmd { return a.work.Change(set) }
}

// TestAUserIsShownInTheWindow opens users over a part of the time: their sessions and items are those that the reasons
// speak of.
func TestAUserIsShownInTheWindow(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	whole := a.work.Users
	drain(a, a.work.LookAt(days(3, 20)))
	fewer := 0
	for row, key := range a.work.Users.Key {
		track, err := a.work.Tracks()(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		user := a.work.Users.Stats[row]
		if len(track.Events) != int(user.Events) || len(track.Sessions) != int(user.Sessions) {
			t.Errorf("%s: %d events in %d sessions, want %d in %d", key, len(track.Events), len(track.Sessions),
				user.Events, user.Sessions)
		}
		if was, _ := whole.Row(key); whole.Stats[was].Events > user.Events {
			fewer++
		}
	}
	if fewer == 0 {
		t.Error("the window leaves nothing out")
	}
}
