package tui

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/load"
)

// session is one session of a user: its events in time, with how long each view was read and which hits it proves.
type session struct {
	work    *workspace
	of      *user // whose screen it was opened from
	track   *store.Track
	number  int // from 0
	list    grid
	size    bodySize
	longest int64 // reading time, which the bars are measured by

	shown    bool // the original line is shown
	fetching task[originalLine]
	evidence originalLine
	failure  error
}

// originalLine is an original line, and the event that it belongs to.
type originalLine struct {
	load.Evidence
	of *store.Event
}

func newSession(of *user, number int) *session {
	s := &session{work: of.work, of: of}
	s.open(number)
	return s
}

// open shows a session of what the user did.
func (s *session) open(number int) {
	s.track, s.number, s.longest = s.of.track, number, 0
	for _, e := range s.events() {
		s.longest = max(s.longest, e.Reading)
	}
	s.list.columns = s.columns()
	s.list.setLength(len(s.events()))
}

// reopen shows, where what the user did has been read anew, the session that the event under the cursor is in now.
func (s *session) reopen() tea.Cmd {
	if s.of.track == nil || s.of.track == s.track {
		return nil
	}
	at := *s.event()
	s.open(sessionAt(s.of.track, at.Time))
	same := func(e store.Event) bool { return e.Source == at.Source && e.Line == at.Line }
	s.list.moveTo(max(slices.IndexFunc(s.events(), same), 0))
	return s.follow()
}

func (s *session) events() []store.Event {
	bounds := s.track.Sessions[s.number]
	return s.track.Events[bounds.First:bounds.End]
}

func (s *session) event() *store.Event { return &s.events()[s.list.cursor] }

func (s *session) caption() caption {
	link := place{screen: "users", user: s.track.Key, session: s.number + 1}
	return caption{
		crumb:    "session " + count(s.number+1) + " of " + count(len(s.track.Sessions)),
		detail:   plural(len(s.events()), "event") + "  " + plural(s.track.Sessions[s.number].Views, "view"),
		position: count(s.list.cursor+1) + "/" + count(s.list.length),
		link:     link.String(),
	}
}

func (s *session) scopes() []scope { return []scope{onSession, onList} }

func (s *session) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		s.size = msg
		s.list.columns = s.columns()
		s.resize()
	case loaded[history]: // which the user below has taken
		return nil, s.reopen()
	case loaded[eventEvidence], workChanged:
		s.list.columns = s.columns()
	case loaded[originalLine]:
		if s.fetching.accept(msg) {
			s.evidence, s.failure = msg.value, msg.err
		}
	case mouseAt:
		at := s.list.cursor
		_, row := s.list.mouse(msg.MouseMsg, msg.x, msg.y-s.headHeight())
		if row && at == s.list.cursor {
			return nil, s.show()
		}
		return nil, s.follow()
	case command:
		return s.do(msg)
	}
	return nil, nil
}

func (s *session) do(c command) (action, tea.Cmd) {
	switch c {
	case open:
		return nil, s.show()
	case nextOne:
		return s.neighbour(1), nil
	case previousOne:
		return s.neighbour(-1), nil
	case nextUser:
		return s.otherUser(1), nil
	case previousUser:
		return s.otherUser(-1), nil
	case nextProof:
		return s.toEvidence(1)
	case previousProof:
		return s.toEvidence(-1)
	case copyText:
		return cover(newMenu("Copy", s.copies())), nil
	case exportList:
		return cover(newExport("events", s.table)), nil
	case back:
		if !s.shown {
			return pop(), nil
		}
		s.shown = false
		s.resize()
		return nil, nil
	}
	if s.list.do(c) {
		return nil, s.follow()
	}
	return nil, nil
}

// evidenceHeight is how many lines the original line gets, its heading included.
const evidenceHeight = 6

func (s *session) resize() {
	h := s.size.h - s.headHeight()
	if s.shown {
		h -= min(evidenceHeight, h/2)
	}
	s.list.resize(s.size.w, h)
}

func (s *session) headHeight() int {
	if s.size.h < 10 {
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
	source := s.work.source
	return s.fetching.start(s.work.ctx, followDelay, func(ctx context.Context) (originalLine, error) {
		line, err := source.Original(ctx, *e)
		return originalLine{line, e}, err
	})
}

func (s *session) neighbour(step int) action {
	number := s.number + step
	if number < 0 || number >= len(s.track.Sessions) {
		return say(plain, "no more sessions of this user")
	}
	return swap(newSession(s.of, number))
}

// toEvidence moves the cursor to another event of the session that proves a hit.
func (s *session) toEvidence(step int) (action, tea.Cmd) {
	first := s.track.Sessions[s.number].First
	for at := s.list.cursor + step; at >= 0 && at < s.list.length; at += step {
		if len(s.evidencePane().has(first+at, s.of.hits)) > 0 {
			s.list.moveTo(at)
			return nil, s.follow()
		}
	}
	return say(plain, "no more events here that prove a hit"), nil
}

// otherUser goes to the first session of another user of the list.
func (s *session) otherUser(step int) action {
	next := s.of.beside(step)
	if next == nil {
		return say(plain, "no more users in the list")
	}
	next.tab, next.visit = sessionsTab, 1
	return func(a *app) tea.Cmd { return tea.Batch(a.apply(pop()), a.apply(swap(next))) }
}

// current reports whether the line that was read is the one under the cursor.
func (s *session) current() bool {
	return s.failure == nil && s.evidence.of == s.event()
}

func (s *session) close() { s.fetching.stop() }

// columns are the columns of the list of events. Those that would be empty for all that the user did are left out.
func (s *session) columns() []column {
	const readingBar = 10
	event := func(row int) *store.Event { return &s.events()[row] }
	any := func(has func(e store.Event) bool) bool { return slices.ContainsFunc(s.track.Events, has) }
	all := []column{
		{title: "time", width: 8, cell: func(p pen, row int) { p.own(tone(event(row)), s.work.clock.second(event(row).Time)) }},
		{title: "gap", width: 6, right: true, rank: 6, cell: func(p pen, row int) {
			if row > 0 {
				p.ownRight(dim, gapWords(event(row).Time-event(row-1).Time))
			}
		}},
		{title: "status", width: 6, rank: 2, cell: func(p pen, row int) { drawStatus(p, event(row).Status) }},
		{title: "menu", width: 10, rank: 7, cell: func(p pen, row int) { p.data(tone(event(row)), event(row).Request.Menu) }},
	}
	if any(func(e store.Event) bool { return e.Level != 0 }) {
		all = append(all, column{title: "level", width: 9, rank: 4, cell: func(p pen, row int) { p.own(dim, levelWords[event(row).Level]) }})
	}
	if any(func(e store.Event) bool { return e.Request.Item != "" }) {
		all = append(all, column{title: "item", width: 8, rank: 3, cell: func(p pen, row int) { drawItem(p, event(row)) }})
	}
	all = append(all,
		column{title: "request", width: 14, stretch: true, cell: func(p pen, row int) { s.drawRequest(p, event(row)) }},
		column{title: "read", width: 5, right: true, rank: 5, cell: func(p pen, row int) {
			if r := event(row).Reading; r >= 0 {
				p.ownRight(plain, short(millis(r)))
			}
		}},
		column{width: readingBar, rank: 8, cell: func(p pen, row int) {
			if r := event(row).Reading; r >= 0 && s.longest > 0 {
				p.bar(chart, float64(r)/float64(s.longest), readingBar)
			}
		}})
	if s.evidencePane().count(0, len(s.track.Events), s.of.hits) > 0 {
		all = append(all, column{title: "proves", width: s.evidenceWidth(), rank: 1, cell: func(p pen, row int) {
			drawHits(p, s.evidencePane().has(s.track.Sessions[s.number].First+row, s.of.hits))
		}})
	}
	return all
}

// evidenceWidth is enough for a rule's name and that there are more, or for a name alone where there is less room.
func (s *session) evidenceWidth() int {
	if s.size.w >= besideFromWidth {
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
func tone(e *store.Event) style {
	if e.Traits.Has(analysis.Static) {
		return dim
	}
	return plain
}

// levelWords mark how deep into an item a view goes.
var levelWords = map[analysis.Level]string{analysis.LevelSummary: "▸ summary", analysis.LevelDetail: "▸ detail"}

func drawItem(p pen, e *store.Event) {
	if e.Request.Item != "" {
		p.own(dim, "#")
		p.data(tone(e), e.Request.Item)
	}
}

// drawRequest writes what was asked for: an item by its title, where the catalogue knows one, and anything else as the log says it.
func (s *session) drawRequest(p pen, e *store.Event) {
	if e.Request.Action != "GET" {
		p.data(strong, e.Request.Action+" ")
	}
	if title := s.of.about.Catalogue[e.Request.Item][fieldTitle]; title != "" && e.Request.Item != "" {
		p.data(tone(e), title)
		return
	}
	p.data(tone(e), e.Request.Target)
}

// drawStatus writes an HTTP status; what is refused or fails stands out.
func drawStatus(p pen, status int) {
	switch {
	case status == 0:
		p.own(dim, "–")
	case status >= 400:
		p.own(warning, strconv.Itoa(status)+" !")
	default:
		p.own(dim, strconv.Itoa(status))
	}
}

// gapWords writes the time since the event before, where it is worth a look.
func gapWords(ms int64) string {
	if ms < 1000 {
		return ""
	}
	return "+" + short(millis(ms))
}

func millis(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

func (s *session) draw(a area) {
	head := s.headHeight()
	if head > 0 {
		s.drawHead(a)
	}
	body := a.rows(head, a.h)
	if s.shown {
		height := min(evidenceHeight, body.h/2)
		s.drawEvidence(body.rows(body.h-height, body.h))
		body = body.rows(0, body.h-height)
	}
	s.list.draw(body)
}

func (s *session) drawHead(a area) {
	events := s.events()
	from, to := events[0].Time, events[len(events)-1].Time
	p := a.line(0)
	p.gap(1)
	p.own(strong, s.work.clock.full(from))
	p.own(plain, " – "+s.work.clock.second(to))
	p.own(dim, "  "+long(millis(to-from)))
	if client := events[0].Client; client != nil {
		p = a.line(1)
		p.gap(1)
		p.data(plain, client.Address)
		p.gap(2)
		p.data(dim, client.Agent)
	}
}

// drawEvidence shows the original line, wrapped, under its file and line number.
func (s *session) drawEvidence(a area) {
	e := s.event()
	p := a.line(0)
	p.own(dim, "── line ")
	p.own(strong, count(e.Line))
	if s.current() {
		p.own(dim, " of ")
		p.data(plain, filepath.Base(s.evidence.Path))
	}
	p.own(dim, " "+strings.Repeat("─", max(p.left()-1, 0)))
	switch {
	case s.failure != nil:
		a.line(1).data(warning, " "+s.failure.Error())
	case !s.current():
		a.line(1).own(dim, " reading the line…")
	default:
		a.rows(1, a.h).columns(1, a.w).wrapped(string(s.evidence.Raw))
	}
}
