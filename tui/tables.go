package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/internal/report"
)

// tableView is a table as a screen shows it, and where its rows lead.
type tableView struct {
	*report.Table
	spare []string               // columns that a narrow terminal does without, the first to go first
	drawn map[string]drawnColumn // columns that are drawn instead of written
	open  func(row int) action   // nil: rows lead nowhere
	list  grid
}

// drawnColumn is a column that is drawn.
type drawnColumn struct {
	title string
	draw  func(p pen, row int)
}

// tables shows one or more tables under each other.
type tables struct {
	work  *workspace
	title string
	link  string
	make  func(j judged) tableViews // outside the event loop
	shown tableViews
	focus int // the table that has the keys
	size  bodySize

	making task[tableViews]
}

// tableViews are what a screen of tables shows.
type tableViews struct {
	parts []*tableView
	note  string // the program's own words
}

func newTables(w *workspace, title, link string, make func(j judged) tableViews) *tables {
	return &tables{work: w, title: title, link: link, make: make}
}

func (t *tables) caption() caption {
	c := caption{crumb: t.title, link: t.link, detail: t.work.rulesWords()}
	if part := t.part(); part != nil {
		c.position = count(part.list.cursor+1) + "/" + count(part.list.length)
	}
	return c
}

func (t *tables) scopes() []scope {
	if len(t.shown.parts) > 1 {
		return []scope{onTable, onTables, onCase, onList}
	}
	return []scope{onTable, onCase, onList}
}

// part is the table that has the keys, nil if there is none yet.
func (t *tables) part() *tableView {
	if len(t.shown.parts) == 0 {
		return nil
	}
	return t.shown.parts[t.focus]
}

func (t *tables) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case bodySize:
		t.size = msg
		t.resize()
		if t.part() == nil && !t.making.running {
			return nil, t.start()
		}
	case workChanged:
		return nil, t.start()
	case loaded[tableViews]:
		if t.making.accept(msg) {
			t.arrived(msg.value)
		}
	case mouseAt:
		return t.mouse(msg), nil
	case command:
		return t.do(msg), nil
	}
	return nil, nil
}

// start makes the tables of what the rules say now.
func (t *tables) start() tea.Cmd {
	if !t.work.ready() {
		return nil
	}
	from, make := t.work.judged(), t.make
	return t.making.start(t.work.ctx, 0, func(context.Context) (tableViews, error) { return make(from), nil })
}

// arrived shows new tables, with the cursor where it was.
func (t *tables) arrived(made tableViews) {
	before := t.shown
	t.shown = made
	t.focus = min(t.focus, len(made.parts)-1)
	for i, part := range made.parts {
		part.list.columns = part.columns()
		part.list.setLength(len(part.Rows))
		part.list.idle, part.list.insistent = i != t.focus, true
		if i < len(before.parts) {
			part.list.setCursor(before.parts[i].list.cursor)
		}
	}
	t.resize()
}

// leastWords is how narrow words at the end of a line may get.
const leastWords = 16

// columns are the columns of the grid, as wide as what is in them.
func (x *tableView) columns() []column {
	all := make([]column, len(x.Columns))
	for i, c := range x.Columns {
		width := clean.Width(c.Heading())
		for _, row := range x.Rows {
			width = max(width, clean.Width(clean.Text(c.Text(row[i]))))
		}
		all[i] = column{title: c.Heading(), width: width, right: c.Right, cell: func(p pen, row int) { x.write(p, row, i) }}
		if d, ok := x.drawn[c.Name]; ok {
			all[i].title, all[i].cell, all[i].stretch, all[i].width = d.title, d.draw, true, clean.Width(d.title)
		}
		if last := i == len(x.Columns)-1 && i > 0 && !c.Right; last { // words at the end are cut before a column is left out
			all[i].stretch, all[i].width = true, min(width, leastWords)
		}
		for r, name := range x.spare {
			if name == c.Name {
				all[i].rank = len(x.spare) - r
			}
		}
	}
	return all
}

func (x *tableView) write(p pen, row, column int) {
	text := x.Columns[column].Text(x.Rows[row][column])
	if x.Columns[column].Right {
		p.mixedRight(plain, text)
	} else {
		p.mixed(plain, text)
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
	return need <= t.size.h-len(t.noteLines())
}

func (t *tables) noteLines() []string { return wrap(t.shown.note, t.size.w-2) }

// each calls visit with every table that is shown, and where.
func (t *tables) each(a area, visit func(i int, part area)) {
	top := min(1, a.h/12)
	for i, part := range t.shown.parts {
		switch {
		case t.stacked():
			visit(i, a.rows(top, top+part.height()))
			top += part.height() + 1
		case i == t.focus:
			visit(i, a.rows(top, a.h))
		}
	}
}

func (t *tables) resize() {
	t.each(area{w: t.size.w, h: t.size.h}, func(i int, a area) { t.shown.parts[i].list.resize(a.w, a.h) })
}

func (t *tables) do(c command) action {
	part := t.part()
	switch {
	case c == back:
		return pop()
	case caseScreens[c] != nil:
		return swap(caseScreens[c](t.work))
	case part == nil:
	case c == nextTab:
		t.focusOn((t.focus + 1) % len(t.shown.parts))
	case c == open && part.open != nil:
		return part.open(part.list.cursor)
	case c == exportList:
		table := part.Table
		return cover(newExport(t.link, func() *report.Table { return table }))
	default:
		part.list.do(c)
	}
	return nil
}

func (t *tables) focusOn(i int) {
	t.part().list.idle = true
	t.focus = i
	t.part().list.idle = false
	t.resize()
}

func (t *tables) mouse(msg mouseAt) (act action) {
	t.each(area{w: t.size.w, h: t.size.h}, func(i int, a area) {
		list := &t.shown.parts[i].list
		at := list.cursor
		_, row := list.mouse(msg.MouseMsg, msg.x, msg.y-a.y)
		switch {
		case row && i != t.focus:
			t.focusOn(i)
		case row && list.cursor == at:
			act = t.do(open)
		}
	})
	return act
}

func (t *tables) draw(a area) {
	if t.part() == nil {
		a.line(0).own(dim, " counting…")
		return
	}
	if a.h >= 12 { // the line above the tables is free
		a.line(0).indented(1).own(warning, t.work.cannotJudge())
	}
	end := 0
	t.each(a, func(i int, area area) {
		t.shown.parts[i].list.draw(area)
		end = area.y - a.y + t.shown.parts[i].height()
	})
	for i, words := range t.noteLines() {
		p := a.line(end + 1 + i)
		p.gap(1)
		p.own(dim, words)
	}
}

func (t *tables) close() { t.making.stop() }
