package rules

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// rules is the what-if: every rule can be turned, and it shows at once who enters and who leaves the flagged users.
type rules struct {
	work    *workspace.Workspace
	params  []param
	list    term.Grid // of the parameters
	field   field
	prompt  *term.Prompt // a value while it is typed
	was     string       // the value before that
	changes term.Grid    // who enters, leaves and moves
	walking bool         // the keys belong to the changes
	size    screen.BodySize
	judged  *analysis.Evaluation // that the list shows
}

// New is the screen on which rules are turned.
func New(w *workspace.Workspace) screen.Screen {
	r := &rules{work: w, params: allParams(w)}
	r.list.Unlit = true
	r.list.SetLength(len(r.params))
	r.changes.Columns = r.changeColumns()
	r.changes.Idle = true
	return r
}

// rulesLayout says where the parts of the screen lie.
type rulesLayout struct {
	beside                    bool // the picture stands beside the list, not under it
	listWidth, listHeight     int
	pictureHeight, changesTop int // in the other part
	changesEnd                int
	helpTop                   int  // where the help begins; 0: it has no place of its own
	helpBeside                bool // in the other part, as the list leaves no room under it
}

const (
	rulesListWidth   = 70
	rulesBesideFrom  = 110
	flaggedHeight    = 3 // the lines about how many are flagged, with the empty one after them, or the one about verdicts
	wideHeader       = 100
	leastChanges     = 3
	tallestHistogram = 9
	lowestHistogram  = 3
	helpHeight       = 8
)

func (r *rules) layout(s screen.BodySize) rulesLayout {
	l := rulesLayout{beside: s.W >= rulesBesideFrom, listWidth: min(s.W, rulesListWidth), listHeight: len(r.params) + 1}
	rest := s.H
	switch {
	case l.beside:
		l.listHeight = s.H
	case r.walking && s.H < 2*flaggedHeight+leastChanges:
		l.listHeight = 0
	default:
		l.listHeight = min(l.listHeight, max(s.H-flaggedHeight-leastChanges, s.H/2))
	}
	if !l.beside {
		rest -= l.listHeight
	}
	l.pictureHeight = min(tallestHistogram, rest-flaggedHeight+1)
	if l.pictureHeight < lowestHistogram || !l.beside && r.walking {
		l.pictureHeight = 0
	}
	l.changesTop = l.pictureHeight + flaggedHeight
	l.changesEnd = s.H
	if under := len(r.params) + 2; l.beside && under+helpHeight <= s.H {
		l.helpTop = under
	} else if top := s.H - helpHeight; l.beside && l.changesTop+leastChanges < top {
		l.helpTop, l.helpBeside, l.changesEnd = top, true, top-1
	}
	if !l.beside {
		l.changesEnd -= l.listHeight
	}
	return l
}

func (r *rules) Caption() screen.Caption {
	c := screen.Caption{Crumb: "Rules", Link: "rules", Detail: r.work.RulesWords()}
	if r.size.W >= wideHeader {
		c.Detail += "   baseline " + r.work.BaselineWords()
		if r.work.Stale() {
			c.Detail += ", stale"
		}
	}
	c.Position = r.Grid().Position()
	return c
}

func (r *rules) Scopes() []term.Scope {
	switch {
	case r.prompt != nil:
		return []term.Scope{term.OnPrompt}
	case r.walking:
		return []term.Scope{term.OnChanges, term.OnList}
	}
	return []term.Scope{term.OnRules, term.OnList}
}

func (r *rules) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		r.size = msg
		r.resize()
		r.changes.SetLength(r.changeCount())
	case workspace.Changed:
		r.refreshParams()
		r.changes.SetLength(r.changeCount())
		r.walking = r.walking && r.changes.Length() > 0
		r.changes.Idle = !r.walking
		if r.judged != r.work.Now {
			if r.judged = r.work.Now; r.work.Idle != "" {
				return screen.Say(term.Plain, r.work.Idle), nil
			}
		}
	case screen.MouseAt:
		return r.mouse(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if r.prompt != nil {
			r.prompt.Update(msg)
		}
	case term.Command:
		return r.do(msg)
	}
	return nil, nil
}

// refreshParams makes the lines anew where there are other rules of one's own than before. The cursor goes to the one
// that has come.
func (r *rules) refreshParams() {
	all := allParams(r.work)
	if slices.EqualFunc(all, r.params, func(a, b param) bool { return a.path == b.path && a.of == b.of }) {
		return
	}
	at := r.param().title
	if len(all) == len(r.params)+1 {
		isNew := func(k param) bool {
			return !slices.ContainsFunc(r.params, func(was param) bool { return was.title == k.title })
		}
		at, r.field = all[max(0, slices.IndexFunc(all, isNew))].title, highField
	}
	r.params = all
	r.list.SetLength(len(all))
	if row := slices.IndexFunc(all, func(k param) bool { return k.title == at }); row >= 0 {
		r.list.MoveTo(row)
	}
	r.field = r.has()
	r.resize()
}

func (r *rules) resize() {
	l := r.layout(r.size)
	r.list.Columns = r.columns()
	r.list.Resize(l.listWidth-1, l.listHeight)
	width := r.size.W
	if l.beside {
		width -= l.listWidth + 2
	}
	r.changes.Resize(width, l.changesEnd-l.changesTop)
}

func (r *rules) do(c term.Command) (screen.Action, tea.Cmd) {
	if r.walking {
		return r.walk(c)
	}
	if do, ok := rulesCommands[c]; ok {
		return do(r)
	}
	if r.list.Do(c) {
		r.field = r.has()
	}
	return nil, r.readAhead()
}

// readAhead reads the case where the cursor is on what everybody is measured anew by.
func (r *rules) readAhead() tea.Cmd {
	if !r.param().anew {
		return nil
	}
	return r.work.ReadAhead()
}

// rulesCommands says what the keys of this screen do.
var rulesCommands = map[term.Command]func(*rules) (screen.Action, tea.Cmd){
	term.ToggleRule: (*rules).toggle,
	term.LessBound:  func(r *rules) (screen.Action, tea.Cmd) { return r.step(-1) },
	term.MoreBound:  func(r *rules) (screen.Action, tea.Cmd) { return r.step(1) },
	term.MoreWeight: func(r *rules) (screen.Action, tea.Cmd) { return r.stepWeight(1) },
	term.LessWeight: func(r *rules) (screen.Action, tea.Cmd) { return r.stepWeight(-1) },
	term.NextTab: func(r *rules) (screen.Action, tea.Cmd) {
		r.field = r.param().nextField(r.has(), 1)
		return nil, nil
	},
	term.PreviousTab: func(r *rules) (screen.Action, tea.Cmd) {
		r.field = r.param().nextField(r.has(), -1)
		return nil, nil
	},
	term.BoundKind:   (*rules).switchKind,
	term.NewRule:     (*rules).askNewRule,
	term.ChangeRule:  (*rules).askOwnRule,
	term.NoBound:     func(r *rules) (screen.Action, tea.Cmd) { return r.set("off") },
	term.TypeValue:   (*rules).startTyping,
	term.Accept:      (*rules).endTyping,
	term.CancelInput: func(r *rules) (screen.Action, tea.Cmd) { r.prompt = nil; return nil, nil },
	term.PresetMenu:  func(r *rules) (screen.Action, tea.Cmd) { return screen.Cover(NewPresetMenu(r.work)), nil },
	term.Undo:        func(r *rules) (screen.Action, tea.Cmd) { return moved(r.work.Undo, "nothing to undo") },
	term.Redo:        func(r *rules) (screen.Action, tea.Cmd) { return moved(r.work.Redo, "nothing to make again") },
	term.SaveRules: func(r *rules) (screen.Action, tea.Cmd) {
		return screen.Cover(workspace.NewSaveRules(r.work)), nil
	},
	term.ReadRules: func(r *rules) (screen.Action, tea.Cmd) {
		return screen.Cover(workspace.NewReadRules(r.work)), nil
	},
	term.ChooseOther: func(r *rules) (screen.Action, tea.Cmd) {
		return screen.Cover(chooseRuleDiff(r.work, screen.Push)), nil
	},
	term.ChooseBaseline: func(r *rules) (screen.Action, tea.Cmd) {
		return screen.Cover(workspace.NewBaselineMenu(r.work)), nil
	},
	term.Refit:       (*rules).refit,
	term.WalkChanges: (*rules).startWalking,
	term.CopyText:    (*rules).copyChanges,
	term.Back: func(r *rules) (screen.Action, tea.Cmd) {
		if r.work.Remeasures() {
			return r.work.GiveUp()
		}
		return screen.Pop(), nil
	},
}

func moved(travel func() (bool, tea.Cmd), otherwise string) (screen.Action, tea.Cmd) {
	ok, cmd := travel()
	if !ok {
		return screen.Say(term.Plain, otherwise), nil
	}
	return nil, cmd
}

func (r *rules) startWalking() (screen.Action, tea.Cmd) {
	if r.changes.Length() == 0 {
		return screen.Say(term.Plain, "nobody enters, leaves or moves; turn a rule first"), nil
	}
	r.setWalking(true)
	return nil, nil
}

func (r *rules) setWalking(on bool) {
	r.walking = on
	r.changes.Idle = !on
	r.list.Idle = on
	r.resize()
}

// walk takes the keys while the cursor is among the changes.
func (r *rules) walk(c term.Command) (screen.Action, tea.Cmd) {
	switch c {
	case term.Back, term.NextTab:
		r.setWalking(false)
	case term.Open:
		change, _ := r.change(r.changes.Cursor())
		return screen.Push(r.work.Screens.User(int32(change.Row), workspace.WalkThrough(&r.changes, r.changedRow))), nil
	case term.ExportList:
		from, difference := r.work.Lists(), r.work.Difference
		return screen.Cover(screen.NewExport("changes", func() *report.Table {
			return report.Changes(from.Judgement, difference)
		})), nil
	case term.GiveVerdict, term.GiveNote:
		change, _ := r.change(r.changes.Cursor())
		return screen.Cover(workspace.NewVerdictMenu(r.work, int(change.Row), c == term.GiveNote)), nil
	case term.UndoVerdict:
		return r.work.TakeVerdictBack()
	case term.CopyText:
		change, _ := r.change(r.changes.Cursor())
		at := workspace.UserLink(r.work.Users.Key[change.Row])
		return screen.Cover(screen.NewMenu("Copy", r.work.UserCopies(change.Row, at))), nil
	default:
		r.changes.Do(c)
	}
	return nil, nil
}

func (r *rules) changeCount() int {
	d := &r.work.Difference
	return len(d.Entered) + len(d.Left) + len(d.Moved)
}

// change is line i of the changes: those who enter, then those who leave, then those who move.
func (r *rules) change(i int) (analysis.Change, string) {
	d := &r.work.Difference
	if i < len(d.Entered) {
		return d.Entered[i], "+"
	}
	i -= len(d.Entered)
	if i < len(d.Left) {
		return d.Left[i], "−"
	}
	return d.Moved[i-len(d.Left)], "·"
}

func (r *rules) changedRow(line int) int32 {
	change, _ := r.change(line)
	return int32(change.Row)
}

// NewPresetMenu lets a rule set be chosen that comes with spoor, or the one that the case was opened with.
func NewPresetMenu(w *workspace.Workspace) *screen.Menu {
	return screen.NewMenu("Rules", presetItems(w,
		func(set analysis.RuleSet) screen.Action { return func(screen.Host) tea.Cmd { return w.Change(set) } }))
}

func presetItems(w *workspace.Workspace, choose func(analysis.RuleSet) screen.Action) []screen.Item {
	items := []screen.Item{
		{Label: "strict", Detail: "far from the ordinary users, in two ways or by a rule that is evidence alone",
			Act: choose(analysis.Strict())},
		{Label: "paper", Detail: "outside the middle of the ordinary users by two rules", Act: choose(analysis.Paper())},
	}
	if w.Saved != analysis.Strict() && w.Saved != analysis.Paper() {
		items = append(items, screen.Item{Label: "as opened", Detail: w.Saved.Name + ", as the case was opened with",
			Act: choose(w.Saved)})
	}
	return items
}

func (r *rules) mouse(msg screen.MouseAt) (screen.Action, tea.Cmd) {
	l := r.layout(r.size)
	x, y := msg.X, msg.Y
	if x < l.listWidth && y < l.listHeight {
		if _, row := r.list.Mouse(msg.MouseMsg, x, y); row {
			r.setWalking(false)
			r.field = r.has()
		}
		return nil, r.readAhead()
	}
	if l.beside {
		x -= l.listWidth + 2
	} else {
		y -= l.listHeight
	}
	if _, row := r.changes.Mouse(msg.MouseMsg, x, y-l.changesTop); row {
		r.setWalking(true)
	}
	return nil, nil
}

func (r *rules) Close() {}
