package analysis

import (
	"time"

	"spoor/analysis/web"
)

// CutSessions appends to starts the index of each event that begins a session. Events are one user's, in time order.
// A session ends after a logout and where the gap to the next event is longer than timeout; a gap of exactly timeout
// does not end it.
func CutSessions(events []web.Event, timeout time.Duration, starts []int) []int {
	longest := timeout.Milliseconds()
	for i := range events {
		if i == 0 || events[i-1].Traits.Has(web.Logout) || events[i].Time-events[i-1].Time > longest {
			starts = append(starts, i)
		}
	}
	return starts
}
