package tui

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store/model"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/userlist"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// overview is what everybody asks of a log first, in panels: what is odd, and requests by time, status and so on. Each
// line leads to its users.
type overview struct {
	work  *workspace.Workspace
	shown *overviewPanels // nil until it is there
	was   *overviewPanels // that were shown before the events were read anew
	focus int             // the panel that has the keys
	size  screen.BodySize

	making task.Task[*overviewPanels]
}

// overviewPanels are the panels, and what they were made of.
type overviewPanels struct {
	of     *model.Overview
	now    *analysis.Evaluation
	panels []*panel
}

// panel is one table of the overview.
type panel struct {
	name  string
	list  term.Grid
	table func() *report.Table
	lead  func(row int) screen.Action
}

func newOverview(w *workspace.Workspace) *overview { return &overview{work: w} }

func (v *overview) Caption() screen.Caption {
	c := screen.Caption{Crumb: "Overview", Link: "overview", Detail: v.work.RulesWords()}
	if o := v.work.Overview.Result; o != nil && v.shown != nil {
		c.Detail = cmp.Or(v.work.NotBroughtIn(int64(o.Events)), c.Detail)
	}
	if g := v.Grid(); g != nil {
		c.Position = g.Position()
	}
	return c
}

func (v *overview) Scopes() []term.Scope {
	return []term.Scope{term.OnTable, term.OnTables, term.OnCase, term.OnList}
}

func (v *overview) Grid() *term.Grid {
	if v.shown == nil {
		return nil
	}
	return &v.shown.panels[v.focus].list
}

func (v *overview) Pending() bool {
	return v.making.Running() || v.shown == nil && v.work.Overview.Running() || v.work.Pending()
}

func (v *overview) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		v.size = msg
		v.resize()
		if v.shown == nil {
			return nil, v.make()
		}
	case workspace.Changed:
		return nil, v.make()
	case task.Result[*overviewPanels]:
		v.arrived(msg)
	case screen.MouseAt:
		return v.mouse(msg), nil
	case term.Command:
		return v.do(msg), nil
	}
	return nil, nil
}

func (v *overview) do(c term.Command) screen.Action {
	switch {
	case c == term.Back:
		return screen.Pop()
	case v.work.Screens.OfCase[c] != nil:
		return screen.Swap(v.work.Screens.OfCase[c]())
	case v.shown == nil:
		return nil
	case c == term.NextTab:
		v.focusOn((v.focus + 1) % len(v.shown.panels))
	case c == term.PreviousTab:
		v.focusOn((v.focus + len(v.shown.panels) - 1) % len(v.shown.panels))
	case c == term.Open:
		return v.open()
	case c == term.ExportList:
		p := v.shown.panels[v.focus]
		return screen.Cover(screen.NewExport(p.name, p.table))
	default:
		v.Grid().Do(c)
	}
	return nil
}

func (v *overview) open() screen.Action {
	if p := v.shown.panels[v.focus]; p.list.Length() > 0 {
		return p.lead(p.list.Cursor())
	}
	return nil
}

// make counts, and makes the panels of what has been counted.
func (v *overview) make() tea.Cmd {
	if !v.work.Ready() {
		return nil
	}
	read := v.work.ReadOverview()
	count, from, clock := v.work.Overview.Current(), v.work.Lists(), v.work.Clock
	if count == nil {
		v.making.Stop()
		v.was, v.shown = cmp.Or(v.shown, v.was), nil
		return read
	}
	if v.shown != nil && v.shown.of == count && v.shown.now == from.Now {
		return read
	}
	return tea.Batch(read, v.making.Start(v.work.Ctx, 0, func(context.Context) (*overviewPanels, error) {
		return newOverviewPanels(v.work, count, from, clock), nil
	}))
}

// mostBars is how many lines the course of time has at most.
const mostBars = 40

func newOverviewPanels(w *workspace.Workspace, o *model.Overview, j userlist.Judged, clock term.Clock) *overviewPanels {
	judgement, zone := j.Judgement, clock.Location()
	odd := judgement.Odd()
	p := &overviewPanels{of: o, now: j.Now, panels: []*panel{newOddPanel(w, odd)}}
	bucket := engine.Buckets[engine.FittingBucket(o.Window.From, o.Window.To, mostBars,
		time.Duration(o.Step)*time.Millisecond)]
	for _, part := range judgement.Parts(o, bucket, zone) {
		p.panels = append(p.panels, newPartPanel(w, &part, o.Events, clock))
	}
	return p
}

// newOddPanel says in how many ways users are out of the ordinary.
func newOddPanel(w *workspace.Workspace, odd []engine.Odd) *panel {
	p := &panel{name: "what is odd", table: func() *report.Table { return report.Odd(odd) },
		lead: func(row int) screen.Action { return w.Screens.Listed(odd[row].Filter, "score") }}
	p.list.Columns = []term.Column{
		{Title: "what is odd", Width: 14, Stretch: true, Most: 40,
			Cell: func(p term.Pen, row int) { p.Own(term.Plain, odd[row].Words) }},
		{Title: "flagged", Width: 7, Right: true,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Suspect, term.Count(odd[row].Flagged)) }},
		{Title: "hit by", Width: 6, Right: true, Rank: 2,
			Cell: func(p term.Pen, row int) { p.OwnRight(term.Plain, term.Count(odd[row].Users)) }},
		{Title: "rule", Width: 17, Rank: 3, Cell: func(p term.Pen, row int) {
			p.Own(why.SideStyle(odd[row].Side), odd[row].Side.Mark())
			p.Own(term.Dim, odd[row].Rule)
		}},
	}
	p.list.SetLength(len(odd))
	return p
}

// partBar is how wide the bars of a panel are.
const partBar = 8

// newPartPanel shows how much there was of each thing in a part.
func newPartPanel(w *workspace.Workspace, part *engine.Part, all int, clock term.Clock) *panel {
	row := func(i int) *engine.PartRow { return &part.Rows[i] }
	most := 1
	for i := range part.Rows {
		most = max(most, row(i).Events)
	}
	p := &panel{name: part.Name, table: func() *report.Table { return report.Part(part, all, clock.Location()) },
		lead: func(i int) screen.Action { return leadOf(w, row(i)) }}
	words := func(i int) string { return row(i).Words(part, clock.Location()) }
	number := func(title string, width, rank int, of func(r *engine.PartRow) string) term.Column {
		return term.Column{Title: title, Width: width, Right: true, Rank: rank,
			Cell: func(p term.Pen, i int) { p.OwnRight(term.Plain, of(row(i))) }}
	}
	p.list.Columns = []term.Column{
		{Title: part.One, Width: 16, Stretch: true, Most: 40, Cell: func(p term.Pen, i int) { p.Data(term.Plain, words(i)) }},
		{Width: partBar, Rank: 4, Cell: func(p term.Pen, i int) {
			p.Bar(term.Chart, float64(row(i).Events)/float64(most), partBar)
		}},
		number("events", 9, 0, func(r *engine.PartRow) string { return term.Count(r.Events) }),
		number("share", 6, 7, func(r *engine.PartRow) string { return term.Percent(r.Events, all) }),
		{Title: "errors", Width: 6, Right: true, Rank: 5, Cell: func(p term.Pen, i int) { drawErrors(p, row(i)) }},
		number("bytes", 7, 6, func(r *engine.PartRow) string { return bytesWords(r.Bytes) }),
	}
	if part.Name == engine.PartTime {
		p.list.Columns[0].Width = len("2006-01-02 15:04")
		p.list.Time = func(i int) int64 { return row(i).From }
	} else {
		p.list.Columns = append(p.list.Columns,
			number("users", 7, 1, func(r *engine.PartRow) string { return term.Count(len(r.Users)) }),
			term.Column{Title: "flagged", Width: 7, Right: true, Rank: 3, Cell: func(p term.Pen, i int) {
				if n := row(i).Flagged; n > 0 {
					p.OwnRight(term.Suspect, term.Count(n))
				} else {
					p.OwnRight(term.Dim, "0")
				}
			}})
	}
	p.list.SetLength(len(part.Rows))
	return p
}

func drawErrors(p term.Pen, r *engine.PartRow) {
	if r.Errors == 0 {
		p.OwnRight(term.Dim, "0")
		return
	}
	p.OwnRight(term.Warning, term.Count(r.Errors))
}

func bytesWords(n int64) string { return humanize.IBytes(uint64(max(n, 0))) }

// leadOf goes to the users of a line: those of a stretch of time by making that the window of all screens.
func leadOf(w *workspace.Workspace, r *engine.PartRow) screen.Action {
	if filter := r.Filter(); filter != "" {
		return w.Screens.Listed(filter, "score")
	}
	from, to := r.From, r.To
	return func(h screen.Host) tea.Cmd {
		home := h.Home()
		h.Say(term.Plain, "measuring the users by what they did then; W looks at all of the time again")
		return tea.Batch(home, w.LookAt(analysis.Window{From: from, To: to - 1}))
	}
}

func (v *overview) arrived(msg task.Result[*overviewPanels]) {
	if !v.making.Accept(msg) || msg.Err != nil {
		return
	}
	before := cmp.Or(v.shown, v.was)
	v.shown = msg.Value
	for i, p := range v.shown.panels {
		p.list.AlwaysTitled, p.list.Quiet, p.list.Idle = true, true, i != v.focus
		if before != nil {
			p.list.SetCursor(before.panels[i].list.Cursor())
		}
	}
	v.resize()
}

// The least height of a panel, with its titles and an empty line after it, and the least width.
const panelHeight, panelWidth = 6, 39

// headHeight is how many lines the totals take.
func (v *overview) headHeight() int {
	if v.size.H < 10 {
		return 0
	}
	return 2
}

// each calls visit with every panel in sight, and where it is.
func (v *overview) each(a term.Area, visit func(i int, area term.Area)) {
	if v.shown == nil {
		return
	}
	a = a.Rows(v.headHeight(), a.H)
	n := len(v.shown.panels)
	across := max(min(a.W/panelWidth, 2), 1)
	if a.W >= 3*60 {
		across = 3
	}
	lines := (n + across - 1) / across
	visible := max(min(a.H/panelHeight, lines), 1)
	height := a.H / visible
	top := max(min(v.focus/across-visible/2, lines-visible), 0) // the line of panels at the top
	width := a.W / across
	for i := range n {
		line, column := i/across-top, i%across
		if line < 0 || line >= visible {
			continue
		}
		area := a.Rows(line*height, (line+1)*height).Columns(column*width, (column+1)*width)
		if visible > 1 {
			area = area.Rows(0, area.H-1)
		}
		if column < across-1 {
			area = area.Columns(0, area.W-1)
		}
		visit(i, area)
	}
}

func (v *overview) resize() {
	v.each(term.Area{W: v.size.W, H: v.size.H}, func(i int, a term.Area) { v.shown.panels[i].list.Resize(a.W, a.H) })
}

func (v *overview) focusOn(i int) {
	v.shown.panels[v.focus].list.Idle = true
	v.focus = i
	v.shown.panels[i].list.Idle = false
	v.resize()
}

func (v *overview) mouse(msg screen.MouseAt) (act screen.Action) {
	v.each(term.Area{W: v.size.W, H: v.size.H}, func(i int, a term.Area) {
		list := &v.shown.panels[i].list
		at := list.Cursor()
		_, row := list.Mouse(msg.MouseMsg, msg.X-a.X, msg.Y-a.Y)
		switch {
		case row && i != v.focus:
			v.focusOn(i)
		case row && list.Cursor() == at:
			act = v.open()
		}
	})
	return act
}

func (v *overview) Draw(a term.Area) {
	if v.shown == nil {
		v.work.Overview.Draw(a.Rows(min(1, a.H/12), a.H))
		return
	}
	if v.headHeight() > 0 {
		v.drawTotals(a.Line(0).Indented(1))
	}
	v.each(a, func(i int, area term.Area) {
		p := v.shown.panels[i]
		if p.list.Rows() == 0 {
			line := area.Line(0).Indented(1)
			line.Own(term.Dim, p.name+": none")
			return
		}
		p.list.Draw(area)
		if _, below := p.list.Hidden(); below > 0 && i != v.focus { // of the one in focus the footer says it
			under := a.Columns(area.X-a.X, area.X-a.X+area.W).Line(area.Y - a.Y + area.H)
			under.Own(term.Dim, " ↓ "+term.Count(below)+" more")
		}
	})
}

// drawTotals writes how much there was in all.
func (v *overview) drawTotals(p term.Pen) {
	o, w := v.shown.of, v.work
	p.Own(term.Strong, term.Plural(o.Events, "event"))
	p.Own(term.Dim, "   errors ")
	p.Own(term.Plain, term.Count(o.Errors)+" ("+term.Percent(o.Errors, o.Events)+")")
	p.Own(term.Dim, "   answered ")
	p.Own(term.Plain, bytesWords(o.Bytes))
	p.Own(term.Dim, "   users ")
	p.Own(term.Plain, term.Count(w.Users.Len()))
	if flagged := "   flagged " + term.Count(w.Now.FlaggedCount) + " (100 %)"; p.Left() >= len(flagged) {
		p.Gap(3)
		w.DrawFlagged(p, 0)
	}
	if o.Events > 0 {
		span := w.Clock.Span(o.Window.From, o.Window.To)
		if p.Left() > len(span)+3 {
			p.Own(term.Dim, "   "+span)
		}
	}
}

// Close stops a reading that only this screen waits for.
func (v *overview) Close() {
	v.making.Stop()
	if v.work.Overview.Current() == nil {
		v.work.Overview.Stop()
	}
}
