package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis/web"
	"spoor/store/logline"
	"spoor/store/model"
)

// userKeysOf are the keys of all users that have events.
func userKeysOf(events []placed) []string {
	var keys []string
	for _, event := range events {
		keys = append(keys, string(event.Key))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func trackOf(t *testing.T, c *Case, key string) *model.Track {
	t.Helper()
	track, err := c.Track(t.Context(), key)
	check(t, err)
	return track
}

// TestTrackIsWhatWentIn compares the track of every user with the events that were put in, and with what v_event says.
func TestTrackIsWhatWentIn(t *testing.T) {
	c, events := generatedCase(t, 11, 1200, 350)
	_, err := c.Matrix(t.Context())
	check(t, err)
	for _, key := range userKeysOf(events) {
		track := trackOf(t, c, key)
		own := eventsOf(events, key)
		var got, want, plain []string
		for _, e := range track.Events {
			got = append(got, fmt.Sprint(e.Time, " ", e.Request.Action, " ", e.Request.Target, " ",
				e.Client.Address, " ", e.Client.Agent, " ", e.Referrer, " ",
				e.Status, " ", e.Bytes, " ", e.Source, " ", e.Line))
			plain = append(plain, words(clock(e.Time), e.Request.Action, e.Request.Target,
				e.Status, e.Bytes+1, e.Client.Address, e.Client.Agent, e.Referrer, fmt.Sprintf("/logs/%02d.log", e.Source), e.Line))
		}
		for _, e := range own {
			want = append(want, fmt.Sprint(e.Time, " ", model.Text(e.Action), " ", model.Text(e.Target), " ",
				model.Text(e.Client), " ", model.Text(e.Agent), " ", model.Text(e.Referrer), " ",
				e.Status, " ", e.Bytes, " ", e.Source, " ", e.Line))
		}
		if track.Key != key || !slices.Equal(got, want) {
			t.Errorf("track of %s: %d events\n%s\nwant %d\n%s", key, len(got), someOf(got), len(want), someOf(want))
		}
		view := table(t, c, `SELECT time, action, target, coalesce(status, 0), coalesce(bytes + 1, 0),
				ip, agent, coalesce(referrer, ''), source, line
			FROM v_event WHERE user = ? ORDER BY time, source, line`, key)
		if !slices.Equal(plain, view) {
			t.Errorf("track of %s:\n%s\nv_event says\n%s", key, someOf(plain), someOf(view))
		}
	}
}

// words writes values as table does.
func words(values ...any) string {
	var quoted []string
	for _, value := range values {
		quoted = append(quoted, fmt.Sprintf("%q", fmt.Sprint(value)))
	}
	return strings.Join(quoted, " ")
}

// TestSessionsAreThoseOfTheView compares the sessions of a track with v_session, which cuts them by window functions,
// where a page logs out and at three timeouts.
func TestSessionsAreThoseOfTheView(t *testing.T) {
	c, events := generatedCase(t, 12, 1500, 400)
	_, err := c.Matrix(t.Context())
	check(t, err)
	_, err = c.writer.Exec("UPDATE page SET logout = 1 WHERE request IN (SELECT id FROM request WHERE target = '/news/1')")
	check(t, err)
	for _, timeout := range []time.Duration{time.Second, 299 * time.Second, 300 * time.Second, 30 * time.Minute} {
		check(t, c.SetTimeout(t.Context(), timeout))
		var got []string
		for _, key := range userKeysOf(events) {
			track := trackOf(t, c, key)
			for i, s := range track.Sessions {
				first, last := track.Events[s.First].Time, track.Events[s.End-1].Time
				got = append(got, words(key, i+1, clock(first), clock(last), s.End-s.First, s.Views))
			}
			checkSessions(t, track, timeout)
		}
		want := table(t, c, "SELECT user, session, start, end, events, views FROM v_session ORDER BY user, session")
		if !slices.Equal(got, want) {
			t.Fatalf("timeout %s: %d sessions\n%s\nv_session says %d\n%s",
				timeout, len(got), someOf(got), len(want), someOf(want))
		}
	}
}

func clock(milliseconds int64) string {
	return time.UnixMilli(milliseconds).UTC().Format("2006-01-02T15:04:05.000Z")
}

// checkSessions goes through a track with the definitions of a session and of a reading time at hand.
func checkSessions(t *testing.T, track *model.Track, timeout time.Duration) {
	t.Helper()
	next := 0
	for _, s := range track.Sessions {
		if s.First != next || s.End <= s.First {
			t.Fatalf("%s: session %+v, want one from %d on", track.Key, s, next)
		}
		next = s.End
		for i := s.First; i < s.End; i++ {
			e := track.Events[i]
			if i+1 < s.End && (e.Request.Target == "/news/1" || track.Events[i+1].Time-e.Time > timeout.Milliseconds()) {
				t.Errorf("%s: the session does not end at event %d", track.Key, i)
			}
			want := int64(-1)
			for k := i + 1; k < s.End && e.Traits.Has(web.View) && want < 0; k++ {
				if !track.Events[k].Traits.Has(web.Static) {
					want = track.Events[k].Time - e.Time
				}
			}
			if e.Reading != want {
				t.Errorf("%s: event %d is read for %d ms, want %d", track.Key, i, e.Reading, want)
			}
		}
	}
	if next != len(track.Events) {
		t.Errorf("%s: %d events in sessions, want %d", track.Key, next, len(track.Events))
	}
}

// TestEventsMeanWhatTheirPagesSay spells out what the default site makes of requests and clicks.
func TestEventsMeanWhatTheirPagesSay(t *testing.T) {
	c := newCase(t)
	events := []placed{
		{Event: logline.Event{Action: []byte("GET"), Target: []byte("/jobs/7?q=1"), Status: 200}},
		{Event: logline.Event{Action: []byte("GET"), Target: []byte("/jobs/7"), Status: 304}},
		{Event: logline.Event{Action: []byte("GET"), Target: []byte("/jobs/7"), Status: 404}},
		{Event: logline.Event{Action: []byte("POST"), Target: []byte("/jobs/7"), Status: 200}},
		{Event: logline.Event{Action: []byte("GET"), Target: []byte("/app.js"), Status: 200}},
		{Event: logline.Event{Action: []byte("purchase"), Target: []byte("x1"), Menu: []byte("shoes"),
			Click: true, Item: []byte("x1"), Agent: []byte("Googlebot/2.1")}},
		{Event: logline.Event{Action: []byte("login"), Menu: []byte("login"), Click: true}},
	}
	for i := range events {
		events[i].Key, events[i].Bytes, events[i].Time = []byte("kim"), -1, int64(i)
		events[i].Source, events[i].Line = 1, int64(i+1)
	}
	appendEvents(t, c, 1, events, 100)
	_, err := c.Matrix(t.Context())
	check(t, err)
	const view, static, robot, purchase, click = web.View, web.Static, web.Robot, web.Purchase, web.Click
	for i, want := range []struct {
		item, menu string
		traits     web.Traits
	}{
		{"/jobs/7", "jobs", view}, {"/jobs/7", "jobs", view}, {"/jobs/7", "jobs", 0}, {"/jobs/7", "jobs", 0},
		{"/app.js", "app.js", static}, {"x1", "shoes", view | robot | purchase | click}, {"", "login", click},
	} {
		got := trackOf(t, c, "kim").Events[i]
		got.Traits &^= web.ClientErrors // is of no interest here
		if got.Request.Item != want.item || got.Request.Menu != want.menu || got.Traits != want.traits {
			t.Errorf("event %d: item %q, menu %q, traits %b, want %q, %q, %b",
				i, got.Request.Item, got.Request.Menu, got.Traits, want.item, want.menu, want.traits)
		}
	}
}

func TestTrackOfNobody(t *testing.T) {
	c, _ := generatedCase(t, 1, 10, 10)
	if _, err := c.Track(t.Context(), "10000"); err == nil || !strings.Contains(err.Error(), "10000") {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Track(ctx, "user1"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestTrackKnowsTheRobotsOfTheSite, which are robots in the metrics as well.
func TestTrackKnowsTheRobotsOfTheSite(t *testing.T) {
	c := newCase(t)
	appendEvents(t, c, 1, []placed{
		{Event: logline.Event{Time: 1000, Key: []byte("kim"), Action: []byte("GET"), Target: []byte("/a"),
			Status: 200, Agent: []byte("OurProbe/2")}, Source: 1, Line: 1},
		{Event: logline.Event{Time: 2000, Key: []byte("kim"), Action: []byte("GET"), Target: []byte("/b"),
			Status: 200, Agent: []byte("Firefox")}, Source: 1, Line: 2},
	}, 2)
	check(t, c.SetSite(t.Context(), "site.toml", []byte("robots = ['^ourprobe']")))
	matrix, err := c.Matrix(t.Context())
	check(t, err)
	track := trackOf(t, c, "kim")
	first, second := &track.Events[0], &track.Events[1]
	robots := matrix.Stats[0].RobotEvents
	if robots != 1 || !first.Client.Robot || !first.Traits.Has(web.Robot) || second.Client.Robot {
		t.Errorf("%d events of robots, %+v and %+v", robots, *first.Client, *second.Client)
	}
}
