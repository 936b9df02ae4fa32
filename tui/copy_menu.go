package tui

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/tui/term"
)

// userCopies are what can be copied of a user; link is the place on screen.
func (w *workspace) userCopies(row int, link string) []item {
	key := w.Users.Key[row]
	items := []item{
		{"key", "the user's key", copied("the user's key", key)},
		{"why", "what the rules find, as text", copied("what the rules find", w.explained(row)...)},
		{"link", "the command that opens this place", copied("the command", w.wayBack(link, ""))},
	}
	if options, ok := w.caseOptions(); ok {
		command := "spoor user " + options + " -- " + quoted(key)
		items = append(items, item{"spoor user", "the command that prints the same of this user",
			copied("the command", command)})
	}
	return append(items, w.ruleCopies()...)
}

// ruleCopies are what can be copied of the rules, where they are turned.
func (w *workspace) ruleCopies() []item {
	options, ok := w.caseOptions()
	if !ok || !w.changed() {
		return nil
	}
	return []item{{"spoor whatif", "the command that tells who enters and leaves by these rules",
		copied("the command", "spoor whatif "+options+" --diff")}}
}

// explained are the hits of a user in sentences.
func (w *workspace) explained(row int) []string {
	lines := []string{
		w.Users.Key[row] + ": score " + w.shownScore(int32(row)) + ", " + w.standing(row) + "; rules " + w.rulesWords(),
		w.summary(row),
	}
	for _, f := range w.findings(row) {
		if f.hit.Side != analysis.Inside {
			lines = append(lines, f.glyph()+" +"+term.Figure(math.Round(f.hit.Points))+" "+f.sentence())
		}
	}
	return lines
}

// caseOptions are what the command line takes to see the case as the screens do; not ok where the rules are in no file.
func (w *workspace) caseOptions() (options string, ok bool) {
	rules, ok := w.asOptions()
	return "--db " + quoted(w.source.Path()) + " " + rules + w.timeOptions(), ok
}

// timeOptions are what the command line takes for whom users are compared with, and for the window.
func (w *workspace) timeOptions() (options string) {
	if w.against.Path != "" {
		options += " --baseline " + quoted(w.against.Path)
	}
	if w.Window != (analysis.Window{}) {
		instant := func(ms int64) string { return w.clock.At(ms).Format(time.RFC3339Nano) }
		options += " --since " + instant(w.Window.From) + " --until " + instant(w.Window.To+1)
	}
	return options
}

// copies are what can be copied of the event under the cursor.
func (s *session) copies() []item {
	e := s.event()
	items := []item{
		{"line", "the original line of the log", s.copyLine(*e)},
		{"event", "time, user, request and status", copied("the event", s.eventWords(e))},
		{"request", "what was asked for", copied("the request", e.Request.Target)},
		{"events", "all events of the session, a line each", copied("the events", s.eventLines()...)},
	}
	if e.Client != nil && e.Client.Address != "" {
		items = append(items, item{"address", "where it came from", copied("the address", e.Client.Address)})
	}
	return append(items, s.work.userCopies(s.of.row(), s.caption().link)...)
}

// copyLine reads the original line and copies it.
func (s *session) copyLine(e model.Event) action {
	if s.shown && s.current() {
		return copied("the line", string(s.evidence.Raw))
	}
	ctx, source := s.work.ctx, s.work.source
	return later(func() action { return copyOriginal(ctx, source, e) })
}

func copyOriginal(ctx context.Context, source Case, e model.Event) action {
	line, err := source.Original(ctx, e)
	if err != nil {
		return say(term.Warning, err.Error())
	}
	return copied("the line", string(line.Raw))
}

func (s *session) eventWords(e *model.Event) string {
	words := []string{
		s.work.clock.At(e.Time).Format(time.RFC3339), s.track.Key, e.Request.Action, e.Request.Target, strconv.Itoa(e.Status),
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
