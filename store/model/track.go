package model

import (
	"slices"
	"time"

	"spoor/analysis"
	"spoor/analysis/web"
)

// Track is everything that one user did, in time order.
type Track struct {
	Key      string // of the user
	Events   []Event
	Sessions []Session
}

// Event is one event with its texts. Events of the same request or client share them.
type Event struct {
	web.Event
	Request  *Request
	Client   *Client
	Referrer string // empty: none
	Status   int    // 0: unknown
	Bytes    int64  // -1: unknown
	Source   int
	Line     int64
	Reading  int64 // milliseconds from a view to the session's next event that is not static; -1: no view, or the last one
}

// Request is what was asked for, and what the site description makes of it.
type Request struct {
	Action, Target string
	Item, Menu     string // empty: none
	Kind           string // view, login and the like, where the format of the log says what the action is
	Outcome        string // passed, failed or refused, where it says how that ended
}

// Client is an address and an agent.
type Client struct {
	Address, Agent string
	Robot          bool // the agent declares itself one
}

// Session is a stretch of a track: Events[First:End].
type Session struct {
	First, End int
	Views      int
}

// Restrict drops what was done outside of a window. The track has to be cut again then.
func (t *Track) Restrict(window analysis.Window) {
	t.Events = slices.DeleteFunc(t.Events, func(e Event) bool { return e.Time < window.From || e.Time > window.To })
	t.Sessions = nil
}

// Cut cuts the track into sessions that end after this timeout, in place of those of the case's own, and finds how long
// each view was read, as the analysis does.
func (t *Track) Cut(timeout time.Duration) {
	t.Sessions = nil
	for i := range t.Events {
		t.Events[i].Reading = -1
	}
	events := make([]web.Event, len(t.Events))
	for i := range t.Events {
		events[i] = t.Events[i].Event
	}
	starts := append(analysis.CutSessions(events, timeout, nil), len(events))
	for s := range starts[:len(starts)-1] {
		session := Session{First: starts[s], End: starts[s+1]}
		for i := session.First; i < session.End; i++ {
			if t.Events[i].Traits.Has(web.View) {
				session.Views++
			}
		}
		analysis.EachReading(events[session.First:session.End], func(view int, milliseconds int64) {
			t.Events[session.First+view].Reading = milliseconds
		})
		t.Sessions = append(t.Sessions, session)
	}
}
