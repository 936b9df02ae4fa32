package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// hourly are views at these hours, each of another item.
func hourly(hours ...int) string {
	var views []string
	for i, hour := range hours {
		views = append(views, fmt.Sprintf("%dm view a%d", 60*hour+i%60, i))
	}
	return strings.Join(views, ", ")
}

func upTo(from, to int) (hours []int) {
	for hour := from; hour < to; hour++ {
		hours = append(hours, hour)
	}
	return hours
}

func TestRoundTheClock(t *testing.T) {
	twoDays := slices.Concat(upTo(9, 21), upTo(33, 45)) // 9 to 21 o'clock
	checkMetric(t, RoundTheClock, []metricCase{
		{"all day and night", hourly(upTo(0, 24)...), 1, 24},
		{"two days and nights", hourly(upTo(0, 48)...), 1, 48},
		{"two days of twelve hours: from any time on 12 of 24", hourly(twoDays...), 0.5, 24},
		{"over midnight", hourly(upTo(15, 33)...), 0.75, 18},
		{"24 hours are no 25", hourly(0, 1, 2, 3, 24, 25), 4.0 / 24, 6}, // 0 to 3, or 2, 3, 24 and 25
		{"twice in an hour", "0s view a1, 1m view a2, 59m view a3, 60m view a4, 61m other", 2.0 / 24, 2},
		{"the same again is nothing new", "0s view a1, 1h view a1, 2h view a1, 3h view a2, 4h view a2", 2.0 / 24, 2},
		{"no view at all", times(5, 1000, "other"), none, 0},
	})
	m := NewMeasurer(sessionsOf(30*time.Minute), Window{0, day}, nil)
	address := m.Measure(track(t, hourly(upTo(0, 24)...)), Profile{Address: true})
	if got := address.Values[RoundTheClock]; got.N != 0 || got.X == got.X {
		t.Errorf("%+v of an address", got)
	}
	events := track(t, "0s view a1, 1h view a2, 30h view a3, 31h view a4, 31h1m view a5, 32h view a3, 33h view a6")
	if got := m.Evidence(RoundTheClock, events, Profile{}); !slices.Equal(got, []int{2, 3, 6}) {
		t.Errorf("proved by %v, want the first new view of the hours 30, 31 and 33", got)
	}
}

// TestRoundTheClockAndVolume: volume says nothing that sleepless hours do not say, and 21 hours are evidence alone.
func TestRoundTheClockAndVolume(t *testing.T) {
	m := suspects()
	for row := range m.Len() {
		m.X[RoundTheClock][row], m.N[RoundTheClock][row] = 1.0/24, 1
	}
	set := visits(t)
	for hours, want := range map[float64]bool{17: false, 18: false, 20: false, 21: true, 24: true} {
		m.X[RoundTheClock][401] = hours / 24 // who comes often, and does nothing else that is odd
		e := NewJudge(m, FitBaseline(m, set.BaselinePolicy, nil)).Evaluate(set)
		if e.Flagged[401] != want {
			t.Errorf("%v hours: flagged %v", hours, e.Flagged[401])
		}
	}
}
