package tui

import (
	"cmp"
	"context"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/workspace"
)

// tableView is a table as a screen shows it, and where its rows lead.
type tableView struct {
	*report.Table
	name  string                      // of its file; "": that of the screen
	title map[string]string           // of columns whose own title says little where the column before is left out
	most  map[string]int              // cells that a column gets at most
	spare []string                    // columns that a narrow terminal does without, the first to go first
	drawn map[string]drawnColumn      // columns that are drawn instead of written
	open  func(row int) screen.Action // nil: rows lead nowhere
	list  term.Grid
}

// drawnColumn is a column that is drawn.
type drawnColumn struct {
	title string
	draw  func(p term.Pen, row int)
}

// tables shows one or more tables under each other.
type tables struct {
	work  *workspace.Workspace
	title string
	link  string
	make  func(j userlist.Judged) tableViews // outside the event loop
	shown tableViews
	focus int // the table that has the keys
	size  screen.BodySize

	making task.Task[tableViews]
}

// tableViews are what a screen of tables shows.
type tableViews struct {
	parts []*tableView
	note  string // the program's own words
}

func newTables(w *workspace.Workspace, title, link string, make func(j userlist.Judged) tableViews) *tables {
	return &tables{work: w, title: title, link: link, make: make}
}

func (t *tables) Caption() screen.Caption {
	c := screen.Caption{Crumb: t.title, Link: t.link, Detail: t.work.RulesWords()}
	if part := t.part(); part != nil {
		c.Position = part.list.Position()
	}
	return c
}

func (t *tables) Scopes() []term.Scope {
	if len(t.shown.parts) > 1 {
		return []term.Scope{term.OnTable, term.OnTables, term.OnCase, term.OnList}
	}
	return []term.Scope{term.OnTable, term.OnCase, term.OnList}
}

// part is the table that has the keys, nil if there is none yet.
func (t *tables) part() *tableView {
	if len(t.shown.parts) == 0 {
		return nil
	}
	return t.shown.parts[t.focus]
}

func (t *tables) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		t.size = msg
		t.resize()
		if t.part() == nil && !t.making.Running() {
			return nil, t.start()
		}
	case workspace.Changed:
		return nil, t.start()
	case task.Result[tableViews]:
		if t.making.Accept(msg) {
			t.arrived(msg.Value)
		}
	case screen.MouseAt:
		return t.mouse(msg), nil
	case term.Command:
		return t.do(msg), nil
	}
	return nil, nil
}

// start makes the tables of what the rules say now.
func (t *tables) start() tea.Cmd {
	if !t.work.Ready() {
		return nil
	}
	from, make := t.work.Lists(), t.make
	return t.making.Start(t.work.Ctx, 0, func(context.Context) (tableViews, error) { return make(from), nil })
}

// arrived shows new tables, with the cursor where it was.
func (t *tables) arrived(made tableViews) {
	before := t.shown
	t.shown = made
	t.focus = min(t.focus, len(made.parts)-1)
	for i, part := range made.parts {
		part.list.Columns = part.columns()
		part.list.SetLength(len(part.Rows))
		part.list.Idle, part.list.AlwaysTitled = i != t.focus, true
		if i < len(before.parts) {
			part.list.SetCursor(before.parts[i].list.Cursor())
		}
	}
	t.resize()
}

// leastWords is the least width of words at the end of a line.
const leastWords = 16

// columns are the columns of the grid, as wide as what is in them.
func (x *tableView) columns() []term.Column {
	all := make([]term.Column, len(x.Columns))
	for i, c := range x.Columns {
		heading := cmp.Or(x.title[c.Name], c.Heading())
		width := clean.Width(heading)
		for _, row := range x.Rows {
			width = max(width, clean.Width(clean.Text(c.Text(row[i]))))
		}
		if most, ok := x.most[c.Name]; ok {
			width = min(width, most)
		}
		all[i] = term.Column{Title: heading, Width: width, Right: c.Right,
			Cell: func(p term.Pen, row int) { x.write(p, row, i) }}
		if d, ok := x.drawn[c.Name]; ok {
			all[i].Title, all[i].Cell, all[i].Stretch, all[i].Width = d.title, d.draw, true, clean.Width(d.title)
		}
		if last := i == len(x.Columns)-1 && i > 0 && !c.Right; last { // words at the end are cut before a column is left out
			all[i].Stretch, all[i].Width = true, min(width, leastWords)
		}
		for r, name := range x.spare {
			if name == c.Name {
				all[i].Rank = len(x.spare) - r
			}
		}
	}
	return all
}

func (x *tableView) write(p term.Pen, row, column int) {
	text := x.Columns[column].Text(x.Rows[row][column])
	if x.Columns[column].Right {
		p.OwnRight(term.Plain, text)
	} else {
		p.Own(term.Plain, text)
	}
}

// height is what the table takes with its titles.
func (x *tableView) height() int { return len(x.Rows) + 1 }

// stacked reports whether all tables fit under each other; else only the one that has the keys is shown.
func (t *tables) stacked() bool {
	need := 0
	for _, part := range t.shown.parts {
		need += part.height() + 1
	}
	return need <= t.size.H-len(t.noteLines())
}

func (t *tables) noteLines() []string { return term.Wrap(t.shown.note, t.size.W-2) }

// each calls visit with every table that is shown, and where.
func (t *tables) each(a term.Area, visit func(i int, part term.Area)) {
	top := min(1, a.H/12)
	for i, part := range t.shown.parts {
		switch {
		case t.stacked():
			visit(i, a.Rows(top, top+part.height()))
			top += part.height() + 1
		case i == t.focus:
			visit(i, a.Rows(top, a.H))
		}
	}
}

func (t *tables) resize() {
	t.each(term.Area{W: t.size.W, H: t.size.H}, func(i int, a term.Area) { t.shown.parts[i].list.Resize(a.W, a.H) })
}

func (t *tables) do(c term.Command) screen.Action {
	part := t.part()
	switch {
	case c == term.Back:
		return screen.Pop()
	case t.work.Screens.OfCase[c] != nil:
		return screen.Swap(t.work.Screens.OfCase[c]())
	case part == nil:
	case c == term.NextTab:
		t.focusOn((t.focus + 1) % len(t.shown.parts))
	case c == term.Open && part.open != nil:
		return part.open(part.list.Cursor())
	case c == term.ExportList:
		table := part.Table
		return screen.Cover(screen.NewExport(cmp.Or(part.name, t.link), func() *report.Table { return table }))
	default:
		part.list.Do(c)
	}
	return nil
}

func (t *tables) focusOn(i int) {
	t.part().list.Idle = true
	t.focus = i
	t.part().list.Idle = false
	t.resize()
}

func (t *tables) mouse(msg screen.MouseAt) (act screen.Action) {
	t.each(term.Area{W: t.size.W, H: t.size.H}, func(i int, a term.Area) {
		list := &t.shown.parts[i].list
		at := list.Cursor()
		_, row := list.Mouse(msg.MouseMsg, msg.X, msg.Y-a.Y)
		switch {
		case row && i != t.focus:
			t.focusOn(i)
		case row && list.Cursor() == at:
			act = t.do(term.Open)
		}
	})
	return act
}

func (t *tables) Draw(a term.Area) {
	if t.part() == nil {
		a.Line(0).Own(term.Dim, " counting…")
		return
	}
	if a.H >= 12 { // the line above the tables is free
		a.Line(0).Indented(1).Own(term.Warning, t.work.CannotCompare())
	}
	end := 0
	t.each(a, func(i int, area term.Area) {
		t.shown.parts[i].list.Draw(area)
		end = area.Y - a.Y + t.shown.parts[i].height()
	})
	t.drawNote(a.Rows(min(end+1, a.H), a.H))
}

// noteGoesOn ends a note that has no room for all of its lines.
const noteGoesOn = " … v reads on"

func (t *tables) drawNote(a term.Area) {
	lines := t.noteLines()
	if 0 < a.H && a.H < len(lines) {
		last := term.Wrap(lines[a.H-1], a.W-2-clean.Width(noteGoesOn))[0]
		lines = append(lines[:a.H-1], last+noteGoesOn)
	}
	for i, words := range lines {
		a.Line(i).Indented(1).Own(term.Dim, words)
	}
}

// InFull is the line under the cursor, with what is to be known of the table.
func (t *tables) InFull() string {
	if g := t.Grid(); g != nil && g.Length() > 0 {
		return g.InFull() + "\n\n" + t.shown.note
	}
	return ""
}

func (t *tables) Close() { t.making.Stop() }

func (t *tables) Grid() *term.Grid {
	if part := t.part(); part != nil {
		return &part.list
	}
	return nil
}

func (t *tables) Pending() bool { return t.making.Running() || t.work.Pending() }
