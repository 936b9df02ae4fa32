package analysis

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func TestMeasureCounts(t *testing.T) {
	got := measureTrack(t, "1h view a1 robot, 2h view a2, 2h1m view b1 robot, 3h purchase, 20h static robot")
	want := Measures{Stats: Stats{
		Events: 5, RobotEvents: 3, Sessions: 4, Views: 3, Purchases: 1, First: 1 * 60 * 60 * 1000,
		Last:     20 * 60 * 60 * 1000,
		Activity: 83000030, TopMenuShare: 2.0 / 3, VisitInterval: 60 * 60 * 1000, FirstHalf: 3, SecondHalf: 1,
		BurstKind: ManyItems, BurstAt: 1 * 60 * 60 * 1000, ScheduleMost: 4,
	}}
	got.Values = want.Values
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestActivity(t *testing.T) {
	for _, c := range []struct {
		name, track string
		window      Window
		want        uint32
	}{
		{"the first eighth and the last", "0s other, 8s other", Window{0, 8000}, 80000008},
		{"eighths of 0.8 s each", "0s other, 1s other, 2s other, 3s other, 4s other, 5s other, 6s other, 6.4s other",
			Window{0, 6400}, 44440448},
		{"anything is at least 1", "0s other, 1ms other, 2ms other, 3ms other, 4ms other, 5ms other, 6ms other, " +
			"7ms other, 8ms other, 9s other", Window{0, 10000}, 80000001},
		{"a window of one instant", "5s other, 5s other", Window{5000, 5000}, 80000000},
		{"events outside the window count at its ends", "0s other, 9s other", Window{3000, 5000}, 80000008},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := NewMeasurer(sessionsOf(time.Minute), c.window, nil).Measure(track(t, c.track), Profile{})
			if got := row.Activity; got != c.want {
				t.Errorf("activity %08d, want %08d", got, c.want)
			}
		})
	}
}

func TestVisitInterval(t *testing.T) {
	for _, c := range []struct {
		track string
		want  time.Duration
	}{
		{"0s other", 0},
		{"0s other, 1h other", time.Hour},
		{"0s other, 1h other, 4h other", 2 * time.Hour},
		{"0s other, 1h other, 4h other, 9h other", 3 * time.Hour},
	} {
		if got := measureTrack(t, c.track).VisitInterval; got != c.want.Milliseconds() {
			t.Errorf("%s: median interval %d ms, want %v", c.track, got, c.want)
		}
	}
}

func TestHalves(t *testing.T) {
	got := measureTrack(t, "0s other, 1h other, 11h59m other, 12h29m other, 13h other")
	if got.FirstHalf != 3 || got.SecondHalf != 1 {
		t.Errorf("%d sessions start in the first half and %d in the second, want 3 and 1", got.FirstHalf, got.SecondHalf)
	}
	for joined, want := range map[string][2]int32{ // starts at 0 h, 1 h, 11 h 59 min, 13 h
		"6h": {4, 0}, "-5h": {3, 1}, "2h": {3, 1}, "23h": {4, 0}, "30h": {4, 0}, "1ms": {3, 1},
	} {
		since, _ := time.ParseDuration(joined)
		got := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, nil).Measure(
			track(t, "0s other, 1h other, 11h59m other, 13h other"), Profile{Joined: since.Milliseconds()})
		if [2]int32{got.FirstHalf, got.SecondHalf} != want || got.Joined != since.Milliseconds() {
			t.Errorf("joined after %s: halves %d and %d, want %v", joined, got.FirstHalf, got.SecondHalf, want)
		}
	}
	if got := measureTrack(t, "12h other"); got.SecondHalf != 1 {
		t.Error("the middle does not belong to the second half")
	}
}

// TestSessionsMeasuredAnew: what was measured with sessions that end otherwise becomes what is measured at once, and of
// the rules just those change whose measures follow from where sessions end.
func TestSessionsMeasuredAnew(t *testing.T) {
	users := crowd(rand.New(rand.NewPCG(1, 1)), 1000)
	window := crowdMatrix(users).Window
	measurer := func(timeout time.Duration) *Measurer {
		return NewMeasurer(sessionsOf(timeout), window, refKnowledge())
	}
	long, short := measurer(2*time.Hour), measurer(20*time.Second)
	var changed [RuleCount]bool
	for i, u := range users {
		profile := Profile{Has: u.has, Address: i%3 == 0, Joined: window.From + int64(i)*1000}
		row := long.Measure(u.events, profile)
		before, want := row, short.Measure(u.events, profile)
		if short.MeasureSessions(u.events, &row); fmt.Sprintf("%+v", row) != fmt.Sprintf("%+v", want) {
			t.Fatalf("%s is\n%+v, not\n%+v", u.key, row, want)
		}
		for r := range Rules {
			changed[r] = changed[r] || fmt.Sprint(before.Values[r]) != fmt.Sprint(want.Values[r])
		}
	}
	for r := range Rules {
		if changed[r] != Rules[r].ofSessions {
			t.Errorf("%s follows from where sessions end: %v; it changes: %v", Rules[r].Name, Rules[r].ofSessions, changed[r])
		}
	}
}

func TestMeasureAllocatesNothing(t *testing.T) {
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, nil)
	events := track(t, "0s view a1, 10s view b2, 20s static, 1h view a3, 2h view a4, 2h1m view a1, 2h2m view c1, "+
		"2h3m logout")
	m.Measure(events, Profile{})
	if allocations := testing.AllocsPerRun(100, func() { m.Measure(events, Profile{}) }); allocations != 0 {
		t.Errorf("%v allocations a user", allocations)
	}
}
