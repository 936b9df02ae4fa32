package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/tui/find"
	"spoor/tui/rules"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// users is the root screen: every user of the case, the most suspicious first.
type users struct {
	work   *workspace.Workspace
	want   userlist.Arrangement
	rows   []int32 // of the matrix, in the order of the list
	list   term.Grid
	before userlist.Filter // what the filter was before that

	find.Prompt

	among *userlist.Scope // whose users alone are listed; nil: all
	userlist.Visitors
	markedLast string // the key of the user that was marked last
	waits      bool   // for what only the events tell

	arranging task.Task[userlist.Arranged]
	settling  task.Task[struct{}] // after which the reasons of the user under the cursor are shown
	why       int                 // the row that the reasons are about, -1 for none
	turned    map[string]bool     // the columns that are shown, or not, otherwise than usual
	order     []string            // of the columns, by name; nil: the usual one
	size      screen.BodySize
	visit     *place // to go to once the users are there
	opened    string // the filter that it was opened with, by a line of another screen; "" for none
	left      string // the user that the cursor goes back to where the list has it again; "" for none
}

func newUsers(w *workspace.Workspace) *users {
	u := &users{work: w, want: userlist.Arrangement{Order: "score", Keep: -1}, why: -1, turned: map[string]bool{}}
	u.Ends = u.filterEnds
	u.list.Columns = u.columns()
	u.list.Marked = func(row int) bool { return w.Marks.HasRow(w.Users, u.rows[row]) }
	u.list.Sorted = u.want.Order
	return u
}

// whyFromWidth is from which width the list shares the screen with the reasons, which are at least and at most so wide.
const (
	whyFromWidth = 110
	whyLeast     = 45
	whyMost      = 54
)

// layout says how high the summary above the list is, and how wide the list; what is left of the width is for the
// reasons.
func (u *users) layout(s screen.BodySize) (summary, list int) {
	switch {
	case s.H >= roomyHeight:
		summary = 1 + max(len(u.cannotCompare(s.W)), 1)
	case s.H >= 14:
		summary = 2
	case s.H >= 8 || u.Typing():
		summary = 1
	}
	if s.W < whyFromWidth {
		return summary, s.W
	}
	return summary, s.W - min(max(whyLeast, s.W*3/8), whyMost) - 1
}

// roomyHeight is the height from which on what is to be known of all users may take several lines.
const roomyHeight = 20

// cannotCompare says in lines why nobody can be compared with others; none where it can be done.
func (u *users) cannotCompare(width int) []string {
	return term.Wrap(u.work.CannotCompare(), width-2)
}

func (u *users) resize() {
	top, width := u.layout(u.size)
	u.list.Leaps = width < u.size.W
	u.list.Resize(width, u.size.H-top)
}

func (u *users) Caption() screen.Caption {
	if u.among != nil {
		return u.amongCaption()
	}
	c := screen.Caption{Link: "users"}
	if u.opened != "" {
		c.Crumb = "Users"
	}
	if u.work.Users == nil {
		return c
	}
	events, window := u.work.At.Events, u.work.Users.Window
	c.Detail = term.Plural(u.work.Users.Len(), "user")
	if u.size.W >= 75 && u.work.Window == (analysis.Window{}) { // a window is told beside the name
		c.Detail += "  " + term.Plural(events, "event")
		if events > 0 { // without them there is no time to tell
			c.Detail += "  " + u.work.Clock.Span(window.From, window.To) + " " + u.work.Clock.ZoneName()
		}
	}
	if summary, _ := u.layout(u.size); summary == 0 && u.work.Ready() {
		c.Detail = term.Count(u.work.Now.FlaggedCount) + "/" + term.Count(u.work.Users.Len()) + " flagged"
	}
	c.Position = u.list.Position()
	return c
}

func (u *users) Scopes() []term.Scope {
	if u.Typing() {
		return u.Prompt.Scopes()
	}
	return []term.Scope{term.OnUsers, term.OnCase, term.OnList}
}

func (u *users) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		u.size = msg
		u.resize()
		if u.wanting() {
			return nil, u.arrange()
		}
	case screen.Started:
		return nil, u.work.Open()
	case workspace.Replaced:
		u.follow(msg)
	case workspace.Changed:
		u.list.Columns = u.columns()
		if u.size != (screen.BodySize{}) {
			u.resize()
		}
		return nil, u.arrange()
	case task.Result[userlist.Arranged]:
		return u.arrived(msg), nil
	case screen.MouseAt:
		return u.mouse(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if u.Typed(msg) {
			return nil, u.refilter(u.Text())
		}
	case term.Command:
		return u.do(msg)
	case task.Result[struct{}]:
		if u.settling.Accept(msg) {
			u.showWhy()
		}
	}
	return nil, nil
}

// do does what belongs to this screen, opens another, or moves the cursor.
func (u *users) do(c term.Command) (screen.Action, tea.Cmd) {
	if do, ok := usersCommands[c]; ok {
		return do(u)
	}
	if make := u.work.Screens.OfCase[c]; make != nil && u.work.Users != nil {
		return screen.Push(make()), nil
	}
	if u.list.Do(c) {
		u.left = ""
		return nil, u.settle()
	}
	return nil, nil
}

// settle shows the reasons once the cursor rests: while a key is held down they would only flicker by, at a high cost
// on a slow line.
func (u *users) settle() tea.Cmd {
	return u.settling.Start(u.work.Ctx, u.work.Pauses.Settling,
		func(context.Context) (struct{}, error) { return struct{}{}, nil })
}

func (u *users) showWhy() {
	u.why = -1
	if row, ok := u.row(); ok {
		u.why = row
	}
}

// usersCommands says what the keys of this screen do.
var usersCommands = map[term.Command]func(*users) (screen.Action, tea.Cmd){
	term.Open:        (*users).open,
	term.FilterList:  (*users).startFilter,
	term.Accept:      (*users).keepFilter,
	term.CancelInput: (*users).cancelFilter,
	term.NextTab:     func(u *users) (screen.Action, tea.Cmd) { return nil, u.completeFilter(1) },
	term.PreviousTab: func(u *users) (screen.Action, tea.Cmd) { return nil, u.completeFilter(-1) },
	term.Older:       func(u *users) (screen.Action, tea.Cmd) { return nil, u.recallFilter(term.Older) },
	term.Newer:       func(u *users) (screen.Action, tea.Cmd) { return nil, u.recallFilter(term.Newer) },
	term.Back:        (*users).back,
	term.SortMenu:    (*users).chooseOrder,
	term.SortLeft:    func(u *users) (screen.Action, tea.Cmd) { return nil, u.sortBy(u.list.Neighbour(-1)) },
	term.SortRight:   func(u *users) (screen.Action, tea.Cmd) { return nil, u.sortBy(u.list.Neighbour(1)) },
	term.SortReverse: func(u *users) (screen.Action, tea.Cmd) {
		u.want.Reverse = !u.want.Reverse
		return nil, u.arrange()
	},
	term.ColumnMenu:  func(u *users) (screen.Action, tea.Cmd) { return screen.Cover(u.newColumnMenu(0)), nil },
	term.OpenRules:   func(u *users) (screen.Action, tea.Cmd) { return screen.Push(u.work.Screens.Rules()), nil },
	term.ExportList:  (*users).export,
	term.OpenRejects: func(u *users) (screen.Action, tea.Cmd) { return screen.Push(newRejects(u.work)), nil },
	term.PresetMenu:  func(u *users) (screen.Action, tea.Cmd) { return screen.Cover(rules.NewPresetMenu(u.work)), nil },
	term.GiveVerdict: func(u *users) (screen.Action, tea.Cmd) { return u.verdictMenu(false), nil },
	term.GiveNote:    func(u *users) (screen.Action, tea.Cmd) { return u.verdictMenu(true), nil },
	term.MarkRow:     (*users).mark,
	term.MarkRange:   (*users).markRange,
	term.MarkAll:     (*users).markAll,
	term.ForgetMarks: (*users).unmark,
	term.UndoVerdict: func(u *users) (screen.Action, tea.Cmd) { return u.work.TakeVerdictBack() },
	term.CopyText: func(u *users) (screen.Action, tea.Cmd) {
		row, ok := u.row()
		if !ok {
			return nil, nil
		}
		at := place{screen: "users", user: u.work.Users.Key[row]}
		return screen.Cover(screen.NewMenu("Copy", slices.Concat(markedCopies(u.work), goOnCopies(u.work),
			u.work.UserCopies(row, at.String())))), nil
	},
}

func (u *users) open() (screen.Action, tea.Cmd) {
	row, ok := u.row()
	if !ok {
		return nil, nil
	}
	return screen.Push(u.work.Screens.User(int32(row), u.walk())), nil
}

// walk is the list for a screen of one of its users.
func (u *users) walk() workspace.Walk {
	walk := workspace.WalkThrough(&u.list, func(line int) int32 { return u.rows[line] })
	move := walk.GoTo
	walk.GoTo = func(at int) {
		move(at)
		u.left = ""
		u.showWhy()
	}
	return walk
}

// back takes the filter away before it gives up.
func (u *users) back() (screen.Action, tea.Cmd) {
	if !u.want.Filter.Empty() && u.want.Filter.Text != u.opened {
		return nil, u.refilter(u.opened)
	}
	return screen.Pop(), nil
}

func (u *users) chooseOrder() (screen.Action, tea.Cmd) {
	var items []screen.Item
	at := 0
	for i, o := range u.orderings() {
		if o.Name == u.want.Order {
			at = i
		}
		items = append(items, screen.Item{Label: o.Name, Detail: o.Help,
			Act: func(screen.Host) tea.Cmd { return u.sortBy(o.Name) }})
	}
	return screen.Cover(screen.NewMenu("Sort by", items).ChooseAt(at)), nil
}

// sortBy sorts by a column, and the other way round if it already is.
func (u *users) sortBy(name string) tea.Cmd {
	if name == "" {
		return nil
	}
	u.want.Reverse = name == u.want.Order && !u.want.Reverse
	u.want.Order = name
	return u.arrange()
}

// arrange makes the list anew, with the cursor on the user that it is on now.
func (u *users) arrange() tea.Cmd {
	u.list.Sorted = u.want.Order
	u.list.Reverse = userlist.OrderingNamed(u.want.Order, u.work.OwnRules()).Smallest != u.want.Reverse
	if !u.work.Ready() {
		return nil
	}
	read := u.readEvents()
	if u.waits {
		return read
	}
	u.want.Keep = u.kept()
	from, want := u.work.Lists(), u.want
	return tea.Batch(read, u.arranging.Start(u.work.Ctx, 0,
		func(ctx context.Context) (userlist.Arranged, error) { return from.Arrange(ctx, want) }))
}

// kept is the row that the cursor should stay on, -1 for none: a cursor on the first line stays on the first line. If
// it got there only because the list has lost its user, it goes back to that user.
func (u *users) kept() int32 {
	if row, ok := u.row(); ok && u.list.Cursor() > 0 {
		u.left = u.work.Users.Key[row]
	}
	if row, ok := u.work.Users.Row(u.left); ok {
		return int32(row)
	}
	return -1
}

// follow finds the users of the list again where other users have been put under it. The cursor stays on its user, even
// on the first line, for nobody has asked for another order.
func (u *users) follow(r workspace.Replaced) {
	u.arranging.Stop()
	now := int32(-1)
	if row, ok := u.row(); ok {
		now = r.Row(int32(row))
	}
	u.rows = r.All(u.rows)
	u.Here = r.Visits(u.Here)
	u.list.SetLength(len(u.rows))
	if at := u.find(now); at >= 0 {
		u.list.MoveTo(at)
		u.left = u.work.Users.Key[now]
	}
	u.showWhy()
}

func (u *users) arrived(msg task.Result[userlist.Arranged]) screen.Action {
	if !u.arranging.Accept(msg) || msg.Err != nil {
		return nil
	}
	u.rows, u.Visitors = msg.Value.Rows, msg.Value.Visitors
	u.list.Columns = u.columns()
	u.list.SetLength(len(u.rows))
	u.list.Center(msg.Value.At)
	if row, ok := u.row(); ok && u.work.Users.Key[row] == u.left && !u.Typing() {
		u.left = "" // it is there
	}
	u.showWhy()
	if u.visit == nil {
		return nil
	}
	visit := u.visit
	u.visit = nil
	return u.goTo(*visit)
}

func (u *users) mouse(msg screen.MouseAt) (screen.Action, tea.Cmd) {
	top, width := u.layout(u.size)
	if msg.X >= width {
		return nil, nil
	}
	at := u.list.Cursor()
	title, row := u.list.Mouse(msg.MouseMsg, msg.X, msg.Y-top)
	switch {
	case title != "":
		return nil, u.sortBy(title)
	case row && u.list.Cursor() == at: // a click on the row under the cursor is a second click
		return u.open()
	case row:
		u.left = ""
	}
	return nil, u.settle()
}

func (u *users) Close() {
	u.stopEvents()
	u.arranging.Stop()
	u.settling.Stop()
}
