package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term/termtest"
)

// came tells the app how far the case has come, as the watch would.
func came(t *testing.T, a *app, c *fakeCase) {
	t.Helper()
	at, err := c.Watermark(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	send(a, arrivedAt(at))
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
	if !slices.Equal(a.work.now.Score, again.work.now.Score) ||
		!slices.Equal(a.stack[0].(*users).rows, again.stack[0].(*users).rows) {
		t.Error("it does not look as if the case were opened now")
	}
	press(a, "N")
	if a.note != "nothing is new" {
		t.Errorf("it says %q", a.note)
	}
}

// TestBringingInReachesTheOpenScreens has a user and one of its sessions open while it does more.
func TestBringingInReachesTheOpenScreens(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	press(a, "down", "enter", "tab", "down", "enter", "down", "down", "down")
	of, at := a.stack[1].(*user), a.top().(*session)
	line, sessions := at.event().Line, len(of.track.Sessions)
	c.AddVisit(of.key(), 29, 5)
	c.AddVisit("a first user", 29, 5)
	came(t, a, c)
	if !strings.Contains(a.frame(), "new: 10") {
		t.Error("the session says nothing of new events")
	}
	press(a, "N")
	if at.event().Line != line || at.number != 1 || len(at.track.Sessions) != sessions+1 {
		t.Errorf("line %d of session %d of %d", at.event().Line, at.number+1, len(at.track.Sessions))
	}
	press(a, "esc")
	if len(of.medians) != sessions+1 || of.lists[sessionsTab].Cursor() != 1 || of.key() != of.track.Key {
		t.Errorf("%q has %d sessions, the cursor is on %d", of.key(), len(of.medians), of.lists[sessionsTab].Cursor())
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
	if a.work.Users != before || a.work.remeasuring.Running() || a.note != "nothing has changed: disk on fire" {
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
	if label, _ := a.work.verdict(int32(row)); label != store.Suspicious || a.work.fresh() > 0 {
		t.Errorf("the verdict is %q", label)
	}
}

// scripted is a case whose watch finds these positions, one after the other, and then ends the context.
type scripted struct {
	*fakeCase
	positions []store.Watermark
	end       context.CancelFunc
	closed    bool
}

func (s *scripted) Watch(context.Context) (Watch, error) { return s, nil }

func (s *scripted) Close() error { s.closed = true; return nil }

func (s *scripted) Watermark(context.Context) (at store.Watermark, err error) {
	if at, s.positions = s.positions[0], s.positions[1:]; at.Events < 0 {
		err = errors.New("busy")
	}
	if len(s.positions) == 0 {
		s.end()
	}
	return at, err
}

func TestWatchTellsOnlyWhatIsNew(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	s := &scripted{fakeCase: &fakeCase{&fakecase.Case{}}, end: end}
	for _, events := range []int64{5, 5, -1, 5, 7, 7, 8, 8} {
		s.positions = append(s.positions, store.Watermark{Events: events})
	}
	var told []int64
	tell := func(msg tea.Msg) { told = append(told, msg.(arrivedAt).Events) }
	if err := watch(ctx, s, 0, tell); err != nil {
		t.Fatal(err)
	}
	if want := []int64{5, 7, 8}; !slices.Equal(told, want) || !s.closed {
		t.Errorf("it tells %v, closed %v", told, s.closed)
	}
}
