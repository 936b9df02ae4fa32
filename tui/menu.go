package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// item is one line of a menu.
type item struct {
	label, detail string // the program's own words
	act           action // nil: choosing it only closes the menu
}

// menu lets one of several things be chosen; typing narrows it.
type menu struct {
	title string
	items []item
	shown []int // the items that match what is typed
	input *term.Prompt
	list  term.Grid
	label int                                       // width of the widest label
	finds func(typed string) (before, after []item) // what is typed finds beside the items; nil: nothing
	fixed int                                       // items that are always there
	also  []string                                  // by item, what else finds it; nil: nothing
	// shift moves an item by a step and opens the menu anew; nil where the order is not to be chosen.
	shift func(item, step int) action
}

func newMenu(title string, items []item) *menu {
	m := &menu{title: title, items: items, fixed: len(items), input: term.NewPrompt("›", "")}
	for _, i := range items {
		m.label = max(m.label, clean.Width(i.label))
	}
	m.list.Untitled = true
	m.list.Columns = []term.Column{
		{Width: m.label, Cell: func(p term.Pen, row int) { p.Own(term.Strong, m.items[m.shown[row]].label) }},
		{Stretch: true, Cell: func(p term.Pen, row int) { p.Own(term.Plain, m.items[m.shown[row]].detail) }},
	}
	m.match()
	return m
}

// newHelp is a menu of every command that is valid in these scopes. Choosing one does it.
func newHelp(scopes []term.Scope, own ...item) *menu {
	var items []item
	var also []string
	for _, b := range term.Active(scopes) {
		items = append(items, item{b.Label(), b.Help().Desc, perform(b.Command)})
		also = append(also, strings.ToLower(b.Hint)) // as the footer calls it
	}
	m := newMenu("Keys and commands", append(items, own...))
	m.also = append(also, make([]string, len(own))...)
	return m
}

// chooseAt puts the cursor on an item.
func (m *menu) chooseAt(i int) *menu {
	m.list.SetCursor(i)
	return m
}

// match keeps the items that contain every word that is typed.
func (m *menu) match() {
	words := strings.Fields(strings.ToLower(m.input.Value()))
	m.shown, m.items = m.shown[:0], m.items[:m.fixed:m.fixed]
	for i, candidate := range m.items {
		text := strings.ToLower(candidate.label + " " + candidate.detail)
		if m.also != nil {
			text += " " + m.also[i]
		}
		if containsAll(text, words) {
			m.shown = append(m.shown, i)
		}
	}
	if m.finds != nil {
		before, after := m.finds(m.input.Value())
		m.shown = append(append(m.added(before), m.shown...), m.added(after)...)
	}
	m.list.SetLength(len(m.shown))
}

// added are the numbers of items that what is typed finds beside those that are always there.
func (m *menu) added(found []item) (numbers []int) {
	for _, one := range found {
		numbers, m.items = append(numbers, len(m.items)), append(m.items, one)
	}
	return numbers
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (m *menu) caption() caption {
	return caption{crumb: m.title, position: term.Count(len(m.shown)) + "/" + term.Count(len(m.items))}
}

func (m *menu) scopes() []term.Scope {
	if m.shift != nil {
		return []term.Scope{term.OnOrdered, term.OnMenu}
	}
	return []term.Scope{term.OnMenu}
}

// edges is what box and prompt take of the height and the width.
const edgesHeight, edgesWidth = 3, 4

func (m *menu) size(body bodySize) (w, h int) {
	widest := clean.Width(m.title) + 4
	for _, i := range m.items {
		widest = max(widest, 1+m.label+term.ColumnGap+clean.Width(i.detail))
	}
	return min(widest+edgesWidth, body.w), min(max(m.fixed, len(m.items))+edgesHeight, body.h)
}

func (m *menu) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		w, h := m.size(msg)
		m.list.Resize(w-edgesWidth, h-edgesHeight)
	case mouseAt:
		if m.clicked(msg) {
			return m.choose(), nil
		}
	case term.Command:
		switch msg {
		case term.Accept:
			return m.choose(), nil
		case term.CancelInput:
			return uncover(nil), nil
		case term.ShiftBack, term.ShiftOn:
			if len(m.shown) > 0 {
				return m.shift(m.shown[m.list.Cursor()], map[term.Command]int{term.ShiftBack: -1, term.ShiftOn: 1}[msg]), nil
			}
		}
		m.list.Do(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if m.input.Update(msg) {
			m.match()
			m.list.MoveTo(0)
		}
	}
	return nil, nil
}

// clicked moves the cursor to the row under a click and reports whether there is one.
func (m *menu) clicked(msg mouseAt) bool {
	_, row := m.list.Mouse(msg.MouseMsg, msg.x, msg.y-1)
	return row
}

func (m *menu) choose() action {
	if len(m.shown) == 0 {
		return uncover(nil)
	}
	return uncover(m.items[m.shown[m.list.Cursor()]].act)
}

func (m *menu) draw(a term.Area) {
	p := a.Line(0)
	more := m.more()
	m.input.Draw(p.Within(p.Left() - clean.Width(more)))
	p.OwnRight(term.Dim, more)
	m.list.Draw(a.Rows(1, a.H))
	if len(m.shown) == 0 {
		a.Line(1).Own(term.Dim, " nothing matches")
	}
}

// more says how many items lie above and below those in sight, "" if none does.
func (m *menu) more() string {
	above, below := m.list.Hidden()
	words := ""
	if above > 0 {
		words += " ↑ " + term.Count(above)
	}
	if below > 0 {
		words += " ↓ " + term.Count(below)
	}
	if words != "" {
		words += " more"
	}
	return words
}

func (m *menu) close() {}
