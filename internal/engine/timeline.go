package engine

import (
	"spoor/analysis"
	"spoor/store/model"
)

// Timeline is what happened by a time, added up, so that every stretch of time is one subtraction.
type Timeline struct {
	*model.Timeline
	Now  *analysis.Evaluation // that says who is flagged
	sums []Activity           // before each step, and after the last
}

// Activity is what happened in a stretch of time.
type Activity struct {
	Events   int64
	Flagged  int64 // events of flagged users
	Sessions int64 // of flagged users, that begin in it
}

// All is what happened in all of the time.
func (t *Timeline) All() Activity {
	if len(t.sums) == 0 {
		return Activity{}
	}
	return t.sums[len(t.sums)-1]
}

// Share is which share of the events are of flagged users; 0 where there are none.
func (a Activity) Share() float64 {
	if a.Events == 0 {
		return 0
	}
	return float64(a.Flagged) / float64(a.Events)
}

// NewTimeline adds up a timeline.
func NewTimeline(t *model.Timeline, j *Judgement) *Timeline {
	sum := Activity{}
	line := &Timeline{Timeline: t, Now: j.Now, sums: append(make([]Activity, 0, len(t.Events)+1), sum)}
	events, sessions := t.Of(j.Flagged())
	for step, n := range t.Events {
		sum.Events += int64(n)
		sum.Flagged += int64(events[step])
		sum.Sessions += int64(sessions[step])
		line.sums = append(line.sums, sum)
	}
	return line
}

// End is when the last step ends.
func (t *Timeline) End() int64 { return t.From + int64(len(t.Events))*t.Step }

// step is the first step that begins at or after a time.
func (t *Timeline) step(ms int64) int {
	return int(max(min((ms-t.From+t.Step-1)/t.Step, int64(len(t.Events))), 0))
}

// Between counts what happened from one time to before another. A step that a time cuts, as there may be in cases of
// many years, counts where it begins.
func (t *Timeline) Between(from, to int64) Activity {
	a, b := t.sums[t.step(from)], t.sums[t.step(to)]
	return Activity{b.Events - a.Events, b.Flagged - a.Flagged, b.Sessions - a.Sessions}
}
