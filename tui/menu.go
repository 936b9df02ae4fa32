package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
)

// overlay is a screen that lies in a box on top of another.
type overlay interface {
	screen
	// size is how large the box wants to be, its edges included, on a body of that size.
	size(body bodySize) (w, h int)
}

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
	input *prompt
	list  grid
	label int      // width of the widest label
	also  []string // by item, what else finds it; nil: nothing
	// shift moves an item by a step and opens the menu anew; nil where the order is not to be chosen.
	shift func(item, step int) action
}

func newMenu(title string, items []item) *menu {
	m := &menu{title: title, items: items, input: newPrompt("›", "")}
	for _, i := range items {
		m.label = max(m.label, clean.Width(i.label))
	}
	m.list.bare = true
	m.list.columns = []column{
		{width: m.label, cell: func(p pen, row int) { p.own(strong, m.items[m.shown[row]].label) }},
		{stretch: true, cell: func(p pen, row int) { p.own(plain, m.items[m.shown[row]].detail) }},
	}
	m.match()
	return m
}

// newHelp is a menu of every command that is valid in these scopes. Choosing one does it.
func newHelp(scopes []scope) *menu {
	var items []item
	var also []string
	for _, b := range active(scopes) {
		items = append(items, item{b.label(), b.Help().Desc, perform(b.command)})
		also = append(also, strings.ToLower(b.short)) // as the footer calls it
	}
	m := newMenu("Keys and commands", items)
	m.also = also
	return m
}

// chooseAt puts the cursor on an item.
func (m *menu) chooseAt(i int) *menu {
	m.list.setCursor(i)
	return m
}

// match keeps the items that contain every word that is typed.
func (m *menu) match() {
	words := strings.Fields(strings.ToLower(m.input.value()))
	m.shown = m.shown[:0]
	for i, candidate := range m.items {
		text := strings.ToLower(candidate.label + " " + candidate.detail)
		if m.also != nil {
			text += " " + m.also[i]
		}
		if containsAll(text, words) {
			m.shown = append(m.shown, i)
		}
	}
	m.list.setLength(len(m.shown))
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
	return caption{crumb: m.title, position: count(len(m.shown)) + "/" + count(len(m.items))}
}

func (m *menu) scopes() []scope {
	if m.shift != nil {
		return []scope{onOrdered, onMenu}
	}
	return []scope{onMenu}
}

// edges is what box and prompt take of the height and the width.
const edgesHeight, edgesWidth = 3, 4

func (m *menu) size(body bodySize) (w, h int) {
	widest := clean.Width(m.title) + 4
	for _, i := range m.items {
		widest = max(widest, 1+m.label+columnGap+clean.Width(i.detail))
	}
	return min(widest+edgesWidth, body.w), min(len(m.items)+edgesHeight, body.h)
}

func (m *menu) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		w, h := m.size(msg)
		m.list.resize(w-edgesWidth, h-edgesHeight)
	case mouseAt:
		if m.clicked(msg) {
			return m.choose(), nil
		}
	case command:
		switch msg {
		case accept:
			return m.choose(), nil
		case cancelInput:
			return uncover(nil), nil
		case shiftBack, shiftOn:
			if len(m.shown) > 0 {
				return m.shift(m.shown[m.list.cursor], map[command]int{shiftBack: -1, shiftOn: 1}[msg]), nil
			}
		}
		m.list.do(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if m.input.update(msg) {
			m.match()
			m.list.moveTo(0)
		}
	}
	return nil, nil
}

// clicked moves the cursor to the row under a click and reports whether there is one.
func (m *menu) clicked(msg mouseAt) bool {
	_, row := m.list.mouse(msg.MouseMsg, msg.x, msg.y-1)
	return row
}

func (m *menu) choose() action {
	if len(m.shown) == 0 {
		return uncover(nil)
	}
	return uncover(m.items[m.shown[m.list.cursor]].act)
}

func (m *menu) draw(a area) {
	p := a.line(0)
	more := m.more()
	m.input.draw(p.within(p.left() - clean.Width(more)))
	p.ownRight(dim, more)
	m.list.draw(a.rows(1, a.h))
	if len(m.shown) == 0 {
		a.line(1).own(dim, " nothing matches")
	}
}

// more says how many items lie above and below those in sight, "" if none does.
func (m *menu) more() string {
	above, below := m.list.hidden()
	words := ""
	if above > 0 {
		words += " ↑ " + count(above)
	}
	if below > 0 {
		words += " ↓ " + count(below)
	}
	if words != "" {
		words += " more"
	}
	return words
}

func (m *menu) close() {}
