package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"spoor/store/model"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term/termtest"
)

// TestEventTermsFindWhoTheTracksSay compares what filters find with a slow look at every event of every user.
func TestEventTermsFindWhoTheTracksSay(t *testing.T) {
	c := newFakeCase("evil\x1b[31m", "Wget ü")
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	event := func(holds func(e *model.Event) bool) func(*model.Track) bool {
		return func(track *model.Track) bool {
			return slices.ContainsFunc(track.Events, func(e model.Event) bool {
				return e.Time <= fakecase.March.To && holds(&e)
			})
		}
	}
	address := func(begin string) func(*model.Track) bool {
		return event(func(e *model.Event) bool { return strings.HasPrefix(e.Client.Address, begin) })
	}
	not := func(holds func(*model.Track) bool) func(*model.Track) bool {
		return func(track *model.Track) bool { return !holds(track) }
	}
	for text, holds := range map[string]func(*model.Track) bool{
		"ip:10.1.2.7":  address("10.1.2.7"),
		"-ip:10.1.2.7": not(address("10.1.2.7")),
		"ip:10.1.2.0/27": event(func(e *model.Event) bool {
			var n int
			_, err := fmt.Sscanf(e.Client.Address, "10.1.2.%d", &n)
			return err == nil && n < 32
		}),
		"ip:192.168":   func(*model.Track) bool { return false },
		"ip:":          func(*model.Track) bool { return true },
		"agent:CURL":   event(func(e *model.Event) bool { return strings.Contains(e.Client.Agent, "curl") }),
		"agent:wget":   event(func(e *model.Event) bool { return strings.HasPrefix(e.Client.Agent, "Wget") }),
		"item:7":       event(func(e *model.Event) bool { return e.Request.Item == "7" }),
		"-item:7":      not(event(func(e *model.Event) bool { return e.Request.Item == "7" })),
		"item:posting": func(*model.Track) bool { return true },
		"item:40 agent:msie": event(func(e *model.Event) bool {
			return e.Request.Item == "40" &&
				strings.Contains(e.Client.Agent, "MSIE")
		}),
	} {
		drain(a, u.refilter(text))
		var got, want []string
		for _, row := range u.rows {
			got = append(got, a.work.Users.Key[row])
		}
		for _, track := range c.Tracks {
			if _, there := a.work.Users.Row(track.Key); there && holds(track) {
				want = append(want, track.Key)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s finds %d users, not %d", text, len(got), len(want))
		}
	}
}

// TestFilterWaitsForTheEvents types a filter that needs them, as they would be read by Bubble Tea: not at once.
func TestFilterWaitsForTheEvents(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	a.Update(termtest.Key("i"))
	a.Update(termtest.Key("p"))
	_, read := a.Update(termtest.Key(":"))
	if !u.waits || !strings.Contains(termtest.Text(a.frame(), 120, 40), "… (… read) of 255") || len(u.rows) != 255 {
		t.Errorf("while the events are read the screen says\n%s", termtest.Text(a.frame(), 120, 40))
	}
	_, again := a.Update(termtest.Key("1"))
	if again != nil {
		t.Error("the next key reads them once more")
	}
	a.Update(termtest.Key("9"))
	drain(a, read)
	if u.waits || len(u.rows) != 0 {
		t.Errorf("afterwards %d users are found", len(u.rows))
	}
	press(a, "backspace", "backspace")
	if len(u.rows) != 255 {
		t.Errorf("without waiting %d users are found", len(u.rows))
	}
}

// TestFilterGivesUpTheEvents takes the filter back while they are read.
func TestFilterGivesUpTheEvents(t *testing.T) {
	for _, keys := range [][]string{{"backspace", "backspace", "backspace"}, {"esc"}} {
		a := shown(t, newFakeCase(), 120, 40)
		u := a.stack[0].(*users)
		press(a, "/")
		typed(a, "ip")
		a.Update(termtest.Key(":"))
		if !a.work.Pivots.Running() {
			t.Fatal("the events are not read")
		}
		press(a, keys...)
		if u.waits || a.work.Pivots.Running() || len(u.rows) != 255 && keys[0] == "esc" {
			t.Errorf("%v leave the reading running; %d users", keys, len(u.rows))
		}
	}
}

// TestFilterOutlivesAnotherScreensStop opens the items while the filter waits, and leaves them.
func TestFilterOutlivesAnotherScreensStop(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	typed(a, "ip")
	a.Update(termtest.Key(":"))
	a.Update(termtest.Key("enter"))
	a.Update(termtest.Key("i"))
	press(a, "esc")
	if u.waits || len(u.rows) != 255 || a.work.Pivots.Result == nil {
		t.Errorf("the filter waits for ever: %v", u.waits)
	}
}

func TestFilterSaysWhyTheEventsAreMissing(t *testing.T) {
	c := newFakeCase()
	a := shownAs(t, c, 120, 40, "mono", true)
	c.Lost = errors.New("disk \x1b[31mon fire")
	press(a, "/")
	typed(a, "ip:10.1.2.9")
	for range 2 {
		text := termtest.Text(a.frame(), 120, 40)
		if !strings.Contains(text, "the events can't be read: disk ^[[31mon fire") {
			t.Errorf("the screen says\n%s", text)
		}
		checkClean(t, a)
		press(a, "enter")
	}
	c.Lost = nil
	press(a, "esc", "/")
	typed(a, "ip:10.1.2.9")
	if u := a.stack[0].(*users); u.waits || len(u.rows) != 11 {
		t.Errorf("it is not tried again: %d users", len(u.rows))
	}
}

func TestEventNamesAreCompleted(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	typed(a, "-agent:Moz")
	press(a, "tab")
	if got := u.Text(); got != "-agent:Mozilla" {
		t.Errorf("it is completed to %q", got)
	}
	typed(a, " ip:10.1.2.24")
	if len(u.Offered()) != 10 || !strings.HasPrefix(u.Offered()[0], "ip:10.1.2.24") {
		t.Errorf("%q are offered", u.Offered())
	}
	typed(a, " item:39")
	if !slices.Contains(u.Offered(), "item:390") {
		t.Errorf("%q are offered", u.Offered())
	}
}
