package tui

import (
	"spoor/analysis"
	"spoor/internal/report"
	"spoor/store"
	"spoor/tui/term"
)

// cumulative is what happened by a time, added up, so that every stretch of time is one subtraction.
type cumulative struct {
	*store.Timeline
	now              *analysis.Evaluation // that says who is flagged
	events, sessions []int64              // before each step, and after the last
}

// newCumulative adds up a timeline. It is called outside the event loop.
func newCumulative(t *store.Timeline, j judged) *cumulative {
	c := &cumulative{Timeline: t, now: j.now, events: make([]int64, 1, len(t.Events)+1), sessions: make([]int64, 1, len(t.Events)+1)}
	flagged := j.byNumber(func(row int32) bool { return j.now.Flagged[row] })
	for step, n := range t.Sessions(flagged) {
		c.events = append(c.events, c.events[step]+int64(t.Events[step]))
		c.sessions = append(c.sessions, c.sessions[step]+int64(n))
	}
	return c
}

// end is when the last step ends.
func (c *cumulative) end() int64 { return c.From + int64(len(c.Events))*c.Step }

// step is the first step that begins at or after a time.
func (c *cumulative) step(ms int64) int {
	return int(max(min((ms-c.From+c.Step-1)/c.Step, int64(len(c.Events))), 0))
}

// between counts the events from one time to before another, and the sessions that begin there. A step that a time cuts, as there may
// be in cases of many years, counts where it begins.
func (c *cumulative) between(from, to int64) (events, sessions int64) {
	a, b := c.step(from), c.step(to)
	return c.events[b] - c.events[a], c.sessions[b] - c.sessions[a]
}

// table is the course of the case as a file holds it, bar by bar.
func (c *cumulative) table(g bucketSize, zone term.Clock) *report.Table {
	t := &report.Table{Title: "timeline", Columns: []report.Column{
		{Name: "from"}, {Name: "to"}, {Name: "events", Right: true}, {Name: "flagged_sessions", Right: true},
	}}
	for from := g.begin(c.From, zone); from < c.end(); {
		to := g.next(from, zone)
		events, sessions := c.between(from, to)
		t.Rows = append(t.Rows, []report.Cell{zone.At(from), zone.At(to), events, sessions})
		from = to
	}
	return t
}
