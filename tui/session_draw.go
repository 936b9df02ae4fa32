package tui

import (
	"path/filepath"
	"strings"

	"spoor/tui/term"
)

func (s *session) draw(a term.Area) {
	head := s.headHeight()
	if head > 0 {
		s.drawHead(a)
	}
	body := a.Rows(head, a.H)
	if s.shown {
		height := min(evidenceHeight, body.H/2)
		s.drawEvidence(body.Rows(body.H-height, body.H))
		body = body.Rows(0, body.H-height)
	}
	s.list.Draw(body)
}

func (s *session) drawHead(a term.Area) {
	events := s.events()
	from, to := events[0].Time, events[len(events)-1].Time
	p := a.Line(0)
	p.Gap(1)
	p.Own(term.Strong, s.work.clock.DateTime(from))
	p.Own(term.Plain, " – "+s.work.clock.TimeOfDay(to))
	p.Own(term.Dim, "  "+term.LongDuration(millis(to-from)))
	if client := events[0].Client; client != nil {
		p = a.Line(1)
		p.Gap(1)
		p.Data(term.Plain, client.Address)
		p.Gap(2)
		p.Data(term.Dim, client.Agent)
	}
}

// drawEvidence shows the original line, wrapped, under its file and line number.
func (s *session) drawEvidence(a term.Area) {
	e := s.event()
	p := a.Line(0)
	p.Own(term.Dim, "── line ")
	p.Own(term.Strong, term.Count(e.Line))
	if s.current() {
		p.Own(term.Dim, " of ")
		p.Data(term.Plain, filepath.Base(s.evidence.Path))
	}
	p.Own(term.Dim, " "+strings.Repeat("─", max(p.Left()-1, 0)))
	switch {
	case s.failure != nil:
		a.Line(1).Data(term.Warning, " "+s.failure.Error())
	case !s.current():
		a.Line(1).Own(term.Dim, " reading the line…")
	default:
		a.Rows(1, a.H).Columns(1, a.W).Wrapped(string(s.evidence.Raw))
	}
}
