package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
	"spoor/tui/workspace"
)

// came tells the app how far the case has come, as the watch would.
func came(t *testing.T, a *app, c *fakeCase) {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	if err := workspace.Follow(ctx, oneLook{c, end}, 0, func(msg tea.Msg) { send(a, msg) }); err != nil {
		t.Fatal(err)
	}
}

// oneLook is a case that is looked at once.
type oneLook struct {
	*fakeCase
	end context.CancelFunc
}

func (o oneLook) Watch(context.Context) (workspace.Watch, error) { return o, nil }

func (o oneLook) Watermark(ctx context.Context) (store.Watermark, error) {
	o.end()
	return o.fakeCase.Watermark(ctx)
}

// TestNewEventsAreToldAndBroughtIn lets somebody become the most suspicious of all while the cursor is elsewhere.
func TestNewEventsAreToldAndBroughtIn(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	press(a, "down", "down", "down")
	before, cursor := strings.Split(termtest.Text(a.frame(), 120, 40), "\n"), keyAt(t, a)
	c.AddVisit("ashley", 29, 90)
	c.AddVisit("user042", 29, 38)
	came(t, a, c)
	after := strings.Split(termtest.Text(a.frame(), 120, 40), "\n")
	if !strings.Contains(after[0], "spoor  hibrain.db  new: 128  ") || !slices.Equal(before[1:], after[1:]) {
		t.Errorf("more changes than the header:\n%s", strings.Join(after, "\n"))
	}
	press(a, "N")
	if got := keyAt(t, a); got != cursor {
		t.Errorf("the cursor goes from %q to %q", cursor, got)
	}
	if a.note != "128 events brought in" || strings.Contains(a.frame(), "new: ") {
		t.Errorf("it says %q", a.note)
	}
	again := shown(t, c, 120, 40)
	if !slices.Equal(a.work.Now.Score, again.work.Now.Score) ||
		!slices.Equal(a.stack[0].(*users).rows, again.stack[0].(*users).rows) {
		t.Error("it does not look as if the case were opened now")
	}
	press(a, "N")
	if a.note != "nothing is new" {
		t.Errorf("it says %q", a.note)
	}
}

// TestFirstEventsAreBroughtInByThemselves opens a case that a load has just begun: what then comes is shown unasked,
// for there is nothing yet that somebody might be looking at. What comes after that is told and waits.
func TestFirstEventsAreBroughtInByThemselves(t *testing.T) {
	c := newFakeCase()
	first := c.Tracks
	c.Tracks = nil
	a := shown(t, c, 120, 40)
	if got := a.frame(); !strings.Contains(got, "0 users  0 events") || strings.Contains(got, "new: ") {
		t.Fatalf("%s", termtest.Text(got, 120, 40))
	}
	c.Tracks = first
	came(t, a, c)
	brought := term.Plural(c.CountEvents(), "event")
	if got := a.frame(); a.note != brought+" brought in" || !strings.Contains(got, brought+"  ") {
		t.Errorf("it says %q:\n%s", a.note, termtest.Text(got, 120, 40))
	}
	c.AddVisit("user042", 29, 38)
	came(t, a, c)
	if got := a.frame(); !strings.Contains(got, brought+"  ") || !strings.Contains(got, "new: 38") {
		t.Errorf("%s", termtest.Text(got, 120, 40))
	}
}

// TestWhatIsReadAheadOfTheUsersIsSaid opens screens that read the case as it is now, over users of before.
func TestWhatIsReadAheadOfTheUsersIsSaid(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	c.AddVisit("ashley", 29, 90)
	came(t, a, c)
	for _, key := range []string{"O", "t"} {
		press(a, key)
		if got := a.frame(); !strings.Contains(got, "90 events of these not brought in yet") {
			t.Errorf("%s:\n%s", key, termtest.Text(got, 120, 40))
		}
		press(a, "N")
		if got := a.frame(); strings.Contains(got, "not brought in yet") {
			t.Errorf("%s, brought in:\n%s", key, termtest.Text(got, 120, 40))
		}
		press(a, "esc")
		c.AddVisit("ashley", 29, 90)
		came(t, a, c)
	}
}

// TestBringingInReachesTheOpenScreens has a user and one of its sessions open while it does more.
func TestBringingInReachesTheOpenScreens(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	press(a, "down", "enter", "tab", "down", "enter", "down", "down", "down")
	key, line := a.stack[1].Caption().Crumb, a.listed().InFull()
	c.AddVisit(key, 29, 5)
	c.AddVisit("a first user", 29, 5)
	came(t, a, c)
	if !strings.Contains(a.frame(), "new: 10") {
		t.Error("the session says nothing of new events")
	}
	sessions := len(c.TrackOf(key).Sessions) // with that of the visit
	press(a, "N")
	if crumb := a.top().Caption().Crumb; a.listed().InFull() != line || crumb != "session 2 of "+term.Count(sessions) {
		t.Errorf("%s: %s", crumb, a.listed().InFull())
	}
	press(a, "esc")
	if a.listed().Length() != sessions || a.listed().Cursor() != 1 || a.top().Caption().Crumb != key {
		t.Errorf("%q has %d sessions, the cursor is on %d", a.top().Caption().Crumb, a.listed().Length(), a.listed().Cursor())
	}
}

// TestBringingInCanBeStopped presses the key twice, and delivers the result all the same.
func TestBringingInCanBeStopped(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	c.AddVisit("ashley", 29, 90)
	before := a.work.Users
	_, cmd := a.Update(termtest.Key("N"))
	if !strings.Contains(a.frame(), "measuring…") {
		t.Error("it does not say that it measures")
	}
	press(a, "N")
	drain(a, cmd)
	if a.work.Users != before || a.note != "stopped; nothing has changed" {
		t.Errorf("it says %q", a.note)
	}
}

// TestBringingInFails keeps the screens as they are where the case can't be read.
func TestBringingInFails(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	before := a.work.Users
	c.Lost = errors.New("disk on fire")
	press(a, "N")
	if a.work.Users != before || a.work.Remeasures() || a.note != "nothing has changed: disk on fire" {
		t.Errorf("it says %q", a.note)
	}
}

// TestVerdictsGivenMeanwhileStand gives a verdict after a look has read them.
func TestVerdictsGivenMeanwhileStand(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	c.AddVisit("ashley", 29, 90)
	_, cmd := a.Update(termtest.Key("N"))
	done := cmd().(tea.BatchMsg)[0]()
	press(a, "down", "m", "enter")
	send(a, done)
	row, _ := a.work.Users.Row("scraper")
	if label, _ := a.work.Verdict(int32(row)); label != store.Suspicious || strings.Contains(seen(a), "new: ") {
		t.Errorf("the verdict is %q", label)
	}
}

// readCase tells when its events are being read.
type readCase struct {
	*fakeCase
	reading func()
}

func (c *readCase) Pivots(ctx context.Context, window analysis.Window, timeout time.Duration,
	told model.Progress) (*model.Pivots, error) {
	c.reading()
	return c.fakeCase.Pivots(ctx, window, timeout, told)
}

func (c *readCase) Overview(ctx context.Context, window analysis.Window, zone *time.Location,
	told model.Progress) (*model.Overview, error) {
	c.reading()
	return c.fakeCase.Overview(ctx, window, zone, told)
}

// TestListsOfEventsSayThatTheyAreReadAnew brings in what is new: what was read before is not shown with what is said of
// users now, nor exported, and then the cursor is where it was.
func TestListsOfEventsSayThatTheyAreReadAnew(t *testing.T) {
	for _, place := range []string{"i", "a", "O"} {
		c := &readCase{newFakeCase(), func() {}}
		a := shown(t, c, 120, 40)
		press(a, place, "end")
		line, reads := a.listed().Cell(a.listed().Cursor(), 0), 0
		c.AddVisit("ashley", 29, 90)
		came(t, a, c.fakeCase)
		c.reading = func() {
			reads++
			press(a, "e")
			if !strings.Contains(seen(a), "reading the events…") || a.overlay != nil {
				t.Errorf("%s shows what was before:\n%s", place, seen(a))
			}
		}
		press(a, "N")
		if got := a.listed(); reads != 1 || got == nil || got.Length() == 0 || got.Cell(got.Cursor(), 0) != line {
			t.Errorf("%s, read %d times, is on another line than %q:\n%s", place, reads, line, seen(a))
		}
	}
}
