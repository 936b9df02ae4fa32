package tui

import "spoor/internal/report"

// table is the list of events as a file holds it.
func (s *session) table() *report.Table {
	return report.Events(s.events(), s.of.devices, s.work.clock.Location())
}
