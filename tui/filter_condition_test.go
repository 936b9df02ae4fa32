package tui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/store/model"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term/termtest"
)

// TestConditionsFindWhoTheTracksSay compares what filters find with a slow look at every event of every user.
func TestConditionsFindWhoTheTracksSay(t *testing.T) {
	c := newFakeCase("evil\x1b[31m")
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	hour := func(e *model.Event) int { return time.UnixMilli(e.Time).UTC().Hour() }
	for text, holds := range map[string]func(e *model.Event) bool{
		`event:{hour < 2}`:                                func(e *model.Event) bool { return hour(e) < 2 },
		`event:{ status == 200 && hour >= 23 }`:           func(e *model.Event) bool { return hour(e) == 23 },
		`event:{agent contains "curl"} event:{hour == 3}`: nil, // see below
		`event:{path == "/jobs/7"}`:                       func(e *model.Event) bool { return e.Request.Target == "/jobs/7" },
		`event:{path == "} {" || path == "/jobs/8"}`:      func(e *model.Event) bool { return e.Request.Target == "/jobs/8" },
	} {
		drain(a, u.refilter(text))
		var got, want []string
		for _, row := range u.rows {
			got = append(got, a.work.Users.Key[row])
		}
		for _, track := range c.Tracks {
			some := func(holds func(e *model.Event) bool) bool {
				return slices.ContainsFunc(track.Events, func(e model.Event) bool {
					return e.Time <= fakecase.March.To && holds(&e)
				})
			}
			is := holds != nil && some(holds)
			if holds == nil {
				is = some(func(e *model.Event) bool { return strings.Contains(e.Client.Agent, "curl") }) &&
					some(func(e *model.Event) bool { return hour(e) == 3 })
			}
			if is {
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

// TestConditionIsAskedForOnce types a condition letter by letter, among other terms, and turns it round.
func TestConditionIsAskedForOnce(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	typed(a, "user0 event:{hour < 2}")
	found := len(u.rows)
	typed(a, " -robot")
	press(a, "enter", "/")
	typed(a, " event:{hour > 21}")
	drain(a, u.refilter("user0 -event:{hour < 2}"))
	if all := 100; found == 0 || found+len(u.rows) != all {
		t.Errorf("%d have such events, and %d have none, of %d", found, len(u.rows), all)
	}
	if !slices.Equal(c.Asked, []string{"hour < 2", "hour > 21"}) {
		t.Errorf("the case was asked for %q", c.Asked)
	}
}

// TestConditionWaits shows the list as it was while the events are read, and gives up with esc.
func TestConditionWaits(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	typed(a, "event:{hour < 2")
	if len(u.rows) != 255 || u.waits {
		t.Errorf("before it ends %d users are listed", len(u.rows))
	}
	_, read := a.Update(termtest.Key("}"))
	if !u.waits || !strings.Contains(termtest.Text(a.frame(), 120, 40), "… (… read) of 255") {
		t.Errorf("while the events are read the screen says\n%s", termtest.Text(a.frame(), 120, 40))
	}
	a.Update(termtest.Key("esc"))
	drain(a, read)
	if u.waits || a.work.Matching.Running() || a.work.Matching.Result != nil {
		t.Error("esc leaves the reading running")
	}
}

func TestConditionSaysWhyTheEventsAreMissing(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	c.Lost = errors.New("disk \x1b[31mon fire")
	press(a, "/")
	typed(a, "event:{hour < 2}")
	if text := termtest.Text(a.frame(), 120, 40); !strings.Contains(text, "the events can't be read: disk ␛[31mon fire") {
		t.Errorf("the screen says\n%s", text)
	}
}

func TestFieldsAreCompleted(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	press(a, "/")
	typed(a, "-ev")
	press(a, "tab")
	typed(a, "stat")
	press(a, "tab")
	typed(a, " == 404 && prof")
	press(a, "tab")
	if got := u.Text(); got != "-event:{status == 404 && profile." {
		t.Errorf("it is completed to %q", got)
	}
	typed(a, `major == "ho`)
	if len(u.Offered()) != 0 {
		t.Errorf("in a text %q are offered", u.Offered())
	}
}
