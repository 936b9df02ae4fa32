package user

import (
	"context"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis/web"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store/load"
	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// session is one session of a user: its events in time, with how long each view was read and which hits it proves.
type session struct {
	work    *workspace.Workspace
	of      *user // whose screen it was opened from
	track   *model.Track
	number  int // from 0
	list    term.Grid
	size    screen.BodySize
	longest int64 // reading time, which the bars are measured by
	uses    []engine.DeviceUse

	shown    bool // the original line is shown
	fetching task.Task[originalLine]
	evidence originalLine
	failure  error
}

// originalLine is an original line, and the event that it belongs to.
type originalLine struct {
	load.Evidence
	of *model.Event
}

func newSession(of *user, number int) *session {
	s := &session{work: of.work, of: of}
	s.list.Also = s.alsoOfEvents()
	s.list.Time = func(row int) int64 { return s.events()[row].Time }
	s.open(number)
	return s
}

// open shows a session of what the user did.
func (s *session) open(number int) {
	s.track, s.number, s.longest = s.of.track, number, 0
	for _, e := range s.events() {
		s.longest = max(s.longest, e.Reading)
	}
	s.uses = s.of.devices.In(s.events())
	s.list.Columns = s.columns()
	s.list.SetLength(len(s.events()))
}

// reopen shows, where what the user did has been read anew, the session that the event under the cursor is in now.
func (s *session) reopen() tea.Cmd {
	if s.of.track == nil || s.of.track == s.track {
		return nil
	}
	at := *s.event()
	s.open(sessionAt(s.of.track, at.Time))
	same := func(e model.Event) bool { return e.Source == at.Source && e.Line == at.Line }
	s.list.MoveTo(max(slices.IndexFunc(s.events(), same), 0))
	return s.follow()
}

func (s *session) events() []model.Event {
	bounds := s.track.Sessions[s.number]
	return s.track.Events[bounds.First:bounds.End]
}

func (s *session) event() *model.Event { return &s.events()[s.list.Cursor()] }

func (s *session) Caption() screen.Caption {
	link := workspace.UserLink(s.track.Key) + "/session/" + strconv.Itoa(s.number+1)
	if at := s.list.Cursor(); at > 0 {
		link += "/event/" + strconv.Itoa(at+1)
	}
	return screen.Caption{
		Crumb:    "session " + term.Count(s.number+1) + " of " + term.Count(len(s.track.Sessions)),
		Detail:   term.Plural(len(s.events()), "event") + "  " + term.Plural(s.track.Sessions[s.number].Views, "view"),
		Position: s.list.Position(),
		Link:     link,
	}
}

func (s *session) Scopes() []term.Scope { return []term.Scope{term.OnSession, term.OnList} }

func (s *session) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		s.size = msg
		s.list.Columns = s.columns()
		s.resize()
	case task.Result[history]: // which the user below has taken
		return nil, s.reopen()
	case screen.CursorMoved:
		return nil, s.follow()
	case task.Result[eventEvidence], workspace.Changed:
		s.list.Columns = s.columns()
	case task.Result[originalLine]:
		if s.fetching.Accept(msg) {
			s.evidence, s.failure = msg.Value, msg.Err
		}
	case screen.MouseAt:
		at := s.list.Cursor()
		_, row := s.list.Mouse(msg.MouseMsg, msg.X, msg.Y-s.headHeight())
		if row && at == s.list.Cursor() {
			return nil, s.show()
		}
		return nil, s.follow()
	case term.Command:
		return s.do(msg)
	}
	return nil, nil
}

func (s *session) do(c term.Command) (screen.Action, tea.Cmd) {
	switch c {
	case term.Open:
		return nil, s.show()
	case term.NextOne:
		return s.neighbour(1), nil
	case term.PreviousOne:
		return s.neighbour(-1), nil
	case term.NextUser:
		return s.otherUser(1), nil
	case term.PreviousUser:
		return s.otherUser(-1), nil
	case term.NextProof:
		return s.toEvidence(1)
	case term.PreviousProof:
		return s.toEvidence(-1)
	case term.CopyText:
		return screen.Cover(screen.NewMenu("Copy", s.copies())), nil
	case term.ExportList:
		return screen.Cover(screen.NewExportOf(s.track.Key, s.caseName(),
			func() (*report.Table, error) { return s.table(), nil })), nil
	case term.Back:
		if !s.shown {
			return screen.Pop(), nil
		}
		s.shown = false
		s.resize()
		return nil, nil
	}
	if s.list.Do(c) {
		return nil, s.follow()
	}
	return nil, nil
}

// evidenceHeight is how many lines the original line gets, its heading included.
const evidenceHeight = 6

func (s *session) resize() {
	h := s.size.H - s.headHeight()
	if s.shown {
		h -= min(evidenceHeight, h/2)
	}
	s.list.Resize(s.size.W, h)
}

func (s *session) headHeight() int {
	if s.size.H < 10 {
		return 0
	}
	return 3
}

func (s *session) show() tea.Cmd {
	s.shown = true
	s.resize()
	return s.follow()
}

// followDelay lets a held key pass lines without reading each of them from its file.
const followDelay = 40 * time.Millisecond

// follow reads the line of the event under the cursor, if lines are shown.
func (s *session) follow() tea.Cmd {
	e := s.event()
	if !s.shown || s.current() {
		return nil
	}
	source := s.work.Source
	return s.fetching.Start(s.work.Ctx, followDelay, func(ctx context.Context) (originalLine, error) {
		line, err := source.Original(ctx, *e)
		return originalLine{line, e}, err
	})
}

func (s *session) neighbour(step int) screen.Action {
	number := s.number + step
	if number < 0 || number >= len(s.track.Sessions) {
		return screen.Say(term.Plain, "no more sessions of this user")
	}
	return screen.Swap(newSession(s.of, number))
}

// toEvidence moves the cursor to another event of the session that proves a hit.
func (s *session) toEvidence(step int) (screen.Action, tea.Cmd) {
	first := s.track.Sessions[s.number].First
	for at := s.list.Cursor() + step; at >= 0 && at < s.list.Rows(); at += step {
		if len(s.evidencePane().has(first+at, s.of.hits)) > 0 {
			s.list.MoveTo(at)
			return nil, s.follow()
		}
	}
	return screen.Say(term.Plain, "no more events here that prove a hit"), nil
}

// otherUser goes to the first session of another user of the list.
func (s *session) otherUser(step int) screen.Action {
	next := s.of.beside(step)
	if next == nil {
		return screen.Say(term.Plain, "no more users in the list")
	}
	next.tab, next.visit = sessionsTab, 1
	return func(h screen.Host) tea.Cmd { return tea.Batch(h.Pop(), h.Swap(next)) }
}

// current reports whether the line that was read is the one under the cursor.
func (s *session) current() bool {
	return s.failure == nil && s.evidence.of == s.event()
}

func (s *session) Close() { s.fetching.Stop() }

// whenColumns say when an event was, and where the session has several devices, from which.
func (s *session) whenColumns() []term.Column {
	event := func(row int) *model.Event { return &s.events()[row] }
	when := []term.Column{{Title: "time", Width: s.timeWidth(),
		Cell: func(p term.Pen, row int) { p.Own(tone(event(row)), s.timeWords(event(row).Time)) }}}
	if len(s.uses) > 1 {
		when = append(when, term.Column{Title: "dev", Width: 3, Cell: func(p term.Pen, row int) {
			drawDevice(p, s.of.devices, event(row).Client)
		}})
	}
	return when
}

// columns are the columns of the list of events. Those that would be empty for all that the user did are left out.
func (s *session) columns() []term.Column {
	const readingBar = 10
	event := func(row int) *model.Event { return &s.events()[row] }
	some := func(has func(e model.Event) bool) bool { return slices.ContainsFunc(s.track.Events, has) }
	all := append(s.whenColumns(), []term.Column{
		{Title: "gap", Width: 6, Right: true, Rank: 6, Cell: func(p term.Pen, row int) {
			if row > 0 {
				p.OwnRight(term.Dim, gapWords(event(row).Time-event(row-1).Time))
			}
		}},
		{Title: "status", Width: 6, Rank: 2, Cell: func(p term.Pen, row int) { drawStatus(p, event(row).Status) }},
		{Title: "menu", Width: 10, Rank: 7,
			Cell: func(p term.Pen, row int) { p.Data(tone(event(row)), event(row).Request.Menu) }},
	}...)
	if some(func(e model.Event) bool { return e.Request.Outcome != "" }) {
		all = append(all, term.Column{Title: "outcome", Width: 8, Rank: 2, Cell: func(p term.Pen, row int) {
			drawOutcome(p, event(row).Request.Outcome)
		}})
	}
	if some(func(e model.Event) bool { return e.Level != 0 }) {
		all = append(all, term.Column{Title: "level", Width: 9, Rank: 4,
			Cell: func(p term.Pen, row int) { p.Own(term.Dim, levelWords[event(row).Level]) }})
	}
	if some(func(e model.Event) bool { return e.Request.Item != "" }) {
		all = append(all, term.Column{Title: "item", Width: 8, Rank: 3,
			Cell: func(p term.Pen, row int) { drawItem(p, event(row)) }})
	}
	all = append(all,
		term.Column{Title: "request", Width: 14, Stretch: true,
			Cell: func(p term.Pen, row int) { s.drawRequest(p, event(row)) }},
		term.Column{Title: "read", Width: 5, Right: true, Rank: 5, Cell: func(p term.Pen, row int) {
			if r := event(row).Reading; r >= 0 {
				p.OwnRight(term.Plain, term.ShortDuration(millis(r)))
			}
		}},
		term.Column{Width: readingBar, Rank: 8, Cell: func(p term.Pen, row int) {
			if r := event(row).Reading; r >= 0 && s.longest > 0 {
				p.Bar(term.Chart, float64(r)/float64(s.longest), readingBar)
			}
		}})
	if s.evidencePane().count(0, len(s.track.Events), s.of.hits) > 0 {
		all = append(all, term.Column{Title: "proves", Width: s.evidenceWidth(), Rank: 1, Cell: func(p term.Pen, row int) {
			why.DrawHits(p, s.work.Users, s.evidencePane().has(s.track.Sessions[s.number].First+row, s.of.hits))
		}})
	}
	return all
}

// roomyEvidence is the width from which on there is room for the name of a rule and more.
const roomyEvidence = 100

// evidenceWidth is enough for a rule's name and that there are more, or for a name alone where there is less room.
func (s *session) evidenceWidth() int {
	if s.size.W >= roomyEvidence {
		return 16
	}
	return 13
}

// evidencePane says what the events of the track prove, nil while it is not known.
func (s *session) evidencePane() eventEvidence {
	if s.of.track != s.track {
		return nil
	}
	return s.of.proof
}

// tone lets the pictures and style sheets of a page stand back.
func tone(e *model.Event) term.Style {
	if e.Traits.Has(web.Static) {
		return term.Dim
	}
	return term.Plain
}

// levelWords mark how deep into an item a view goes.
var levelWords = map[web.Level]string{web.LevelSummary: "▸ summary", web.LevelDetail: "▸ detail"}

func drawItem(p term.Pen, e *model.Event) {
	if e.Request.Item != "" {
		p.Own(term.Dim, "#")
		p.Data(tone(e), e.Request.Item)
	}
}

// drawRequest writes what was asked for: an item by its title, where the catalogue knows one, and anything else as the
// log says it.
func (s *session) drawRequest(p term.Pen, e *model.Event) {
	if e.Request.Action != "GET" {
		p.Data(term.Strong, e.Request.Action+" ")
	}
	if title := s.of.about.Catalogue[e.Request.Item][fieldTitle]; title != "" && e.Request.Item != "" {
		p.Data(tone(e), title)
		return
	}
	p.Data(tone(e), e.Request.Target)
}

// drawStatus writes an HTTP status; what is refused or fails stands out.
func drawStatus(p term.Pen, status int) {
	switch {
	case status == 0:
		p.Own(term.Dim, "–")
	case status >= 400:
		p.Own(term.Warning, strconv.Itoa(status)+" !")
	default:
		p.Own(term.Dim, strconv.Itoa(status))
	}
}

// drawOutcome writes how an event ended, where the format of the log says so.
func drawOutcome(p term.Pen, outcome string) {
	switch outcome {
	case "":
		p.Own(term.Dim, "–")
	case "failed", "refused":
		p.Data(term.Warning, outcome)
	default:
		p.Data(term.Dim, outcome)
	}
}

// gapWords writes the time since the event before, where it is worth a look.
func gapWords(ms int64) string {
	if ms < 1000 {
		return ""
	}
	return "+" + term.ShortDuration(millis(ms))
}

func millis(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }
