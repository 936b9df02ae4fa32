package tui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/why"
)

// choice is a column of the list of users that can be shown or not.
type choice struct {
	term.Column
	usual bool // shown unless it is turned off
	help  string
	empty bool // has nothing to show yet
}

// id is how the menu and the state call a column.
func (c choice) id() string { return cmp.Or(c.Name, c.Title) }

// leads reports whether the column is always the first.
func (c choice) leads() bool { return c.Name == "score" }

const scoreBarWidth = 6

// choices are the columns that there are, in the order that was chosen: the number of the score always first, and at
// the end those of which nothing was chosen.
func (u *users) choices() []choice {
	all := u.usualChoices()
	place := func(c choice) int {
		at := slices.Index(u.order, c.id())
		switch {
		case c.leads():
			return -1
		case at < 0:
			return len(u.order)
		}
		return at
	}
	slices.SortStableFunc(all, func(a, b choice) int { return place(a) - place(b) })
	return all
}

// usualChoices are the columns that there are, as they usually stand. The ranks say what a narrow terminal does
// without: what was chosen stays longest.
func (u *users) usualChoices() []choice {
	w := u.work
	all := []choice{
		{term.Column{Name: "score", Title: "score", Width: 6, Right: true, Cell: u.drawScore}, true, "", false},
		{term.Column{Name: "bar", Width: scoreBarWidth, Rank: 6, Picture: true, Cell: u.drawScoreBar}, true,
			"the score as a bar", false},
		u.number("reach", "reach", 5, 5, true, "how far out, which orders users of one score",
			func(row int32) string { return strconv.FormatFloat(w.Now.Reach[row], 'f', 2, 64) }),
		{term.Column{Name: "user", Title: "user", Width: u.keyWidth(),
			Cell: func(p term.Pen, row int) { p.Data(term.Plain, w.Users.Key[u.rows[row]]) }}, true, "the user's key", false},
		{term.Column{Name: "hits", Title: "hits", Width: 18, Stretch: true, Most: 80,
			Cell: func(p term.Pen, row int) { u.drawHits(p, int(u.rows[row])) }}, true, "the rules that are hit", false},
		{term.Column{Name: "segment", Title: "segment", Width: 10, Rank: 9, Cell: func(p term.Pen, row int) {
			p.Own(term.Plain, why.SegmentWords[w.SegmentOf[u.rows[row]]])
		}}, true, "new, loyal, average, churn-risk or robot", false},
		u.number("sessions", "sess", 5, 3, true, "how many visits",
			func(row int32) string { return term.Count(w.Users.Stats[row].Sessions) }),
		u.number("views", "views", 6, 2, true, "how many pages were viewed",
			func(row int32) string { return term.Count(w.Users.Stats[row].Views) }),
		u.number("events", "events", 7, 1, false, "how many lines of the log",
			func(row int32) string { return term.Count(w.Users.Stats[row].Events) }),
		u.number("reading-time", "read", 5, 4, true, "the median reading time",
			func(row int32) string { return term.Seconds(w.JudgeNow.Matrix.X[analysis.ReadingTime][row]) }),
		u.number("first", "first", 6, 1, false, "the day of the first event",
			func(row int32) string { return w.Clock.Day(w.Users.Stats[row].First) }),
		u.number("last", "last", 6, 8, true, "the day of the last event",
			func(row int32) string { return w.Clock.Day(w.Users.Stats[row].Last) }),
		{term.Column{Title: "activity", Width: 8, Rank: 7, Picture: true,
			Cell: func(p term.Pen, row int) { p.Spark(term.Chart, w.Users.Stats[u.rows[row]].Activity) }}, true,
			"events over time, in eighths", false},
		{term.Column{Name: "verdict", Title: "verdict", Width: 10, Rank: 1,
			Cell: func(p term.Pen, row int) { u.drawVerdict(p, u.rows[row]) }}, true,
			"what somebody made of the user, once somebody has", len(w.Verdicts) == 0},
	}
	if u.among != nil {
		hits := slices.IndexFunc(all, func(c choice) bool { return c.Name == "hits" })
		all[hits].Rank = 1 // before what they had to do with the item or address
		all = slices.Insert(all, hits+1, u.hereChoices()...)
	}
	return append(all, u.metricChoices()...)
}

// Keys have a column as wide as the first of them need, within these.
const (
	narrowestUser, widestUser = 15, 24

	measuredKeys = 100
)

// keyWidth is how wide the column of the keys is, so that two users who begin alike can be told apart.
func (u *users) keyWidth() int {
	width := narrowestUser
	for _, row := range u.rows[:min(len(u.rows), measuredKeys)] {
		width = max(width, clean.Width(clean.Text(u.work.Users.Key[row])))
	}
	return min(width, widestUser)
}

// metricChoices are the metrics of the rules, except for reading time, which usually stands.
func (u *users) metricChoices() (all []choice) {
	for r, rule := range u.work.OwnRules().All() {
		if r == analysis.ReadingTime {
			continue
		}
		title := why.BriefName(r, rule)
		all = append(all, u.number(rule.Name, title, max(len(title)+1, 6), 1, false, "the metric "+rule.Title,
			func(row int32) string { return term.Figure(u.work.JudgeNow.Matrix.X[r][row]) }))
	}
	return all
}

// number is a column of numbers.
func (u *users) number(name, title string, width, rank int, usual bool, help string,
	write func(row int32) string) choice {
	cell := func(p term.Pen, row int) { p.OwnRight(term.Plain, write(u.rows[row])) }
	return choice{term.Column{Name: name, Title: title, Width: width, Right: true, Rank: rank, Cell: cell},
		usual, help, false}
}

func (u *users) drawScoreBar(p term.Pen, row int) {
	w, s := u.work, term.Dim
	if w.Now.Flagged[u.rows[row]] {
		s = term.Chart // the number beside it says that it is flagged: a wall of red would say nothing
	}
	p.Bar(s, w.Now.Score[u.rows[row]]/100, scoreBarWidth)
}

// shows reports whether a column is shown.
func (u *users) shows(c choice) bool {
	if on, turned := u.turned[c.id()]; turned {
		return on
	}
	return c.usual
}

// columns are the columns that are shown, as far as there is room.
func (u *users) columns() []term.Column {
	var shown []term.Column
	stretched, user := false, 0
	for _, c := range u.choices() {
		if c.empty || !u.shows(c) {
			continue
		}
		if c.Name == "user" {
			user = len(shown)
		}
		stretched = stretched || c.Stretch
		shown = append(shown, c.Column)
	}
	if !stretched { // no hits to take the room that is left
		shown[user].Stretch = true
	}
	return shown
}

// fixed are the columns without which the list says nothing.
func (c choice) fixed() bool { return c.leads() || c.Name == "user" }

// newColumnMenu shows, hides and moves columns, and stays open at the one that was changed.
func (u *users) newColumnMenu(at int) *screen.Menu {
	var items []screen.Item
	var names []string
	for _, c := range u.choices() {
		if c.leads() {
			continue
		}
		sign, mark := "+", "[ ] "
		if u.shows(c) {
			sign, mark = "-", "[x] "
		}
		here := len(items)
		items = append(items, screen.Item{Label: mark + c.id(), Detail: c.help, Act: func(h screen.Host) tea.Cmd {
			u.turnColumn(sign + c.id())
			return h.Cover(u.newColumnMenu(here))
		}})
		names = append(names, c.id())
	}
	return screen.NewMenu("Columns", items).ChooseAt(at).Reorder(func(at, step int) screen.Action {
		return screen.Cover(u.newColumnMenu(u.moveColumn(names, at, step)))
	})
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
	u.list.Columns = u.columns()
	return to
}

// usualOrder names the columns as they usually stand.
func (u *users) usualOrder() (names []string) {
	for _, c := range u.usualChoices() {
		if !c.leads() {
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
	u.list.Columns = u.columns()
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
