package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"spoor/analysis/web"

	"pgregory.net/rapid"
)

// visitsAt makes a visit at each of these minutes.
func visitsAt(minutes ...float64) string {
	var events []string
	for i, minute := range minutes {
		events = append(events, fmt.Sprintf("%gs view a%d", 60*minute, i))
	}
	return strings.Join(events, ", ")
}

// TestSchedule by hand: of five visits each begins a minute, and the four others lie in it with 1⁄60 each.
func TestSchedule(t *testing.T) {
	all := -math.Log10(5 * math.Pow(1.0/60, 4))
	four := -math.Log10(5 * (4*math.Pow(1.0/60, 3)*59/60 + math.Pow(1.0/60, 4)))
	for _, c := range []struct {
		name, track string
		x           float64
		n           int32
		from, most  int32
	}{
		{"every hour at five past", visitsAt(5, 65, 125, 185, 245), all, 5, 300_000, 5},
		{"the last a second before the minute is over", visitsAt(5, 65, 125, 185, 246-1.0/60), all, 5, 300_000, 5},
		{"the last when it is over", visitsAt(5, 65, 125, 185, 246), four, 5, 300_000, 4},
		{"over the full hour", visitsAt(59.5, 119.5, 180.25, 240.25, 299.5), all, 5, 3_570_000, 5},
		{"one elsewhere", visitsAt(5, 65, 125, 185, 265), four, 5, 300_000, 4},
		{"no two in one minute", visitsAt(0, 62, 124, 186, 248), 0, 5, 0, 1},
		{"four visits", visitsAt(5, 65, 125, 185), none, 4, 300_000, 4},
		{"who logs out and comes back at once comes once",
			"0s view a1, 1s logout, 2s view a1, 3s logout, 4s view a1, 5s logout, 6s view a1, 7s logout, 8s view a1",
			none, 1, 0, 1},
		{"a tab that reloads itself comes once", "0s view a1, 20m view a1, 40m view a1, 60m view a1, 80m view a1", none,
			1, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := NewMatrix(1)
			m.Append(1, "a", measureTrack(t, c.track))
			user := m.Stats[0]
			if user.ScheduleAt != c.from || user.ScheduleMost != c.most {
				t.Errorf("%d visits in the minute from %d ms on, want %d from %d", user.ScheduleMost, user.ScheduleAt,
					c.most, c.from)
			}
			got := compareSchedule(&ordinary{}, m, 0)
			if !same(got.X, c.x) || got.N != c.n {
				t.Errorf("%+v, want %v of %d", got, c.x, c.n)
			}
			measurer := NewMeasurer(DefaultMeasureOptions(), Window{0, day}, nil)
			if n := len(measurer.Evidence(Schedule, track(t, c.track), Profile{})); n != int(c.most) {
				t.Errorf("%d events prove it, want %d", n, c.most)
			}
		})
	}
}

// TestScheduleOfCutLog: where the log has one minute of each hour alone, everybody comes in it, and nobody is on
// schedule.
func TestScheduleOfCutLog(t *testing.T) {
	m := NewMatrix(40)
	for i := range 40 {
		m.Append(UserNumber(i), fmt.Sprintf("%02d", i), measureTrack(t, visitsAt(5, 65, 125, 185, 245, 305)))
	}
	j := NewJudge(m, FitBaseline(m, Strict().BaselinePolicy, nil))
	for row := range m.Len() {
		if x := j.Matrix.X[Schedule][row]; x != 0 {
			t.Fatalf("user %d: odds %v", row, x)
		}
	}
}

// TestHourBegins compares the shares with a count of all users, over the full hour, too.
func TestHourBegins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		firsts := rapid.SliceOfN(rapid.Int64Range(-7_200_000, 7_200_000), 0, 50).Draw(t, "firsts")
		m := &Matrix{Stats: make([]Stats, len(firsts))}
		for i, first := range firsts {
			m.Stats[i].First = first
		}
		from, within := rapid.Int32Range(0, 3_599_999).Draw(t, "from"), 0
		for _, first := range firsts {
			second := (first/1000 + 7200) % 3600
			if first%1000 < 0 { // the second before
				second = (first/1000 + 7199) % 3600
			}
			if (second-int64(from)/1000+3600)%3600 < 60 {
				within++
			}
		}
		if got, want := hourBeginsOf(m).Share(from), float64(within)/max(1, float64(len(firsts))); got != want {
			t.Fatalf("%v of %v from %d, want %v", got, firsts, from, want)
		}
	})
}

// TestScheduleEqualsReference on visits that lie in few minutes.
func TestScheduleEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		var users []*refUser
		m := NewMatrix(0)
		for i := range rapid.IntRange(1, 20).Draw(t, "users") {
			u := &refUser{key: fmt.Sprintf("%02d", i)}
			wide := 1 + random.Int64N(600_000)
			for hour := range 1 + random.Int64N(40) {
				u.events = append(u.events, web.Event{Time: hour*3_600_000 + 3_500_000 + random.Int64N(wide),
					Item: int32(hour), Traits: web.View})
			}
			slices.SortFunc(u.events, func(a, b web.Event) int { return int(a.Time - b.Time) })
			users = append(users, u)
			measurer := NewMeasurer(DefaultMeasureOptions(), Window{0, 2 * day}, nil)
			m.Append(UserNumber(i), u.key, measurer.Measure(u.events, Profile{}))
		}
		o := &ordinary{begins: hourBeginsOf(m)}
		for row, u := range users {
			want := refSchedule(refVisits(u.events, 1_800_000), users)
			if !want.ok {
				want.x = none
			}
			if got := compareSchedule(o, m, row); !same(got.X, want.x) || int(got.N) != want.n {
				t.Fatalf("%+v, want %+v", got, want)
			}
		}
	})
}
