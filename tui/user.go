package tui

import (
	"context"
	"math"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
)

type userTab uint8

const (
	whyTab userTab = iota
	sessionsTab
)

// user is one user: why it is judged so, and its sessions.
type user struct {
	work    *workspace
	rows    []int32 // the list that the user was opened from
	at      int     // in rows
	tab     userTab
	track   *store.Track // nil until it has been read
	medians []float64    // reading time of each session in seconds
	list    grid         // of sessions
	first   int          // the finding at the top of why
	found   []finding
	visit   int // the session to open when the track is there, from 1; 0 for none

	reading task[history]
	failure error
}

func newUser(w *workspace, rows []int32, at int) *user {
	u := &user{work: w, rows: rows, at: at}
	u.list.columns = u.columns()
	u.found = w.findings(u.row())
	return u
}

func (u *user) row() int     { return int(u.rows[u.at]) }
func (u *user) key() string  { return u.work.users.Key[u.row()] }
func (u *user) place() place { return place{screen: "users", user: u.key(), tab: u.tab} }

func (u *user) caption() caption {
	w, row := u.work, u.row()
	c := caption{crumb: u.key(), link: u.place().String()}
	c.detail = "score " + w.shownScore(int32(row)) + "  " + w.standing(row)
	if label, ok := w.verdict(int32(row)); ok {
		c.detail += "  verdict " + label
	}
	c.position = "user " + count(u.at+1) + "/" + count(len(u.rows))
	if u.tab == sessionsTab && u.track != nil {
		c.position = count(u.list.cursor+1) + "/" + count(len(u.track.Sessions)) + "  " + c.position
	}
	return c
}

func (u *user) scopes() []scope { return []scope{onUser, onList} }

func (u *user) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		u.list.resize(msg.w, msg.h-u.headHeight(msg.h))
		return nil, u.read()
	case workChanged:
		u.found = u.work.findings(u.row())
	case loaded[history]:
		return u.arrived(msg), nil
	case mouseAt:
		return u.mouse(msg)
	case command:
		return u.do(msg)
	}
	return nil, nil
}

// read asks for everything that the user did, once.
func (u *user) read() tea.Cmd {
	if u.track != nil || u.reading.running || u.failure != nil {
		return nil
	}
	source, id := u.work.source, u.work.users.ID[u.row()]
	return u.reading.start(u.work.ctx, 0, func(ctx context.Context) (history, error) { return readHistory(ctx, source, id) })
}

// history is everything that a user did.
type history struct {
	track   *store.Track
	medians []float64 // reading time of each session in seconds, NaN where nothing was read
}

func readHistory(ctx context.Context, source Case, id int32) (history, error) {
	track, err := source.Track(ctx, id)
	if err != nil {
		return history{}, err
	}
	h := history{track: track}
	for _, s := range track.Sessions {
		h.medians = append(h.medians, medianReading(track.Events[s.First:s.End]))
	}
	return h, nil
}

// medianReading is the median reading time of events in seconds, NaN without any.
func medianReading(events []store.Event) float64 {
	var readings []int64
	for i := range events {
		if events[i].Reading >= 0 {
			readings = append(readings, events[i].Reading)
		}
	}
	if len(readings) == 0 {
		return math.NaN()
	}
	slices.Sort(readings)
	middle := len(readings) / 2
	return float64(readings[middle]+readings[(len(readings)-1)/2]) / 2000
}

func (u *user) arrived(msg loaded[history]) action {
	if !u.reading.accept(msg) {
		return nil
	}
	u.track, u.medians, u.failure = msg.value.track, msg.value.medians, msg.err
	if msg.err != nil {
		return say(warning, "the sessions can't be read: "+msg.err.Error())
	}
	u.list.setLength(len(u.track.Sessions))
	if u.visit < 1 {
		return nil
	}
	number := u.visit
	u.visit = 0
	if number > len(u.track.Sessions) {
		return say(warning, "this user has only "+plural(len(u.track.Sessions), "session"))
	}
	u.list.center(number - 1)
	return push(newSession(u.work, u.track, number-1))
}

func (u *user) do(c command) (action, tea.Cmd) {
	switch c {
	case nextTab, previousTab:
		u.tab = sessionsTab - u.tab
	case open:
		return u.open(), nil
	case nextOne:
		return u.neighbour(1), nil
	case previousOne:
		return u.neighbour(-1), nil
	case openRules:
		return push(newRules(u.work)), nil
	case giveVerdict, giveNote:
		return cover(newVerdictMenu(u.work, u.row(), c == giveNote)), nil
	case copyText:
		return copied("the user's key", u.key()), nil
	case back:
		return pop(), nil
	default:
		u.move(c)
	}
	return nil, nil
}

// move scrolls through the findings or the sessions.
func (u *user) move(c command) {
	if u.tab == sessionsTab {
		u.list.do(c)
		return
	}
	step := steps[c]
	u.first += step.rows + step.halves + step.lengths*len(u.found)
	u.first = max(min(u.first, len(u.found)-1), 0)
}

func (u *user) open() action {
	if u.tab == whyTab {
		u.tab = sessionsTab
		return nil
	}
	if u.track == nil || len(u.track.Sessions) == 0 {
		return nil
	}
	return push(newSession(u.work, u.track, u.list.cursor))
}

// neighbour goes to another user of the list, on the same tab.
func (u *user) neighbour(step int) action {
	at := u.at + step
	if at < 0 || at >= len(u.rows) {
		return say(plain, "no more users in the list")
	}
	next := newUser(u.work, u.rows, at)
	next.tab = u.tab
	return swap(next)
}

func (u *user) mouse(msg mouseAt) (action, tea.Cmd) {
	if _, click := msg.MouseMsg.(tea.MouseClickMsg); click && msg.y == 0 {
		u.tab = whyTab
		if msg.x >= len(tabWords[whyTab])+2 {
			u.tab = sessionsTab
		}
		return nil, nil
	}
	if u.tab == whyTab {
		return nil, nil
	}
	at := u.list.cursor
	if _, row := u.list.mouse(msg.MouseMsg, msg.x, msg.y-u.headHeight(u.list.h+2)); row && at == u.list.cursor {
		return u.open(), nil
	}
	return nil, nil
}

func (u *user) close() { u.reading.stop() }

var tabWords = [...]string{whyTab: "Why", sessionsTab: "Sessions"}

// headHeight is how many lines tabs and summary take.
func (u *user) headHeight(h int) int {
	if h < 8 {
		return 1
	}
	return 2
}

func (u *user) draw(a area) {
	head := u.headHeight(a.h)
	p := a.line(0)
	for tab, word := range tabWords {
		s := plain
		if userTab(tab) == u.tab {
			s = chosen
		}
		if userTab(tab) == sessionsTab {
			word += " " + count(u.work.users.Sessions[u.row()])
		}
		p.own(s, " "+word+" ")
	}
	p.gap(2)
	p.own(dim, u.work.summary(u.row()))
	body := a.rows(head, a.h)
	switch {
	case u.tab == whyTab:
		u.drawFindings(body)
	case u.track != nil:
		u.list.draw(body)
	case u.failure != nil:
		body.line(0).data(warning, " "+u.failure.Error())
	default:
		body.line(0).own(dim, " reading the sessions…")
	}
}

const (
	// besideFromWidth is from which width a sentence and its histogram stand side by side.
	besideFromWidth = 100
	sentenceWidth   = 56
	histogramHeight = 5 // with its axis
	lowHistogram    = 3
)

// drawFindings writes the findings from the first one on, with histograms as high as there is room for.
func (u *user) drawFindings(a area) {
	height := histogramHeight
	if a.h < 20 {
		height = lowHistogram
	}
	at := 0
	for _, f := range u.found[min(u.first, len(u.found)):] {
		if at >= a.h {
			return
		}
		at += drawFindingLarge(a.rows(at, a.h), f, height) + 1
	}
}

// drawFindingLarge writes a finding with its histogram, beside the sentence where the terminal is wide enough and else below, and
// returns how many lines that took.
func drawFindingLarge(a area, f finding, height int) int {
	if len(f.picture.knots) == 0 || f.unjudged || a.w < 60 {
		return drawFinding(a, f)
	}
	if a.w >= besideFromWidth {
		lines := drawSentence(a.columns(0, sentenceWidth), f)
		if a.h < lowHistogram {
			return a.h
		}
		f.picture.draw(a.rows(0, height).columns(sentenceWidth+3, min(a.w, sentenceWidth+3+60)))
		return max(lines, height)
	}
	lines := drawSentence(a, f)
	if a.h < lines+lowHistogram {
		return a.h
	}
	f.picture.draw(a.rows(lines, lines+height).columns(findingIndent, min(a.w, findingIndent+60)))
	return lines + height
}

// columns are the columns of the list of sessions.
func (u *user) columns() []column {
	w := u.work
	session := func(row int) store.Session { return u.track.Sessions[row] }
	start := func(row int) int64 { return u.track.Events[session(row).First].Time }
	end := func(row int) int64 { return u.track.Events[session(row).End-1].Time }
	return []column{
		{title: "#", width: 5, right: true, cell: func(p pen, row int) { p.ownRight(dim, count(row+1)) }},
		{title: "start", width: 24, cell: func(p pen, row int) { p.own(plain, w.clock.full(start(row))) }},
		{title: "length", width: 6, right: true, rank: 1, cell: func(p pen, row int) {
			p.ownRight(plain, short(millis(end(row)-start(row))))
		}},
		{title: "views", width: 6, right: true, rank: 2, cell: func(p pen, row int) { p.ownRight(plain, count(session(row).Views)) }},
		{title: "events", width: 6, right: true, rank: 3, cell: func(p pen, row int) {
			p.ownRight(dim, count(session(row).End-session(row).First))
		}},
		{title: "read", width: 5, right: true, rank: 4, cell: func(p pen, row int) {
			p.ownRight(plain, seconds(u.medians[row]))
		}},
		{title: "from", width: 8, stretch: true, rank: 5, cell: func(p pen, row int) {
			if client := u.track.Events[session(row).First].Client; client != nil {
				p.data(dim, client.Address+"  "+client.Agent)
			}
		}},
	}
}
