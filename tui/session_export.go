package tui

import (
	"strconv"

	"spoor/internal/report"
)

// caseName is what a file of the session is called after its user.
func (s *session) caseName() string { return "session " + strconv.Itoa(s.number+1) + " events" }

// table is the list of events as a file holds it.
func (s *session) table() *report.Table {
	return report.Events(s.events(), s.of.devices, s.work.clock.Location())
}
