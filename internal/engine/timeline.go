package engine

import (
	"spoor/analysis"
	"spoor/store"
)

// Timeline is what happened by a time, added up, so that every stretch of time is one subtraction.
type Timeline struct {
	*store.Timeline
	Now              *analysis.Evaluation // that says who is flagged
	events, sessions []int64              // before each step, and after the last
}

// NewTimeline adds up a timeline.
func NewTimeline(t *store.Timeline, j *Judgement) *Timeline {
	sum := &Timeline{Timeline: t, Now: j.Now, events: make([]int64, 1, len(t.Events)+1),
		sessions: make([]int64, 1, len(t.Events)+1)}
	for step, n := range t.Sessions(j.Flagged()) {
		sum.events = append(sum.events, sum.events[step]+int64(t.Events[step]))
		sum.sessions = append(sum.sessions, sum.sessions[step]+int64(n))
	}
	return sum
}

// End is when the last step ends.
func (t *Timeline) End() int64 { return t.From + int64(len(t.Events))*t.Step }

// step is the first step that begins at or after a time.
func (t *Timeline) step(ms int64) int {
	return int(max(min((ms-t.From+t.Step-1)/t.Step, int64(len(t.Events))), 0))
}

// Between counts the events from one time to before another, and the sessions of flagged users that begin there. A step
// that a time cuts, as there may be in cases of many years, counts where it begins.
func (t *Timeline) Between(from, to int64) (events, sessions int64) {
	a, b := t.step(from), t.step(to)
	return t.events[b] - t.events[a], t.sessions[b] - t.sessions[a]
}
