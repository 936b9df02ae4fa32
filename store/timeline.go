package store

import (
	"context"
	"time"

	"spoor/analysis"
)

// Timeline is how many events there were over the time of a case, and when the sessions of its users began, in steps so
// small that a coarser look needs no other reading.
type Timeline struct {
	From     int64   // UTC milliseconds, where the first step begins: a multiple of Step
	Step     int64   // milliseconds
	Events   []int32 // by step; the last step holds the last event. Empty without events
	sessions []beginning
}

// beginning is the step in which a session of a user begins.
type beginning struct{ user, step int32 }

// timelineSteps are the lengths that a step may have. They divide what clocks differ by from UTC, but for the last.
var timelineSteps = []time.Duration{time.Second, time.Minute, 15 * time.Minute, 24 * time.Hour}

// mostSteps keeps a timeline at a few megabytes: twelve days in seconds, two years in minutes.
const mostSteps = 1 << 20

// Timeline reads all events once, whatever the window; sessions end after timeout. progress is told how many have been read; it
// may be nil.
func (c *Case) Timeline(ctx context.Context, timeout time.Duration, progress func(done, total int64)) (*Timeline, error) {
	var t *Timeline
	err := c.scan(ctx, progress, func(ctx context.Context, s *eventScan) error {
		window, err := caseWindow(ctx, s.db)
		if err != nil {
			return err
		}
		if t = NewTimeline(window); s.reader.total() == 0 {
			t.Events = nil
			return nil
		}
		outside := false
		err = s.each(ctx, func(user int, events []analysis.Event) {
			if events[0].Time < window.From || events[len(events)-1].Time > window.To {
				outside = true
				return
			}
			t.Add(int32(user), events, timeout)
		})
		if outside {
			return errAltered
		}
		return err
	})
	return t, err
}

// Add counts everything that a user did in the window, in time order.
func (t *Timeline) Add(user int32, events []analysis.Event, timeout time.Duration) {
	for _, start := range analysis.CutSessions(events, timeout, nil) {
		t.sessions = append(t.sessions, beginning{user, t.stepOf(events[start].Time)})
	}
	for i := range events {
		t.Events[t.stepOf(events[i].Time)]++
	}
}

// NewTimeline returns the timeline of a window in which nothing has happened yet.
func NewTimeline(window analysis.Window) *Timeline {
	t := &Timeline{}
	for _, step := range timelineSteps {
		if t.Step = step.Milliseconds(); (window.To-window.From)/t.Step < mostSteps-1 {
			break
		}
	}
	t.From = window.From - mod(window.From, t.Step)
	t.Events = make([]int32, t.stepOf(window.To)+1)
	return t
}

// mod is the remainder of a division that rounds down, also for times before 1970.
func mod(x, by int64) int64 { return ((x % by) + by) % by }

// stepOf is the step that a time is in.
func (t *Timeline) stepOf(time int64) int32 { return int32((time - t.From) / t.Step) }

// Sessions counts the sessions of some users by the step in which they begin. users tells by number who they are; whom it
// does not reach is not one.
func (t *Timeline) Sessions(users []bool) []int32 {
	counts := make([]int32, len(t.Events))
	for _, s := range t.sessions {
		if int(s.user) < len(users) && users[s.user] {
			counts[s.step]++
		}
	}
	return counts
}
