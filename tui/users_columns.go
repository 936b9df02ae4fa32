package tui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
)

// choice is a column of the list of users that can be shown or not.
type choice struct {
	column
	usual bool // shown unless it is turned off
	help  string
	empty bool // has nothing to show yet
}

// id is how the menu and the state call a column; "" is always shown.
func (c choice) id() string { return cmp.Or(c.name, c.title) }

const scoreBarWidth = 6

// choices are the columns that there are, in the order that was chosen: the number of the score always first, and at the end those of
// which nothing was chosen.
func (u *users) choices() []choice {
	all := u.usualChoices()
	place := func(c choice) int {
		if at := slices.Index(u.order, c.id()); at >= 0 || c.id() == "" {
			return at
		}
		return len(u.order)
	}
	slices.SortStableFunc(all, func(a, b choice) int { return place(a) - place(b) })
	return all
}

// usualChoices are the columns that there are, as they usually stand. The ranks say what a narrow terminal does without: what was chosen
// stays longest.
func (u *users) usualChoices() []choice {
	number := func(write func(row int32) string) func(pen, int) {
		return func(p pen, row int) { p.ownRight(plain, write(u.rows[row])) }
	}
	w := u.work
	all := []choice{
		{column{width: 5, cell: u.drawScore}, true, "", false},
		{column{name: "score", title: "score", width: scoreBarWidth, rank: 5, cell: u.drawScoreBar}, true, "the score as a bar", false},
		{column{name: "user", title: "user", width: 15, cell: func(p pen, row int) { p.data(plain, w.users.Key[u.rows[row]]) }}, true, "the user's key", false},
		{column{name: "hits", title: "hits", width: 16, stretch: true, cell: func(p pen, row int) { w.drawHits(p, int(u.rows[row])) }}, true, "the rules that are hit", false},
		{column{name: "segment", title: "segment", width: 10, rank: 8, cell: func(p pen, row int) {
			p.own(plain, segmentWords[w.segments[u.rows[row]]])
		}}, true, "new, loyal, average, churn-risk or robot", false},
		{column{name: "sessions", title: "sess", width: 5, right: true, rank: 3, cell: number(func(row int32) string { return count(w.users.Sessions[row]) })}, true, "how many visits", false},
		{column{name: "views", title: "views", width: 6, right: true, rank: 2, cell: number(func(row int32) string { return count(w.users.Views[row]) })}, true, "how many pages were viewed", false},
		{column{name: "events", title: "events", width: 7, right: true, rank: 1, cell: number(func(row int32) string { return count(w.users.Events[row]) })}, false, "how many lines of the log", false},
		{column{name: "reading-time", title: "read", width: 5, right: true, rank: 4, cell: number(func(row int32) string { return seconds(w.readingOf(row)) })}, true, "the median reading time", false},
		{column{name: "first", title: "first", width: 6, right: true, rank: 1, cell: number(func(row int32) string { return w.clock.day(w.users.First[row]) })}, false, "the day of the first event", false},
		{column{name: "last", title: "last", width: 6, right: true, rank: 7, cell: number(func(row int32) string { return w.clock.day(w.users.Last[row]) })}, true, "the day of the last event", false},
		{column{title: "activity", width: 8, rank: 6, cell: func(p pen, row int) { p.spark(chart, w.users.Activity[u.rows[row]]) }}, true, "events over time, in eighths", false},
		{column{name: "verdict", title: "verdict", width: 10, rank: 1, cell: func(p pen, row int) { w.drawVerdict(p, u.rows[row]) }}, true, "what somebody made of the user, once somebody has", len(w.verdicts) == 0},
	}
	if u.among != nil {
		all = slices.Insert(all, 4, u.hereChoices()...)
		all[3].rank = 1 // before what they had to do with the item or address
	}
	for r, rule := range analysis.Rules {
		if analysis.RuleID(r) == analysis.ReadingTime {
			continue
		}
		title := briefNames[r]
		all = append(all, choice{column{name: rule.Name, title: title, width: max(len(title)+1, 6), right: true, rank: 1,
			cell: number(func(row int32) string { return figure(w.compared().X[r][row]) })}, false, "the metric " + rule.Title, false})
	}
	return all
}

func (u *users) drawScoreBar(p pen, row int) {
	w, s := u.work, dim
	if w.now.Flagged[u.rows[row]] {
		s = suspect
	}
	p.bar(s, w.now.Score[u.rows[row]]/100, scoreBarWidth)
}

// shows reports whether a column is shown.
func (u *users) shows(c choice) bool {
	if on, turned := u.turned[c.id()]; turned {
		return on
	}
	return c.usual
}

// columns are the columns that are shown, as far as there is room.
func (u *users) columns() []column {
	var shown []column
	stretched, user := false, 0
	for _, c := range u.choices() {
		if c.empty || !u.shows(c) {
			continue
		}
		if c.name == "user" {
			user = len(shown)
		}
		stretched = stretched || c.stretch
		shown = append(shown, c.column)
	}
	if !stretched { // no hits to take the room that is left
		shown[user].stretch = true
	}
	return shown
}

// fixed are the columns without which the list says nothing.
func (c choice) fixed() bool { return c.id() == "" || c.name == "user" }

// newColumnMenu lets columns be shown or not and moved, one after the other, and stays open at the one that was turned.
func (u *users) newColumnMenu(at int) *menu {
	var items []item
	var names []string
	for _, c := range u.choices() {
		if c.id() == "" {
			continue
		}
		sign, mark := "+", "[ ] "
		if u.shows(c) {
			sign, mark = "-", "[x] "
		}
		here := len(items)
		items = append(items, item{mark + c.id(), c.help, func(a *app) tea.Cmd {
			u.turnColumn(sign + c.id())
			return a.apply(cover(u.newColumnMenu(here)))
		}})
		names = append(names, c.id())
	}
	m := newMenu("Columns", items).chooseAt(at)
	m.shift = func(at, step int) action { return cover(u.newColumnMenu(u.moveColumn(names, at, step))) }
	return m
}

// moveColumn moves a column past the one beside it, and answers where it is then.
func (u *users) moveColumn(names []string, at, step int) int {
	to := at + step
	if to < 0 || to >= len(names) {
		return at
	}
	names[at], names[to] = names[to], names[at]
	u.order = names
	if slices.Equal(names, u.usualOrder()) {
		u.order = nil
	}
	u.list.columns = u.columns()
	return to
}

// usualOrder names the columns as they usually stand.
func (u *users) usualOrder() (names []string) {
	for _, c := range u.usualChoices() {
		if c.id() != "" {
			names = append(names, c.id())
		}
	}
	return names
}

// turnColumn shows a column, as +events, or does not, as -events. What names no column is left out.
func (u *users) turnColumn(change string) {
	name := strings.TrimLeft(change, "+-")
	choices := u.choices()
	at := slices.IndexFunc(choices, func(c choice) bool { return c.id() == name })
	if at < 0 || choices[at].fixed() || name == change {
		return
	}
	on := change[0] == '+'
	if on == choices[at].usual {
		delete(u.turned, name)
	} else {
		u.turned[name] = on
	}
	u.list.columns = u.columns()
}

// columnChanges is what leads from the usual columns to those that are shown.
func (u *users) columnChanges() (changes []string) {
	for _, c := range u.choices() {
		if on, turned := u.turned[c.id()]; turned {
			changes = append(changes, map[bool]string{true: "+", false: "-"}[on]+c.id())
		}
	}
	return changes
}
