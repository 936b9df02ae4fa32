package user

import (
	"context"
	"strconv"
	"strings"
	"time"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

func (s *session) Grid() *term.Grid { return &s.list }

// InFull is the event with what it came from, and its line where that has been read.
func (s *session) InFull() string {
	e := s.event()
	parts := []string{s.list.InFull()}
	if s.shown && s.current() {
		parts = append(parts, "", clean.Text(s.evidence.Path)+":"+term.Count(e.Line), clean.Text(string(s.evidence.Raw)))
	}
	return strings.Join(parts, "\n")
}

// alsoOfEvents are what is known of an event and has no column, to be looked through and counted all the same.
func (s *session) alsoOfEvents() []term.Column {
	of := func(text func(e *model.Event) string) func(p term.Pen, row int) {
		return func(p term.Pen, row int) { p.Data(term.Plain, text(&s.events()[row])) }
	}
	client := func(text func(c *model.Client) string) func(p term.Pen, row int) {
		return of(func(e *model.Event) string {
			if e.Client == nil {
				return ""
			}
			return text(e.Client)
		})
	}
	return []term.Column{
		{Title: "action", Cell: of(func(e *model.Event) string { return e.Request.Action })},
		{Title: "target", Cell: of(func(e *model.Event) string { return e.Request.Target })},
		{Title: "address", Cell: client(func(c *model.Client) string { return c.Address })},
		{Title: "agent", Cell: client(func(c *model.Client) string { return c.Agent })},
	}
}

func (s *session) Subject() (row int, address string, ok bool) {
	return s.of.row, s.event().Client.Address, true
}

// copies are what can be copied of the event under the cursor.
func (s *session) copies() []screen.Item {
	e := s.event()
	items := []screen.Item{
		{Label: "line", Detail: "the original line of the log", Act: s.copyLine(*e)},
		{Label: "event", Detail: "time, user, request and status", Act: screen.Copy("the event", s.eventWords(e))},
		{Label: "request", Detail: "what was asked for", Act: screen.Copy("the request", e.Request.Target)},
		{Label: "events", Detail: "all events of the session, a line each",
			Act: screen.Copy("the events", s.eventLines()...)},
	}
	if e.Client != nil && e.Client.Address != "" {
		items = append(items, screen.Item{Label: "address", Detail: "where it came from",
			Act: screen.Copy("the address", e.Client.Address)})
	}
	return append(items, s.work.UserCopies(s.of.row, s.Caption().Link)...)
}

// copyLine reads the original line and copies it.
func (s *session) copyLine(e model.Event) screen.Action {
	if s.shown && s.current() {
		return screen.Copy("the line", string(s.evidence.Raw))
	}
	ctx, source := s.work.Ctx, s.work.Source
	return screen.Later(func() screen.Action { return copyOriginal(ctx, source, e) })
}

func copyOriginal(ctx context.Context, source workspace.Case, e model.Event) screen.Action {
	line, err := source.Original(ctx, e)
	if err != nil {
		return screen.Say(term.Warning, err.Error())
	}
	return screen.Copy("the line", string(line.Raw))
}

func (s *session) eventWords(e *model.Event) string {
	words := []string{
		s.work.Clock.At(e.Time).Format(time.RFC3339), s.track.Key, e.Request.Action, e.Request.Target, strconv.Itoa(e.Status),
	}
	if len(s.uses) > 1 && e.Client != nil {
		words = append(words, s.of.devices.Letter(e.Client), e.Client.Address, strconv.Quote(e.Client.Agent))
	}
	return strings.Join(words, " ")
}

func (s *session) eventLines() (lines []string) {
	for i := range s.events() {
		lines = append(lines, s.eventWords(&s.events()[i]))
	}
	return lines
}

// caseName is what a file of the session is called after its user.
func (s *session) caseName() string { return "session " + strconv.Itoa(s.number+1) + " events" }

// table is the list of events as a file holds it.
func (s *session) table() *report.Table {
	return report.Events(s.events(), s.of.devices, s.work.Clock.Location())
}
