package tui

import (
	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
)

// rules is the what-if: every rule can be turned, and it shows at once who enters and who leaves the flagged users.
type rules struct {
	work    *workspace
	params  []param
	list    grid // of the parameters
	field   field
	prompt  *prompt // a value while it is typed
	was     string  // the value before that
	changes grid    // who enters, leaves and moves
	walking bool    // the keys belong to the changes
	size    bodySize
}

func newRules(w *workspace) *rules {
	r := &rules{work: w, params: allParams(w)}
	r.list.columns = r.columns()
	r.list.unlit = true
	r.list.setLength(len(r.params))
	r.changes.columns = r.changeColumns()
	r.changes.idle = true
	return r
}

// rulesLayout says where the parts of the screen lie.
type rulesLayout struct {
	beside                    bool // the picture stands beside the list, not under it
	listWidth, listHeight     int
	pictureHeight, changesTop int // in the other part
}

const (
	rulesListWidth   = 66
	rulesBesideFrom  = 110
	flaggedHeight    = 3 // the lines about how many are flagged, with the empty one after them, or the one about verdicts
	wideHeader       = 100
	leastChanges     = 3
	tallestHistogram = 9
)

func (r *rules) layout(s bodySize) rulesLayout {
	l := rulesLayout{beside: s.w >= rulesBesideFrom, listWidth: min(s.w, rulesListWidth), listHeight: len(r.params) + 1}
	rest := s.h
	switch {
	case l.beside:
		l.listHeight = s.h
	case r.walking && s.h < 2*flaggedHeight+leastChanges:
		l.listHeight = 0
	default:
		l.listHeight = min(l.listHeight, max(s.h-flaggedHeight-leastChanges, s.h/2))
	}
	if !l.beside {
		rest -= l.listHeight
	}
	l.pictureHeight = min(tallestHistogram, rest-flaggedHeight+1)
	if l.pictureHeight < lowHistogram || !l.beside && r.walking {
		l.pictureHeight = 0
	}
	l.changesTop = l.pictureHeight + flaggedHeight
	return l
}

func (r *rules) caption() caption {
	c := caption{crumb: "Rules", link: place{screen: "rules"}.String(), detail: r.work.rulesWords()}
	if r.size.w >= wideHeader {
		c.detail += "   baseline " + r.work.baselineWords()
		if r.work.stale() {
			c.detail += ", stale"
		}
	}
	if r.walking {
		c.position = count(r.changes.cursor+1) + "/" + count(r.changes.length)
	}
	return c
}

func (r *rules) scopes() []scope {
	switch {
	case r.prompt != nil:
		return []scope{onPrompt}
	case r.walking:
		return []scope{onChanges, onList}
	}
	return []scope{onRules, onList}
}

func (r *rules) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		r.size = msg
		r.resize()
		r.changes.setLength(r.changeCount())
	case workChanged:
		r.changes.setLength(r.changeCount())
		r.walking = r.walking && r.changes.length > 0
		r.changes.idle = !r.walking
	case mouseAt:
		return r.mouse(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if r.prompt != nil {
			r.prompt.update(msg)
		}
	case command:
		return r.do(msg)
	}
	return nil, nil
}

func (r *rules) resize() {
	l := r.layout(r.size)
	r.list.resize(l.listWidth-1, l.listHeight)
	width, height := r.size.w, r.size.h-l.listHeight
	if l.beside {
		width, height = r.size.w-l.listWidth-2, r.size.h
	}
	r.changes.resize(width, height-l.changesTop)
}

func (r *rules) do(c command) (action, tea.Cmd) {
	if r.walking {
		return r.walk(c)
	}
	if do, ok := rulesCommands[c]; ok {
		return do(r)
	}
	if r.list.do(c) {
		r.field = r.param().nearest(r.field)
	}
	return nil, nil
}

// rulesCommands says what the keys of this screen do.
var rulesCommands = map[command]func(*rules) (action, tea.Cmd){
	toggleRule:     (*rules).toggle,
	lessBound:      func(r *rules) (action, tea.Cmd) { return r.step(-1) },
	moreBound:      func(r *rules) (action, tea.Cmd) { return r.step(1) },
	moreWeight:     func(r *rules) (action, tea.Cmd) { return r.stepWeight(1) },
	lessWeight:     func(r *rules) (action, tea.Cmd) { return r.stepWeight(-1) },
	nextTab:        func(r *rules) (action, tea.Cmd) { r.field = r.param().nextField(r.field, 1); return nil, nil },
	previousTab:    func(r *rules) (action, tea.Cmd) { r.field = r.param().nextField(r.field, -1); return nil, nil },
	boundKind:      (*rules).switchKind,
	noBound:        func(r *rules) (action, tea.Cmd) { return r.set("off") },
	typeValue:      (*rules).startTyping,
	accept:         (*rules).endTyping,
	cancelInput:    func(r *rules) (action, tea.Cmd) { r.prompt = nil; return nil, nil },
	presetMenu:     func(r *rules) (action, tea.Cmd) { return cover(newPresetMenu(r.work)), nil },
	undo:           func(r *rules) (action, tea.Cmd) { return moved(r.work.undo, "nothing to undo") },
	redo:           func(r *rules) (action, tea.Cmd) { return moved(r.work.redo, "nothing to make again") },
	saveRules:      func(r *rules) (action, tea.Cmd) { return cover(newSaveRules(r.work)), nil },
	readRules:      func(r *rules) (action, tea.Cmd) { return cover(newReadRules(r.work)), nil },
	chooseOther:    func(r *rules) (action, tea.Cmd) { return cover(chooseRuleDiff(r.work, push)), nil },
	chooseBaseline: func(r *rules) (action, tea.Cmd) { return cover(newBaselineMenu(r.work)), nil },
	refit:          (*rules).refit,
	walkChanges:    (*rules).startWalking,
	copyText:       (*rules).copyChanges,
	back: func(r *rules) (action, tea.Cmd) {
		if r.work.remeasuring.running {
			return r.work.giveUp()
		}
		return pop(), nil
	},
}

func moved(travel func() (bool, tea.Cmd), otherwise string) (action, tea.Cmd) {
	ok, cmd := travel()
	if !ok {
		return say(plain, otherwise), nil
	}
	return nil, cmd
}

func (r *rules) startWalking() (action, tea.Cmd) {
	if r.changes.length == 0 {
		return say(plain, "nobody enters, leaves or moves; turn a rule first"), nil
	}
	r.setWalking(true)
	return nil, nil
}

func (r *rules) setWalking(on bool) {
	r.walking = on
	r.changes.idle = !on
	r.list.idle = on
	r.resize()
}

// walk takes the keys while the cursor is among the changes.
func (r *rules) walk(c command) (action, tea.Cmd) {
	switch c {
	case back, nextTab:
		r.setWalking(false)
	case open:
		return push(newUser(r.work, r.changedRows(), r.changes.cursor)), nil
	case exportList:
		table := r.changeTable()
		return cover(newExport("changes", func() *report.Table { return table })), nil
	case giveVerdict, giveNote:
		change, _ := r.change(r.changes.cursor)
		return cover(newVerdictMenu(r.work, int(change.Row), c == giveNote)), nil
	case undoVerdict:
		return r.work.takeVerdictBack()
	case copyText:
		change, _ := r.change(r.changes.cursor)
		at := place{screen: "users", user: r.work.users.Key[change.Row]}
		return cover(newMenu("Copy", r.work.userCopies(change.Row, at.String()))), nil
	default:
		r.changes.do(c)
	}
	return nil, nil
}

func (r *rules) changeCount() int {
	d := &r.work.difference
	return len(d.Entered) + len(d.Left) + len(d.Moved)
}

// change is line i of the changes: those who enter, then those who leave, then those who move.
func (r *rules) change(i int) (analysis.Change, string) {
	d := &r.work.difference
	if i < len(d.Entered) {
		return d.Entered[i], "+"
	}
	i -= len(d.Entered)
	if i < len(d.Left) {
		return d.Left[i], "−"
	}
	return d.Moved[i-len(d.Left)], "·"
}

func (r *rules) changedRows() []int32 {
	rows := make([]int32, r.changes.length)
	for i := range rows {
		change, _ := r.change(i)
		rows[i] = int32(change.Row)
	}
	return rows
}

// newPresetMenu lets a rule set be chosen that comes with spoor, or the one that the case was opened with.
func newPresetMenu(w *workspace) *menu {
	return newMenu("Rules", presetItems(w, func(set analysis.RuleSet) action { return func(*app) tea.Cmd { return w.change(set) } }))
}

func presetItems(w *workspace, choose func(analysis.RuleSet) action) []item {
	items := []item{
		{"strict", "far from the ordinary users, in two ways or by a rule that is evidence alone", choose(analysis.Strict())},
		{"paper", "outside the middle of the ordinary users by two rules", choose(analysis.Paper())},
	}
	if w.saved != analysis.Strict() && w.saved != analysis.Paper() {
		items = append(items, item{"as opened", w.saved.Name + ", as the case was opened with", choose(w.saved)})
	}
	return items
}

func (r *rules) mouse(msg mouseAt) (action, tea.Cmd) {
	l := r.layout(r.size)
	x, y := msg.x, msg.y
	if x < l.listWidth && y < l.listHeight {
		if _, row := r.list.mouse(msg.MouseMsg, x, y); row {
			r.setWalking(false)
			r.field = r.param().nearest(r.field)
		}
		return nil, nil
	}
	if l.beside {
		x -= l.listWidth + 2
	} else {
		y -= l.listHeight
	}
	if _, row := r.changes.mouse(msg.MouseMsg, x, y-l.changesTop); row {
		r.setWalking(true)
	}
	return nil, nil
}

func (r *rules) close() {}
