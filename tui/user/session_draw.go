package user

import (
	"path/filepath"
	"strings"

	"spoor/tui/term"
)

func (s *session) Draw(a term.Area) {
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
	p.Own(term.Strong, s.work.Clock.DateTime(from))
	if s.days() {
		p.Own(term.Plain, " – "+s.work.Clock.DateTime(to))
	} else {
		p.Own(term.Plain, " – "+s.work.Clock.TimeOfDay(to))
	}
	p.Own(term.Dim, "  "+term.LongDuration(millis(to-from)))
	p = a.Line(1)
	p.Gap(1)
	drawDevices(p, s.of.devices, s.uses)
}

// days reports whether the session lasts into another day, so that a time of day alone does not say when.
func (s *session) days() bool {
	events := s.events()
	return s.work.Clock.Day(events[0].Time) != s.work.Clock.Day(events[len(events)-1].Time)
}

// timeWidth is what the times of the events take.
func (s *session) timeWidth() int {
	if s.days() {
		return len("13 Mar 15:06:40")
	}
	return len("15:06:40")
}

// timeWords is when an event was, with its day where the session has several.
func (s *session) timeWords(ms int64) string {
	if s.days() {
		return s.work.Clock.At(ms).Format("_2 Jan 15:04:05")
	}
	return s.work.Clock.TimeOfDay(ms)
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
