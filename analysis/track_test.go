package analysis

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"spoor/analysis/clock"
	"spoor/analysis/web"
)

// track writes a user's events down: "0s view a1, 5s static, 1m other, 90s logout" is a view of item 1 in menu a after
// no time, something static after five seconds, and so on. "view -1" is in no menu; "robot" after a kind says so of the
// agent, "summary" or "detail" is a level, "#3" the request, "@2" the client.
func track(t testing.TB, text string) []web.Event {
	t.Helper()
	kinds := map[string]web.Traits{"view": web.View, "static": web.Static, "logout": web.Logout,
		"purchase": web.Purchase, "other": 0, "robot": web.Robot, "refused": web.ClientErrors,
		"click": web.Click, "from": web.Referred, "fails": web.LoginFailed, "passes": web.LoginPassed}
	levels := map[string]web.Level{"summary": web.LevelSummary, "detail": web.LevelDetail}
	var events []web.Event
	for _, part := range strings.Split(text, ", ") {
		words := strings.Fields(part)
		after, err := time.ParseDuration(words[0])
		if err != nil {
			t.Fatal(err)
		}
		event := web.Event{Time: after.Milliseconds(), Item: web.None, Menu: web.None}
		for _, word := range words[1:] {
			if kind, known := kinds[word]; known {
				event.Traits |= kind
				continue
			}
			if level, known := levels[word]; known {
				event.Level = level
				continue
			}
			if into := map[byte]*int32{'#': &event.Request, '@': &event.Client}[word[0]]; into != nil {
				if _, err := fmt.Sscan(word[1:], into); err != nil {
					t.Fatal(err)
				}
				continue
			}
			if word[0] != '-' {
				event.Menu = int32(word[0] - 'a')
			}
			if _, err := fmt.Sscan(word[1:], &event.Item); err != nil {
				t.Fatal(err)
			}
		}
		events = append(events, event)
	}
	return events
}

// shift moves a track to a later time.
func shift(t testing.TB, by, text string) string {
	t.Helper()
	parts := strings.Split(text, ", ")
	later, err := time.ParseDuration(by)
	if err != nil {
		t.Fatal(err)
	}
	for i, part := range parts {
		at, rest, _ := strings.Cut(part, " ")
		after, err := time.ParseDuration(at)
		if err != nil {
			t.Fatal(err)
		}
		parts[i] = (after + later).String() + " " + rest
	}
	return strings.Join(parts, ", ")
}

// sessionsOf are the usual MeasureOptions with sessions that end after a timeout.
func sessionsOf(timeout time.Duration) MeasureOptions {
	how := DefaultMeasureOptions()
	how.Timeout = timeout
	return how
}

// measureTrack measures a track in a window of a day.
func measureTrack(t testing.TB, text string) Measures {
	t.Helper()
	return NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, nil).Measure(track(t, text), Profile{})
}

// same reports whether two numbers are equal to 1e-9, relative above 1, or both not evaluable.
func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || a == b || math.Abs(a-b) <= 1e-9*max(1, math.Abs(b))
}

var none = math.NaN()

type metricCase struct {
	name, track string
	x           float64
	n           int32
}

func checkMetric(t *testing.T, rule RuleID, cases []metricCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := measureTrack(t, c.track).Values[rule]
			if !same(got.X, c.x) || got.N != c.n {
				t.Errorf("%s of %s is %v of %d, want %v of %d", rule, c.track, got.X, got.N, c.x, c.n)
			}
		})
	}
}

// day is a day in milliseconds.
const day = clock.DayLength
