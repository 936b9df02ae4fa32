package tui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// frequency counts the values of one column of a list, the most frequent first. It leads back to the rows of a value.
type frequency struct {
	work   *workspace.Workspace
	of     *term.Grid
	column int
	title  string
	rows   int // of the list, when they were counted
	next   int // the first row that has not been counted
	at     map[string]int
	counts []report.ValueCount
	list   term.Grid
	size   screen.BodySize
}

// chooseCounted asks for the column, the one that the list is sorted by first. Those that say nothing are left out.
func chooseCounted(w *workspace.Workspace, g *term.Grid) screen.Action {
	if g.Length() == 0 {
		return screen.Say(term.Plain, "there is nothing to count")
	}
	var items []screen.Item
	at := 0
	columns := g.All()
	for i := range columns {
		c := &columns[i]
		title, such := c.Heading(), exampleOf(g, i)
		if title == "" || c.Picture || such == "" && g.Length() <= rowsAtOnce {
			continue
		}
		if c.Name != "" && c.Name == g.Sorted {
			at = len(items)
		}
		items = append(items, screen.Item{Label: title, Detail: such,
			Act: screen.PushMade(func() screen.Screen { return newFrequency(w, g, i) })})
	}
	if len(items) == 0 {
		return screen.Say(term.Plain, "there is nothing to count")
	}
	return screen.Cover(screen.NewMenu("Count the values of", items).ChooseAt(at))
}

// exampleOf is what a column says in the row under the cursor, or else in the first of the rows that says anything; ""
// where none of those that are looked at does.
func exampleOf(g *term.Grid, column int) string {
	for i := -1; i < min(g.Length(), rowsAtOnce); i++ {
		row := g.Cursor()
		if i >= 0 {
			row = g.Row(i)
		}
		if cell := strings.TrimSpace(g.Cell(row, column)); cell != "" {
			return "such as " + cell
		}
	}
	return ""
}

func newFrequency(w *workspace.Workspace, of *term.Grid, column int) *frequency {
	f := &frequency{work: w, of: of, column: column, title: of.All()[column].Heading(), rows: of.Length(),
		at: map[string]int{}}
	f.list.AlwaysTitled = true
	f.list.Columns = []term.Column{
		{Title: f.title, Width: 20, Stretch: true, Most: 60,
			Cell: func(p term.Pen, row int) { p.Data(term.Plain, cmp.Or(clean.Unpictured(f.counts[row].Value), "–")) }},
		{Title: "count", Width: 11, Right: true,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(f.counts[row].Count)) }},
		{Title: "share", Width: 6, Right: true,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Dim, term.Percent(f.counts[row].Count, f.next)) }},
		{Width: 20, Rank: 1, Cell: func(p term.Pen, row int) {
			p.Bar(term.Chart, float64(f.counts[row].Count)/float64(f.counts[0].Count), 20)
		}},
	}
	f.countMore()
	return f
}

// countMore counts the values of some more rows. Values that are as frequent stand in the order of their first rows.
func (f *frequency) countMore() {
	for end := min(f.next+rowsAtOnce, f.rows); f.next < end; f.next++ {
		value := f.of.Cell(f.of.Row(f.next), f.column)
		i, known := f.at[value]
		if !known {
			i = len(f.counts)
			f.at[value] = i
			f.counts = append(f.counts, report.ValueCount{Value: value})
		}
		f.counts[i].Count++
	}
	if f.next == f.rows {
		slices.SortStableFunc(f.counts, func(a, b report.ValueCount) int { return cmp.Compare(b.Count, a.Count) })
		f.list.SetLength(len(f.counts))
	}
}

func (f *frequency) done() bool { return f.next == f.rows }

// countOn goes on with the counting.
type countOn struct{ of *frequency }

func (f *frequency) on() tea.Cmd {
	if f.done() {
		return nil
	}
	return func() tea.Msg { return countOn{f} }
}

func (f *frequency) Caption() screen.Caption {
	return screen.Caption{Crumb: "counts of " + f.title, Position: f.list.Position()}
}

func (f *frequency) Scopes() []term.Scope { return []term.Scope{term.OnTable, term.OnList} }

func (f *frequency) Grid() *term.Grid { return &f.list }

func (f *frequency) Pending() bool { return !f.done() }

func (f *frequency) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		f.size = msg
		f.list.Resize(msg.W, msg.H-1)
		return nil, f.on()
	case countOn:
		if msg.of == f && !f.done() {
			f.countMore()
			return nil, f.on()
		}
	case workspace.Replaced:
		return screen.Leave(f, "the list that was counted has changed"), nil
	case screen.MouseAt:
		at := f.list.Cursor()
		if _, row := f.list.Mouse(msg.MouseMsg, msg.X, msg.Y-1); row && at == f.list.Cursor() {
			return f.open(), nil
		}
	case term.Command:
		switch msg {
		case term.Back:
			return screen.Pop(), nil
		case term.Open:
			return f.open(), nil
		case term.ExportList:
			counts, title, all := slices.Clone(f.counts), f.title, f.rows
			return screen.Cover(screen.NewExport("counts of "+f.title,
				func() *report.Table { return report.Frequency(title, counts, all) })), nil
		}
		f.list.Do(msg)
	}
	return nil, nil
}

// open goes back to the list and shows the rows of the value alone.
func (f *frequency) open() screen.Action {
	if f.list.Length() == 0 {
		return nil
	}
	value, column, of := f.counts[f.list.Cursor()].Value, f.column, f.of
	return func(h screen.Host) tea.Cmd {
		cmd := h.Pop()
		of.Search(func(cells []string) bool { return column < len(cells) && cells[column] == value },
			find.Name(f.title)+"="+value, true)
		return cmd
	}
}

func (f *frequency) Draw(a term.Area) {
	p := a.Line(0).Indented(1)
	if !f.done() {
		p.Own(term.Dim, "counting… "+term.Percent(f.next, f.rows))
		return
	}
	p.Own(term.Strong, term.Plural(len(f.counts), "value"))
	p.Own(term.Dim, " in "+term.Plural(f.rows, "row")+"; enter shows the rows of one")
	f.list.Draw(a.Rows(1, a.H))
}

func (f *frequency) Close() {}
