package pivots

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/nearest"
	"spoor/internal/report"
	"spoor/tui/find"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// pivot lists the items or the addresses of the case, and leads to the users of each.
type pivot struct {
	work   *workspace.Workspace
	kind   *pivotKind
	want   pivotOrder
	shown  pivotList // its view is nil until it is there
	list   term.Grid
	before pivotFilter // what the filter was before that
	size   screen.BodySize
	visit  string // the key of what to open once the list is there; "" for nothing

	find.Prompt

	arranging task.Task[pivotList]
}

// New lists what is at a place, and then the users of the one whose key is visit; "" opens none.
func New(w *workspace.Workspace, place, visit string) screen.Screen {
	kind := &itemPivot
	if place == addressPivot.link {
		kind = &addressPivot
	}
	v := &pivot{work: w, kind: kind, want: pivotOrder{column: kind.order}, visit: visit}
	v.Ends = find.Offer(kind.words)
	v.list.AlwaysTitled = true
	v.list.Columns = v.columns()
	return v
}

// widestKey is how wide the column of the keys gets at most.
const widestKey = 48

// columns are the columns of the grid: those that say something, the first as wide as the keys are if there is room.
func (v *pivot) columns() []term.Column {
	var columns []term.Column
	for i := range v.kind.columns {
		c := &v.kind.columns[i]
		if v.shown.view != nil && v.shown.view.silent[c.name] {
			continue
		}
		columns = append(columns,
			term.Column{Name: c.name, Title: c.title, Width: c.width, Rank: c.rank, Right: c.text == nil, Stretch: c.stretch,
				Cell: func(p term.Pen, row int) { c.Draw(p, v.shown.view, int(v.shown.rows[row])) }})
	}
	if v.shown.view != nil {
		columns[0].Width = max(min(v.shown.view.widest, widestKey, v.size.W/2), columns[0].Width)
	}
	return columns
}

func (c *pivotColumn) Draw(p term.Pen, v *pivotView, i int) {
	switch {
	case c.text != nil:
		p.Data(term.Plain, c.text(v, i))
	case c.time:
		p.OwnRight(term.Dim, v.clock.Day(c.number(v, i)))
	case c.alarming && c.number(v, i) > 0:
		p.OwnRight(term.Suspect, term.Count(c.number(v, i)))
	default:
		p.OwnRight(term.Plain, term.Count(c.number(v, i)))
	}
}

func (v *pivot) Caption() screen.Caption {
	c := screen.Caption{Crumb: v.kind.title, Link: v.kind.link, Detail: v.work.RulesWords()}
	c.Position = v.list.Position()
	return c
}

func (v *pivot) Scopes() []term.Scope {
	if v.Typing() {
		return v.Prompt.Scopes()
	}
	return []term.Scope{term.OnPivot, term.OnCase, term.OnList}
}

func (v *pivot) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		v.size = msg
		v.resize()
		if v.shown.view == nil {
			return nil, v.arrange()
		}
	case workspace.Changed:
		return nil, v.arrange()
	case task.Result[pivotList]:
		return v.arrived(msg)
	case screen.MouseAt:
		return v.mouse(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		if v.Typed(msg) {
			return nil, v.refilter(v.Text())
		}
	case term.Command:
		if do := pivotCommands[msg]; do != nil {
			return do(v)
		}
		if make := v.work.Screens.OfCase[msg]; make != nil {
			return screen.Swap(make()), nil
		}
		if v.list.Do(msg) {
			v.want.keep = ""
		}
	}
	return nil, nil
}

// pivotCommands says what the keys of this screen do.
var pivotCommands = map[term.Command]func(*pivot) (screen.Action, tea.Cmd){
	term.Open:        (*pivot).open,
	term.Back:        (*pivot).back,
	term.FilterList:  (*pivot).startFilter,
	term.Accept:      (*pivot).keepFilter,
	term.CancelInput: (*pivot).cancelFilter,
	term.NextTab:     func(v *pivot) (screen.Action, tea.Cmd) { return nil, v.completeFilter(1) },
	term.PreviousTab: func(v *pivot) (screen.Action, tea.Cmd) { return nil, v.completeFilter(-1) },
	term.Older:       func(v *pivot) (screen.Action, tea.Cmd) { return nil, v.recallFilter(term.Older) },
	term.Newer:       func(v *pivot) (screen.Action, tea.Cmd) { return nil, v.recallFilter(term.Newer) },
	term.SortMenu:    (*pivot).chooseOrder,
	term.SortLeft:    func(v *pivot) (screen.Action, tea.Cmd) { return nil, v.sortBy(v.list.Neighbour(-1)) },
	term.SortRight:   func(v *pivot) (screen.Action, tea.Cmd) { return nil, v.sortBy(v.list.Neighbour(1)) },
	term.SortReverse: func(v *pivot) (screen.Action, tea.Cmd) {
		v.want.reverse = !v.want.reverse
		return nil, v.arrange()
	},
	term.ExportList: (*pivot).export,
	term.CopyText: func(v *pivot) (screen.Action, tea.Cmd) {
		if key, ok := v.key(); ok {
			return screen.Copy("the "+v.kind.one, key), nil
		}
		return nil, nil
	},
}

// key is what the cursor is on.
func (v *pivot) key() (string, bool) {
	if v.list.Cursor() >= len(v.shown.rows) {
		return "", false
	}
	return v.kind.key(v.shown.view.Pivots, int(v.shown.rows[v.list.Cursor()])), true
}

// arrange makes the list anew, with the cursor on the line that it is on now, but on the first line if it is there.
// Where it is there only since the list has lost its line, it goes back to that one.
func (v *pivot) arrange() tea.Cmd {
	v.list.Sorted = v.want.column
	v.list.Reverse = (v.kind.column(v.want.column).text != nil) != v.want.reverse
	if !v.work.Ready() {
		return nil
	}
	read := v.work.ReadPivots()
	if key, ok := v.key(); v.visit != "" {
		v.want.keep = v.visit
	} else if ok && v.list.Cursor() > 0 {
		v.want.keep = key
	}
	if v.work.Pivots.Current() == nil {
		v.arranging.Stop()
		v.shown = pivotList{}
		v.list.SetLength(0)
		return read
	}
	kind, from, known, zone, want := v.kind, v.work.Lists(), v.shown.view, v.work.Clock, v.want
	return tea.Batch(read, v.arranging.Start(v.work.Ctx, 0, func(ctx context.Context) (pivotList, error) {
		return kind.arrange(ctx, from, known, zone, want)
	}))
}

func (v *pivot) arrived(msg task.Result[pivotList]) (screen.Action, tea.Cmd) {
	if !v.arranging.Accept(msg) || msg.Err != nil {
		return nil, nil
	}
	v.shown = msg.Value
	v.list.Columns = v.columns()
	v.list.SetLength(len(v.shown.rows))
	v.list.Center(v.shown.at)
	if key, ok := v.key(); ok && nearest.Alike(key, v.want.keep) && !v.Typing() {
		v.want.keep = "" // it is there
	}
	if v.visit == "" {
		return nil, nil
	}
	visit := v.visit
	v.visit = ""
	if key, ok := v.key(); !ok || !nearest.Alike(key, visit) {
		return screen.Say(term.Warning, "no "+v.kind.one+" "+visit+" in this case"), nil
	}
	return v.open()
}

// open lists the users of what the cursor is on.
func (v *pivot) open() (screen.Action, tea.Cmd) {
	key, ok := v.key()
	if !ok {
		return nil, nil
	}
	return screen.Push(v.work.Screens.Visitors(v.kind.scope(key))), nil
}

// back takes the filter away before it gives up.
func (v *pivot) back() (screen.Action, tea.Cmd) {
	if v.want.filter.text != "" {
		return nil, v.refilter("")
	}
	return screen.Pop(), nil
}

func (v *pivot) startFilter() (screen.Action, tea.Cmd) {
	v.before = v.want.filter
	v.Past = v.work.History
	v.Begin(v.want.filter.text)
	v.resize()
	return nil, nil
}

// keepFilter ends typing, but not while something is wrong.
func (v *pivot) keepFilter() (screen.Action, tea.Cmd) {
	if !v.MayEnd() {
		return nil, nil
	}
	v.work.History.Add(v.Text())
	return v.endFilter()
}

func (v *pivot) endFilter() (screen.Action, tea.Cmd) {
	v.End()
	v.resize()
	return nil, nil
}

func (v *pivot) cancelFilter() (screen.Action, tea.Cmd) {
	v.endFilter()
	v.want.filter = v.before
	return nil, v.arrange()
}

// refilter takes the filter as it is typed, without the terms that can't be understood yet.
func (v *pivot) refilter(text string) tea.Cmd {
	f, err := parsePivotFilter(v.kind, text, v.work.Clock)
	v.Check(err)
	v.want.filter = f
	return v.arrange()
}

// recallFilter looks again for what was looked for before.
func (v *pivot) recallFilter(c term.Command) tea.Cmd {
	if !v.Recall(c) {
		return nil
	}
	return v.refilter(v.Text())
}

// completeFilter puts the next word that fits, or the one before, in the place of the word that is typed.
func (v *pivot) completeFilter(step int) tea.Cmd {
	if !v.Choose(step) {
		return nil
	}
	return v.refilter(v.Text())
}

func (v *pivot) chooseOrder() (screen.Action, tea.Cmd) {
	var items []screen.Item
	at := 0
	for i, c := range v.kind.columns {
		if c.name == v.want.column {
			at = i
		}
		help := "the largest first"
		switch {
		case c.text != nil:
			help = "by name"
		case c.time:
			help = "the latest first"
		}
		items = append(items, screen.Item{Label: c.name, Detail: help,
			Act: func(screen.Host) tea.Cmd { return v.sortBy(c.name) }})
	}
	return screen.Cover(screen.NewMenu("Sort by", items).ChooseAt(at)), nil
}

// sortBy sorts by a column, and the other way round if it already is.
func (v *pivot) sortBy(name string) tea.Cmd {
	v.want.reverse = name == v.want.column && !v.want.reverse
	v.want.column = name
	return v.arrange()
}

// export writes the list as it is filtered and sorted now.
func (v *pivot) export() (screen.Action, tea.Cmd) {
	shown := v.shown
	return screen.Cover(screen.NewExport(v.kind.all, func() *report.Table {
		return shown.view.kind.table(shown.view, shown.rows)
	})), nil
}

func (v *pivot) mouse(msg screen.MouseAt) (screen.Action, tea.Cmd) {
	at := v.list.Cursor()
	title, row := v.list.Mouse(msg.MouseMsg, msg.X, msg.Y-v.head())
	switch {
	case title != "":
		return nil, v.sortBy(title)
	case row && v.list.Cursor() == at: // a second click
		return v.open()
	case row:
		v.want.keep = ""
	}
	return nil, nil
}

// Close stops a reading that only this screen waits for.
func (v *pivot) Close() {
	v.arranging.Stop()
	if v.work.Pivots.Result == nil {
		v.work.Pivots.Stop()
	}
}

// head is how many lines stand above the list.
func (v *pivot) head() int {
	switch {
	case v.size.H >= screen.RuledHeight:
		return 2
	case v.size.H >= 8 || v.Typing():
		return 1
	}
	return 0
}

func (v *pivot) resize() {
	v.list.Columns = v.columns()
	v.list.Resize(v.size.W, v.size.H-v.head())
}

func (v *pivot) Draw(a term.Area) {
	if v.shown.view == nil {
		v.work.Pivots.Draw(a.Rows(min(1, a.H/12), a.H))
		return
	}
	v.drawHead(a.Rows(0, v.head()))
	body := a.Rows(v.head(), a.H)
	v.list.Draw(body)
	if len(v.shown.rows) > 0 {
		return
	}
	nothing := " nothing matches; esc takes the filter away"
	if len(v.shown.view.visitors) == 0 {
		nothing = " " + v.kind.none
	}
	body.Line(0).Own(term.Dim, nothing)
}

// drawHead writes the filter and how much it finds.
func (v *pivot) drawHead(a term.Area) {
	p := a.Line(0)
	p.Gap(1)
	all := len(v.shown.view.visitors)
	found := term.Count(len(v.shown.rows)) + " of " + term.Count(all)
	switch {
	case v.Typing():
		v.Prompt.Draw(p, a.Line(1), found)
	case v.want.filter.text != "":
		p.Own(term.Dim, "filter ")
		p.Data(term.Warning, v.want.filter.text)
		p.Own(term.Dim, "  "+found)
	default:
		words := v.kind.all
		if all == 1 {
			words = v.kind.one
		}
		p.Own(term.Strong, term.Count(all))
		p.Own(term.Dim, " "+words)
	}
}

func (v *pivot) Grid() *term.Grid { return &v.list }

func (v *pivot) Pending() bool {
	return v.arranging.Running() || v.shown.view == nil && v.work.Pivots.Running() || v.work.Pending()
}
