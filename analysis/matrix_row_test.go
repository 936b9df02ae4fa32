package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"spoor/analysis/web"
)

// TestRowsComeBack appends rows of one matrix to another. The text of a matrix shows every number of it, and NaN as
// NaN.
func TestRowsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	one, two := NewMatrix(0), NewMatrix(0)
	measurer := NewMeasurer(sessionsOf(30*time.Minute), Window{0, 100 * day}, nil)
	for user := range 50 {
		one.Append(UserNumber(user), fmt.Sprintf("u%03d", user),
			measurer.Measure(wandering(r, 1+r.IntN(40), 100*day), Profile{Joined: r.Int64N(50 * day)}))
	}
	for row := range one.Len() {
		two.Append(one.ID[row], one.Key[row], one.Measures(row))
	}
	two.Window, two.Timeout = one.Window, one.Timeout
	if got, want := fmt.Sprintf("%+v", *two), fmt.Sprintf("%+v", *one); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	set := NewUsers(append(one.ID, 50, 51), append(one.Key, "v", "w"), one.Background)
	for _, row := range r.Perm(one.Len()) {
		measures := one.Measures(row)
		set.Set(row, &measures)
	}
	last := one.Measures(0)
	set.Set(51, &last)
	one.Append(51, "w", last)
	if got, want := fmt.Sprintf("%+v", *set.WithoutEmpty()), fmt.Sprintf("%+v", *one); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestRaise(t *testing.T) {
	m := NewMatrix(1)
	v := Measures{}
	v.Values[Sharing].X, v.Values[ReadingTime].X = 2, math.NaN()
	m.Append(1, "kim", v)
	for _, x := range []float64{1, 3, 2} {
		m.Raise(0, Sharing, x)
		m.Raise(0, ReadingTime, x)
	}
	if m.X[Sharing][0] != 3 || !math.IsNaN(m.X[ReadingTime][0]) {
		t.Errorf("%v and %v", m.X[Sharing][0], m.X[ReadingTime][0])
	}
}

// wandering are events of one user at any times of a span.
func wandering(r *rand.Rand, count int, span int64) []web.Event {
	events := make([]web.Event, count)
	for i := range events {
		events[i] = web.Event{Time: span * int64(i) / int64(count), Item: int32(r.IntN(9)), Menu: int32(r.IntN(3)),
			Traits: web.View}
	}
	return events
}

// TestWhoStaysMeasuresTheSame moves the window by little and by much: whoever stays measures the same in both.
func TestWhoStaysMeasuresTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	stayed, moved := 0, 0
	for range 3000 {
		before := Window{0, 1000 + r.Int64N(100_000)}
		after := Window{-r.Int64N(3) * r.Int64N(500), before.To + r.Int64N(1000)}
		begin := r.Int64N(before.To)
		events := wandering(r, 1+r.IntN(5), 1+r.Int64N(before.To-begin))
		for i := range events {
			events[i].Time += begin
		}
		profile := Profile{Joined: r.Int64N(2) * r.Int64N(before.To)}
		old := NewMeasurer(sessionsOf(time.Second), before, nil).Measure(events, profile)
		m := NewMatrix(1)
		m.Window = before
		m.Append(1, "u", old)
		if !m.Stays(0, after) {
			moved++
			continue
		}
		stayed++
		now := NewMeasurer(sessionsOf(time.Second), after, nil).Measure(events, profile)
		if fmt.Sprint(now) != fmt.Sprint(old) {
			t.Errorf("%v in %v: %+v, in %v: %+v", events, before, old, after, now)
		}
	}
	if stayed < 200 || moved < 200 {
		t.Errorf("%d stayed, %d moved: one of them is hardly tested", stayed, moved)
	}
}
