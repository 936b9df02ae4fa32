package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/store/model"
	"spoor/tui/internal/fakecase"
	"spoor/tui/screen"
)

func openedTimeline(t *testing.T) (*app, *timeline) {
	t.Helper()
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "t")
	return a, a.top().(*timeline)
}

// TestTimelineCountsWhatIsInTheTracks compares every bar, at every grain, with the tracks of the users.
func TestTimelineCountsWhatIsInTheTracks(t *testing.T) {
	a, line := openedTimeline(t)
	c := a.work.Source.(*fakeCase)
	for _, g := range engine.Buckets {
		if g.Usual() < line.finest() {
			continue
		}
		edges := g.Edges(g.Begin(line.shown.From, a.work.Clock.Location()), 100, a.work.Clock.Location())
		events, ofFlagged, sessions := make([]int64, 100), make([]int64, 100), make([]int64, 100)
		bar := func(ms int64) int {
			for i := range events {
				if ms >= edges[i] && ms < edges[i+1] {
					return i
				}
			}
			return -1
		}
		for _, track := range c.Tracks {
			row, there := a.work.Users.Row(track.Key)
			for i, e := range track.Events {
				at := bar(e.Time)
				if at < 0 {
					continue
				}
				events[at]++
				if there && a.work.Now.Flagged[row] {
					ofFlagged[at]++
				}
				begins := i == 0 || e.Time-track.Events[i-1].Time > a.work.Users.Timeout.Milliseconds()
				if begins && there && a.work.Now.Flagged[row] {
					sessions[at]++
				}
			}
		}
		for i := range events {
			want := engine.Activity{Events: events[i], Flagged: ofFlagged[i], Sessions: sessions[i]}
			if got := line.shown.Between(edges[i], edges[i+1]); got != want {
				t.Fatalf("%s: bar %d has %+v, not %+v", g.Name, i, got, want)
			}
		}
	}
	if all := line.shown.Between(line.shown.From, line.shown.End()); all.Events != c.CountEvents() {
		t.Errorf("%d events in all, not %d", all.Events, c.CountEvents())
	}
}

// TestZoomKeepsThePlace zooms in as far as it goes and out again.
func TestZoomKeepsThePlace(t *testing.T) {
	a, line := openedTimeline(t)
	press(a, "right", "right", "right")
	grain, at, left := line.grain, line.cursor, line.left
	for range 20 {
		before := line.cursor
		press(a, "+")
		if line.cursor < before-engine.Buckets[line.grain].Usual().Milliseconds() ||
			line.cursor >= engine.Buckets[grain].Next(at, a.work.Clock.Location()) {
			t.Fatalf("%s: the cursor leaves its bar for %s", engine.Buckets[line.grain].Name, a.work.Clock.DateTime(line.cursor))
		}
	}
	if line.grain != 3 { // 42 days are counted in minutes
		t.Errorf("the finest is %s", engine.Buckets[line.grain].Name)
	}
	for range 20 {
		press(a, "-")
	}
	if line.grain != grain || line.cursor != at || line.left != left {
		t.Errorf("back out there is %s at %s", engine.Buckets[line.grain].Name, a.work.Clock.DateTime(line.cursor))
	}
}

func TestTimelineStaysWithinTheCase(t *testing.T) {
	a, line := openedTimeline(t)
	for _, keys := range [][]string{{"left"}, {"pgup"}, {"end"}, {"right"}, {"pgdown"}, {"+", "+", "+"}, {"pgdown"},
		{"end"}, {"pgdown"}, {"home"}, {"left"}} {
		press(a, keys...)
		end := engine.Buckets[line.grain].On(line.left, line.bars(), a.work.Clock.Location())
		if line.cursor < line.from() || line.cursor > line.last() || line.left < line.from() || line.cursor < line.left ||
			line.cursor >= end {
			t.Errorf("%v lead to %s, from %s on", keys, a.work.Clock.DateTime(line.cursor), a.work.Clock.DateTime(line.left))
		}
	}
}

// TestAMarkedStretchIsTheWindow marks days, makes them the window of all screens, and goes back to all of the time.
func TestAMarkedStretchIsTheWindow(t *testing.T) {
	a, line := openedTimeline(t)
	press(a, "right", "space", "right", "right")
	from, to := line.stretch()
	want := line.shown.Between(from, to).Events
	press(a, "enter")
	if a.work.Window != (analysis.Window{From: from, To: to - 1}) || engine.Events(a.work.Users) != want || want == 0 {
		t.Errorf("the window %v has %d events, not %d", a.work.Window, engine.Events(a.work.Users), want)
	}
	if line.marked || !strings.Contains(a.note, "users in this time") ||
		!strings.Contains(a.frame(), a.work.WindowWords()) {
		t.Errorf("it says %q", a.note)
	}
	press(a, "i")
	if items := a.work.Pivots.Result; items.Window != a.work.Window {
		t.Errorf("the items are those of %v", items.Window)
	}
	press(a, "W")
	if items := a.work.Pivots.Result; a.work.Window != (analysis.Window{}) ||
		engine.Events(a.work.Users) != a.work.Source.(*fakeCase).CountEvents() && items.Window != fakecase.March {
		t.Errorf("W leads to %v, with the items of %v", a.work.Window, items.Window)
	}
	press(a, "W")
	if !strings.Contains(a.note, "all of the case's time is on screen") {
		t.Errorf("a second W says %q", a.note)
	}
}

func TestEmptyStretchIsNoWindow(t *testing.T) {
	a, line := openedTimeline(t)
	press(a, "end")
	for n := int64(1); n > 0; {
		press(a, "left")
		n = line.shown.Between(line.stretch()).Events
	}
	press(a, "enter")
	if a.work.Window != (analysis.Window{}) || !strings.Contains(a.note, "nothing happened then") {
		t.Errorf("the window is %v: %q", a.work.Window, a.note)
	}
	press(a, "space", "esc")
	if line.marked || a.top() != screen.Screen(line) {
		t.Error("esc does not forget the mark first")
	}
	press(a, "esc")
	if crumbs(a) != "" {
		t.Error("esc does not go back")
	}
}

// TestTimelineFollowsTheRules turns the rules until nobody is flagged.
func TestTimelineFollowsTheRules(t *testing.T) {
	a, line := openedTimeline(t)
	if n := line.shown.Between(line.shown.From, line.shown.End()).Flagged; n == 0 {
		t.Fatal("nobody is flagged")
	}
	next, err := a.work.Rules.With("flag.score=100")
	if err != nil {
		t.Fatal(err)
	}
	drain(a, a.work.Change(next))
	if n := line.shown.Between(line.shown.From, line.shown.End()).Flagged; n != 0 || line.shown.Now != a.work.Now {
		t.Errorf("%d sessions of flagged users are left", n)
	}
}

// TestZoomKeepsTheBarInSight zooms in at every bar: all of it stays in sight, and what is in sight is said.
func TestZoomKeepsTheBarInSight(t *testing.T) {
	a, line := openedTimeline(t)
	bars := int((line.last()-line.from())/engine.Buckets[line.grain].Usual().Milliseconds()) + 1
	for bar := range bars {
		if bar > 0 {
			press(a, "right")
		}
		grain, at, left := line.grain, line.cursor, line.left
		end := engine.Buckets[grain].Next(at, a.work.Clock.Location())
		press(a, "+")
		right := engine.Buckets[line.grain].On(line.left, line.bars(), a.work.Clock.Location())
		if line.left > max(at, line.from()) || right < min(end, line.shown.End()) {
			t.Errorf("bar %d from %s on: in sight is %s", bar, a.work.Clock.DateTime(at),
				a.work.Clock.Interval(line.left, right))
		}
		line.grain, line.cursor, line.left = grain, at, left
	}
	press(a, "+", "+", "+")
	if !strings.Contains(strings.Split(seen(a), "\n")[2], " of 1 Mar") {
		t.Errorf("it does not say what is in sight:\n%s", seen(a))
	}
}

// TestAStretchDrawnWithTheMouseIsTheWindow draws over four bars, and is refused where nothing happened.
func TestAStretchDrawnWithTheMouseIsTheWindow(t *testing.T) {
	a, line := openedTimeline(t)
	bar := func(i int) int { return line.leftEdge() + i }
	send(a, tea.MouseClickMsg{X: bar(2), Y: 10, Button: tea.MouseLeft})
	for i := 3; i <= 5; i++ {
		send(a, tea.MouseMotionMsg{X: bar(i), Y: 12, Button: tea.MouseLeft})
	}
	from, to := line.stretch()
	g, zone := engine.Buckets[line.grain], a.work.Clock.Location()
	if from != g.On(line.left, 2, zone) || to != g.On(line.left, 6, zone) {
		t.Errorf("drawn from %s to %s", a.work.Clock.DateTime(from), a.work.Clock.DateTime(to))
	}
	send(a, tea.MouseReleaseMsg{X: bar(5), Y: 12, Button: tea.MouseLeft})
	if a.work.Window != (analysis.Window{From: from, To: to - 1}) || line.marked {
		t.Errorf("the window is %v", a.work.Window)
	}
	window := a.work.Window
	send(a, tea.MouseMotionMsg{X: bar(9), Y: 12, Button: tea.MouseLeft})
	send(a, tea.MouseClickMsg{X: bar(7), Y: 10, Button: tea.MouseLeft})
	send(a, tea.MouseReleaseMsg{X: bar(7), Y: 10, Button: tea.MouseLeft})
	if a.work.Window != window || line.cursor != g.On(line.left, 7, zone) {
		t.Error("a click alone, or a move without one, changes the window")
	}
}

// TestTheFirstBarHasItsTime has a single event, whose bar begins at no round time.
func TestTheFirstBarHasItsTime(t *testing.T) {
	c := newFakeCase()
	e := c.Tracks[0].Events[0]
	e.Time = fakecase.Start.Add(5*time.Hour + 56*time.Second).UnixMilli()
	c.Tracks = []*model.Track{{Key: "나비", Events: []model.Event{e}, Sessions: []model.Session{{End: 1, Views: 1}}}}
	a := shown(t, c, 80, 24)
	press(a, "t")
	if !strings.Contains(seen(a), " 1 Mar 05:00:56") {
		t.Errorf("no time stands under the axis:\n%s", seen(a))
	}
}
