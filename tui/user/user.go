package user

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// user is one user: why it is judged so, and everything that it did.
type user struct {
	work  *workspace.Workspace
	row   int            // of the matrix
	walk  workspace.Walk // the list that the user was opened from
	at    int            // in that list, or where it was last
	gone  bool           // the list has it no longer
	tab   userTab
	lists [tabCount]term.Grid
	first int // the finding at the top of why
	below int // findings that have no room below
	found []why.Finding
	size  screen.BodySize
	visit int // the session to open when the history is there, from 1; 0 for none
	// visitEvent is the event of that session to go to, from 1; 0 for the first.
	visitEvent int

	history          // the track is nil until it has been read
	verdictsSeen int // of the workspace's verdicts when the history was asked for
	reading      task.Task[history]
	failure      error

	hits            []analysis.Hit    // by the rules in force, those that say most first
	proof           eventEvidence     // of the track, nil until it is known
	asked           analysis.RuleBits // the rules whose hits it proves
	readingEvidence task.Task[eventEvidence]

	peers     *peers // nil until somebody looks at them
	comparing task.Task[peers]
}

// Place is where on a user to go: to a tab by its name in places, "" for the first, and on to a session and an event
// of it, from 1; 0 for none.
type Place struct {
	Tab            string
	Session, Event int
}

// Open is the user in a row of the matrix, at a place.
func Open(w *workspace.Workspace, row int32, walk workspace.Walk, place Place) screen.Screen {
	u := newUser(w, row, walk)
	u.tab, u.visit, u.visitEvent = tabLinked(place.Tab), place.Session, place.Event
	return u
}

func newUser(w *workspace.Workspace, row int32, walk workspace.Walk) *user {
	u := &user{work: w, row: int(row), walk: walk, at: walk.At}
	u.find()
	u.lists[sessionsTab].Columns = u.sessionColumns()
	u.lists[itemsTab].Columns = u.itemColumns()
	u.lists[addressesTab].Columns = u.clientColumns()
	u.lists[peersTab].AlwaysTitled = true
	u.lists[notesTab].Columns = u.noteColumns()
	u.lists[sessionsTab].Time = func(row int) int64 { return u.track.Events[u.track.Sessions[row].First].Time }
	u.judged()
	return u
}

// judged takes over what the rules say of the user.
func (u *user) judged() {
	u.found = why.Findings(u.work.Judgement(), u.row)
	u.hits = analysis.ByPoints(u.work.JudgeNow.Hits(u.work.Now.Set, u.row))
	u.peers = nil
	u.comparing.Stop()
}

func (u *user) key() string { return u.work.Users.Key[u.row] }

// link is the place as --at takes it.
func (u *user) link() string {
	if u.tab == whyTab {
		return workspace.UserLink(u.key())
	}
	return workspace.UserLink(u.key()) + "/" + userTabs[u.tab].link
}

// list is the list of the tab, nil where there is none or it has not been read.
func (u *user) list() *term.Grid {
	if userTabs[u.tab].length == nil || u.track == nil {
		return nil
	}
	return &u.lists[u.tab]
}

// roomForRules is from what width on the rules that have been turned are named beside the score.
const roomForRules = 100

func (u *user) Caption() screen.Caption {
	w, row := u.work, u.row
	c := screen.Caption{Crumb: u.key(), Link: u.link()}
	c.Detail = "score " + why.Score(w.Judgement(), row) + "  " + why.Standing(w.Judgement(), row)
	if label, ok := w.Verdict(int32(row)); ok {
		c.Detail += "  verdict " + label
	}
	if w.Rules != w.Saved && u.size.W >= roomForRules { // by which whoever judges the user should know
		c.Detail += "   " + w.RulesWords()
	}
	c.Position = u.position()
	if u.below > 0 {
		c.Position = "↓ " + term.Count(u.below) + " more  " + c.Position
	}
	if list := u.list(); list != nil && list.Length() > 0 {
		c.Position = list.Position() + "  " + c.Position
	}
	return c
}

func (u *user) Scopes() []term.Scope { return []term.Scope{term.OnUser, term.OnList} }

func (u *user) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	u.find()
	defer func() { u.below = u.findingsBelow() }()
	switch msg := msg.(type) {
	case screen.BodySize:
		u.size = msg
		u.resize()
		if u.track == nil && !u.reading.Running() && u.failure == nil {
			return nil, tea.Batch(u.read(), u.compare())
		}
	case workspace.Replaced:
		return u.follow(msg)
	case workspace.Changed:
		u.judged()
		return nil, tea.Batch(u.readAgain(), u.compare())
	case task.Result[history]:
		return u.arrived(msg)
	case task.Result[eventEvidence]:
		if u.readingEvidence.Accept(msg) && msg.Err == nil {
			u.proof = msg.Value
		}
	case task.Result[peers]:
		u.showPeers(msg)
	case screen.MouseAt:
		return u.mouse(msg), u.compare()
	case term.Command:
		act, cmd := u.do(msg)
		return act, tea.Batch(cmd, u.compare())
	}
	return nil, nil
}

// readAgain reads what other rules or a new verdict ask for.
func (u *user) readAgain() tea.Cmd {
	if u.verdictsSeen != u.work.VerdictsGiven {
		return u.read()
	}
	return u.readMoreEvidence()
}

func (u *user) resize() {
	for tab := range u.lists {
		h := u.size.H - u.headHeight(u.size.H)
		if head := userTabs[tab].head; head != nil {
			h -= head(u, h)
		}
		u.lists[tab].Resize(u.size.W, h)
	}
}

// read asks for everything that the user did.
func (u *user) read() tea.Cmd {
	u.verdictsSeen = u.work.VerdictsGiven
	source, track, key, zone := u.work.Source, u.work.Tracks(), u.work.Users.Key[u.row], u.work.Clock
	return u.reading.Start(u.work.Ctx, 0, func(ctx context.Context) (history, error) {
		did, err := track(ctx, key)
		if err != nil {
			return history{}, err
		}
		return readHistory(ctx, source, did, zone)
	})
}

// follow finds the user again where other users have been put under the screen, and reads anew what it did.
func (u *user) follow(r workspace.Replaced) (screen.Action, tea.Cmd) {
	was := u.row
	now := r.Row(int32(was))
	if now < 0 {
		return screen.Leave(u, r.Before.Key[was]+" did nothing in this time"), nil
	}
	u.row = int(now)
	u.find()
	return nil, u.read()
}

func (u *user) arrived(msg task.Result[history]) (screen.Action, tea.Cmd) {
	if !u.reading.Accept(msg) {
		return nil, nil
	}
	at := int64(-1) // when the session under the cursor began
	if cursor := u.lists[sessionsTab].Cursor(); u.track != nil && cursor < len(u.track.Sessions) {
		at = u.track.Events[u.track.Sessions[cursor].First].Time
	}
	u.history, u.failure, u.proof = msg.Value, msg.Err, nil
	if msg.Err != nil {
		u.track = nil
		return screen.Say(term.Warning, "what the user did can't be read: "+msg.Err.Error()), nil
	}
	for tab, view := range userTabs {
		if view.length != nil {
			u.lists[tab].SetLength(view.length(u))
		}
	}
	u.lists[sessionsTab].MoveTo(sessionAt(u.track, at))
	u.resize()
	if u.visit < 1 {
		return nil, u.readEvidence()
	}
	number, event := u.visit, u.visitEvent
	u.visit, u.visitEvent = 0, 0
	if number > len(u.track.Sessions) {
		return screen.Say(term.Warning, "this user has only "+term.Plural(len(u.track.Sessions), "session")), u.readEvidence()
	}
	u.lists[sessionsTab].Center(number - 1)
	s := newSession(u, number-1)
	if event > len(s.events()) {
		return func(h screen.Host) tea.Cmd {
			h.Say(term.Warning, "this session has only "+term.Plural(len(s.events()), "event"))
			return h.Push(s)
		}, u.readEvidence()
	}
	s.list.MoveTo(max(event-1, 0))
	return screen.Push(s), u.readEvidence()
}

func (u *user) do(c term.Command) (screen.Action, tea.Cmd) {
	switch c {
	case term.NextTab:
		u.tab = (u.tab + 1) % tabCount
	case term.PreviousTab:
		u.tab = (u.tab + tabCount - 1) % tabCount
	case term.Open:
		return u.open(), nil
	case term.NextOne:
		return u.neighbour(1), nil
	case term.PreviousOne:
		return u.neighbour(-1), nil
	case term.OpenItems:
		u.tab = itemsTab
	case term.OpenAddresses:
		u.tab = addressesTab
	case term.OpenRules:
		return screen.Push(u.work.Screens.Rules()), nil
	case term.GiveVerdict, term.GiveNote:
		return screen.Cover(workspace.NewVerdictMenu(u.work, u.row, c == term.GiveNote)), nil
	case term.UndoVerdict:
		return u.work.TakeVerdictBack()
	case term.ExportList:
		return u.export(), nil
	case term.ExportCase:
		return u.exportCase(), nil
	case term.CopyText:
		return screen.Cover(screen.NewMenu("Copy", u.work.UserCopies(u.row, u.link()))), nil
	case term.Back:
		return screen.Pop(), nil
	default:
		u.move(c)
	}
	return nil, nil
}

// move scrolls through the findings or the list of the tab.
func (u *user) move(c term.Command) {
	if list := u.list(); list != nil {
		list.Do(c)
		return
	}
	u.first += term.StepOf(c, 1, len(u.found))
	u.first = max(min(u.first, why.Shown(u.found)-1), 0)
}

// open goes from why to the sessions, and from there into one; from an item or an address it goes to all its users.
func (u *user) open() screen.Action {
	switch {
	case u.tab == whyTab:
		u.tab = sessionsTab
	case u.tab == itemsTab && u.lists[itemsTab].Length() > 0:
		return screen.Push(u.work.Screens.Visitors(userlist.OfItem(u.items[u.lists[itemsTab].Cursor()].Item)))
	case u.tab == notesTab && u.lists[notesTab].Length() > 0:
		return u.openNote(u.lists[notesTab].Cursor())
	case u.tab == peersTab:
		return u.openPeer(u.lists[peersTab].Cursor())
	case u.tab == addressesTab && u.lists[addressesTab].Length() > 0:
		return u.openAddress()
	case u.tab == sessionsTab && u.track != nil && len(u.track.Sessions) > 0:
		return screen.Push(newSession(u, u.lists[sessionsTab].Cursor()))
	}
	return nil
}

// export writes the list of the tab to a file.
func (u *user) export() screen.Action {
	view := userTabs[u.tab]
	if view.table == nil || u.track == nil {
		return screen.Say(term.Plain, "there is no list here to export")
	}
	table, name := view.table(u), view.link
	if name == "" {
		name = "findings"
	}
	return screen.Cover(screen.NewExportOf(u.key(), name, func() (*report.Table, error) { return table, nil }))
}

func (u *user) mouse(msg screen.MouseAt) screen.Action {
	if _, click := msg.MouseMsg.(tea.MouseClickMsg); click && msg.Y == 0 {
		for _, span := range u.tabSpans(u.size.W) {
			if msg.X >= span.from && msg.X < span.to {
				u.tab = span.tab
			}
		}
		return nil
	}
	list := u.list()
	if list == nil {
		return nil
	}
	top := u.headHeight(u.size.H)
	if head := userTabs[u.tab].head; head != nil {
		top += head(u, u.size.H-top)
	}
	at := list.Cursor()
	if _, row := list.Mouse(msg.MouseMsg, msg.X, msg.Y-top); row && at == list.Cursor() {
		return u.open()
	}
	return nil
}

func (u *user) Close() {
	u.reading.Stop()
	u.readingEvidence.Stop()
	u.comparing.Stop()
}

// headHeight is how many lines tabs and summary take, with the one after them, which says what the user lacks to be
// flagged, or nothing.
func (u *user) headHeight(h int) int {
	switch {
	case h < 8:
		return 1
	case h < screen.RuledHeight:
		return 2
	}
	return 3
}

func (u *user) Draw(a term.Area) {
	head := u.headHeight(a.H)
	u.drawTabs(a.Line(0))
	if head > 1 {
		a.Line(1).Own(term.Dim, " "+why.Summary(u.work.Judgement(), u.work.Clock, u.row))
	}
	if head > 2 {
		a.Line(2).Own(term.Plain, " "+u.work.Judgement().Lacks(u.row))
	}
	body := a.Rows(head, a.H)
	switch {
	case u.tab == whyTab:
		u.drawFindings(body)
	case u.failure != nil:
		body.Line(0).Data(term.Warning, " "+u.failure.Error())
	case u.track == nil:
		body.Line(0).Own(term.Dim, " reading what the user did…")
	case userTabs[u.tab].draw != nil:
		userTabs[u.tab].draw(u, body)
	default:
		u.lists[u.tab].Draw(body)
	}
}
