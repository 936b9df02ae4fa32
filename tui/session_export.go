package tui

import "spoor/internal/report"

// table is the list of events as a file holds it.
func (s *session) table() *report.Table {
	t := &report.Table{Title: "events", Columns: []report.Column{
		{Name: "time"}, {Name: "action"}, {Name: "target"}, {Name: "status", Right: true}, {Name: "bytes", Right: true}, {Name: "menu"}, {Name: "item"},
		{Name: "reading_time", Unit: "s", Right: true, Decimals: 1}, {Name: "source", Right: true}, {Name: "line", Right: true},
	}}
	for _, e := range s.events() {
		var status, bytes, reading report.Cell
		if e.Status != 0 {
			status = e.Status
		}
		if e.Bytes >= 0 {
			bytes = e.Bytes
		}
		if e.Reading >= 0 {
			reading = float64(e.Reading) / 1000
		}
		t.Rows = append(t.Rows, []report.Cell{
			s.work.clock.At(e.Time), e.Request.Action, e.Request.Target, status, bytes, e.Request.Menu, e.Request.Item, reading, e.Source, e.Line,
		})
	}
	return t
}
