package model

import (
	"encoding/binary"
	"time"

	"spoor/analysis"
	"spoor/analysis/clock"
	"spoor/analysis/web"
)

// Timeline is how many events there were over the time of a case, whose they were, and when sessions began, in steps so
// small that a coarser look needs no other reading.
type Timeline struct {
	From   int64   // UTC milliseconds, where the first step begins: a multiple of Step
	Step   int64   // milliseconds
	Events []int32 // by step; the last step holds the last event. Empty without events
	users  []activity
	// steps are those in which users did something, user after user: for each, as numbers of variable length, how many
	// steps it is after the one before, how many events it has, and how many sessions begin in it.
	steps []byte
}

// activity is where in the steps of all users those of one end.
type activity struct {
	user analysis.UserNumber
	end  int
}

// timelineSteps are the lengths that a step may have. They divide what clocks differ by from UTC, but for the last.
var timelineSteps = []time.Duration{time.Second, time.Minute, 15 * time.Minute, 24 * time.Hour}

// mostSteps keeps a timeline at a few megabytes: twelve days in seconds, two years in minutes.
const mostSteps = 1 << 20

// Add counts everything that a user did in the window, in time order.
func (t *Timeline) Add(user analysis.UserNumber, events []web.Event, timeout time.Duration) {
	starts, before := analysis.CutSessions(events, timeout, nil), int32(0)
	for i := 0; i < len(events); {
		step, count, sessions := t.stepOf(events[i].Time), 0, 0
		for ; i < len(events) && t.stepOf(events[i].Time) == step; i++ {
			count++
			if len(starts) > 0 && int(starts[0]) == i {
				starts = starts[1:]
				sessions++
			}
		}
		t.Events[step] += int32(count)
		for _, n := range [...]int{int(step - before), count, sessions} {
			t.steps = binary.AppendUvarint(t.steps, uint64(n))
		}
		before = step
	}
	t.users = append(t.users, activity{user, len(t.steps)})
}

// NewTimeline returns the timeline of a window in which nothing has happened yet.
func NewTimeline(window analysis.Window) *Timeline {
	t := &Timeline{}
	for _, step := range timelineSteps {
		if t.Step = step.Milliseconds(); (window.To-window.From)/t.Step < mostSteps-1 {
			break
		}
	}
	t.From = clock.FloorDiv(window.From, t.Step) * t.Step // also before 1970
	t.Events = make([]int32, t.stepOf(window.To)+1)
	return t
}

// stepOf is the step that a time is in.
func (t *Timeline) stepOf(time int64) int32 { return int32((time - t.From) / t.Step) }

// Of counts, by step, the events of some users and the sessions of theirs that begin there.
func (t *Timeline) Of(users UserSet) (events, sessions []int32) {
	events, sessions = make([]int32, len(t.Events)), make([]int32, len(t.Events))
	begin := 0
	for _, a := range t.users {
		steps := t.steps[begin:a.end]
		begin = a.end
		if !users.Has(a.user) {
			continue
		}
		for step := uint64(0); len(steps) > 0; {
			var n [3]uint64
			for i := range n {
				var width int
				n[i], width = binary.Uvarint(steps)
				steps = steps[width:]
			}
			step += n[0]
			events[step] += int32(n[1])
			sessions[step] += int32(n[2])
		}
	}
	return events, sessions
}
