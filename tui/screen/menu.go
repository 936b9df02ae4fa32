package screen

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// Item is one line of a menu.
type Item struct {
	Label, Detail string // the program's own words
	Act           Action // nil: choosing it only closes the menu
}

// Menu lets one of several things be chosen; typing narrows it.
type Menu struct {
	title string
	items []Item
	shown []int // the items that match what is typed
	input *term.Prompt
	list  term.Grid
	label int                                       // width of the widest label
	below int                                       // lines under the list, which read on where a detail is cut
	finds func(typed string) (before, after []Item) // what is typed finds beside the items; nil: nothing
	fixed int                                       // items that are always there
	also  []string                                  // by item, what else finds it; nil: nothing
	shift func(item, step int) Action               // nil where the order is not to be chosen
}

// NewMenu is a menu of these items.
func NewMenu(title string, items []Item) *Menu {
	m := &Menu{title: title, items: items, fixed: len(items), input: term.NewPrompt("›", "")}
	for _, i := range items {
		m.label = max(m.label, clean.Width(i.Label))
	}
	m.list.Untitled = true
	m.list.Columns = []term.Column{
		{Width: m.label, Cell: func(p term.Pen, row int) { p.Own(term.Strong, m.items[m.shown[row]].Label) }},
		{Stretch: true, Cell: func(p term.Pen, row int) { p.Own(term.Plain, m.items[m.shown[row]].Detail) }},
	}
	m.match()
	return m
}

// NewHelp is a menu of every command that is valid in these scopes. Choosing one does it.
func NewHelp(scopes []term.Scope, own ...Item) *Menu {
	var items []Item
	var also []string
	for _, b := range term.Active(scopes) {
		items = append(items, Item{Label: b.Label(), Detail: b.Help().Desc, Act: Perform(b.Command)})
		also = append(also, strings.ToLower(b.Hint)) // as the footer calls it
	}
	m := NewMenu("Keys and commands", append(items, own...))
	m.also = append(also, make([]string, len(own))...)
	return m
}

// Choices are the items that there are now, shown or not.
func (m *Menu) Choices() []Item { return m.items }

// FindMore has what is typed find items beside those of the menu, before and after them. Labels get so many cells.
func (m *Menu) FindMore(width int, finds func(typed string) (before, after []Item)) *Menu {
	m.label = max(m.label, width)
	m.list.Columns[0].Width = m.label
	m.finds = finds
	m.match()
	return m
}

// Reorder lets items be moved: shift moves one by a step and opens the menu anew.
func (m *Menu) Reorder(shift func(item, step int) Action) *Menu {
	m.shift = shift
	return m
}

// ChooseAt puts the cursor on an item.
func (m *Menu) ChooseAt(i int) *Menu {
	m.list.SetCursor(i)
	return m
}

// match keeps the items that contain every word that is typed.
func (m *Menu) match() {
	words := strings.Fields(strings.ToLower(m.input.Value()))
	m.shown, m.items = m.shown[:0], m.items[:m.fixed:m.fixed]
	for i, candidate := range m.items {
		text := strings.ToLower(candidate.Label + " " + candidate.Detail)
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
func (m *Menu) added(found []Item) (numbers []int) {
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

// Caption implements [Screen].
func (m *Menu) Caption() Caption {
	return Caption{Crumb: m.title, Position: term.Count(len(m.shown)) + "/" + term.Count(len(m.items))}
}

// Scopes implements [Screen].
func (m *Menu) Scopes() []term.Scope {
	if m.shift != nil {
		return []term.Scope{term.OnOrdered, term.OnMenu}
	}
	return []term.Scope{term.OnMenu}
}

// edges is what box and prompt take of the height and the width.
const edgesHeight, edgesWidth = 3, 4

// Size implements [Overlay].
func (m *Menu) Size(body BodySize) (w, h int) {
	widest := clean.Width(m.title) + 4
	for _, i := range m.items {
		widest = max(widest, 1+m.label+term.ColumnGap+clean.Width(i.Detail))
	}
	w, rows := min(widest+edgesWidth, body.W), max(m.fixed, len(m.items))
	m.below = min(m.longest(w-edgesWidth), max(body.H-edgesHeight-min(rows, fewestRows), 0))
	return w, min(rows+m.below+edgesHeight, body.H)
}

// fewestRows stay in sight before what is cut of one of them is read on.
const fewestRows = 4

// longest is how many lines of a width are wanted to read on, 0 where no detail is cut in its column.
func (m *Menu) longest(width int) (lines int) {
	for _, i := range m.items {
		lines = max(lines, len(term.Wrap(m.rest(i, width), width-1)))
	}
	return lines
}

// rest is what a detail goes on with where it is cut in its column, from the word that is cut; "" where it is not.
func (m *Menu) rest(i Item, width int) string {
	room := width - 1 - m.label - term.ColumnGap
	if clean.Width(i.Detail) <= room {
		return ""
	}
	words := strings.Fields(i.Detail)
	for at, whole := 0, -1; at < len(words); at++ {
		if whole += 1 + clean.Width(words[at]); whole >= room { // the last cell has the ellipsis
			return "… " + strings.Join(words[at:], " ")
		}
	}
	return ""
}

// Update implements [Screen].
func (m *Menu) Update(msg tea.Msg) (Action, tea.Cmd) {
	switch msg := msg.(type) {
	case BodySize:
		w, h := m.Size(msg)
		m.list.Resize(w-edgesWidth, h-edgesHeight-m.below)
	case MouseAt:
		if m.clicked(msg) {
			return m.choose(), nil
		}
	case term.Command:
		switch msg {
		case term.Accept:
			return m.choose(), nil
		case term.CancelInput:
			return Uncover(nil), nil
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
func (m *Menu) clicked(msg MouseAt) bool {
	_, row := m.list.Mouse(msg.MouseMsg, msg.X, msg.Y-1)
	return row
}

func (m *Menu) choose() Action {
	if len(m.shown) == 0 {
		return Uncover(nil)
	}
	return Uncover(m.items[m.shown[m.list.Cursor()]].Act)
}

// Draw implements [Screen].
func (m *Menu) Draw(a term.Area) {
	p := a.Line(0)
	more := m.more()
	m.input.Draw(p.Within(p.Left() - clean.Width(more)))
	p.OwnRight(term.Dim, more)
	m.list.Draw(a.Rows(1, a.H-m.below))
	if len(m.shown) == 0 {
		a.Line(1).Own(term.Dim, " nothing matches")
		return
	}
	m.readOn(a.Rows(a.H-m.below, a.H), m.items[m.shown[m.list.Cursor()]])
}

// readOn goes on with a detail that is cut in its column.
func (m *Menu) readOn(a term.Area, i Item) {
	lines := term.Wrap(m.rest(i, a.W), a.W-1)
	for at := range min(len(lines), a.H) {
		if at == a.H-1 {
			lines[at] = strings.Join(lines[at:], " ")
		}
		a.Line(at).Indented(1).Own(term.Dim, lines[at])
	}
}

// more says how many items lie above and below those in sight, "" if none does.
func (m *Menu) more() string {
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

// Close implements [Screen].
func (m *Menu) Close() {}
