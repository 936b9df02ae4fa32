package tui

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/tui/screen"
	"spoor/tui/task"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// timeline shows how many events there were over the time of the case, and when the sessions of flagged users began. A
// stretch of it that is marked becomes the window that all screens look at.
type timeline struct {
	work   *workspace.Workspace
	shown  *engine.Timeline // nil until it is there
	grain  int              // of engine.Buckets
	left   int64            // where the first bar begins
	cursor int64            // where the bar under the cursor begins
	mark   int64            // where the bar begins from which on a stretch is marked
	marked bool
	drawn  bool // a stretch is being drawn with the mouse
	size   screen.BodySize

	counting task.Task[*engine.Timeline]
}

func newTimeline(w *workspace.Workspace) *timeline { return &timeline{work: w} }

func (t *timeline) Caption() screen.Caption {
	c := screen.Caption{Crumb: "Timeline", Link: "timeline", Detail: t.work.RulesWords()}
	if t.there() {
		c.Detail = cmp.Or(t.work.NotBroughtIn(t.shown.All().Events), c.Detail)
		c.Position = engine.Buckets[t.grain].Name + " a bar"
	}
	return c
}

func (t *timeline) Scopes() []term.Scope { return []term.Scope{term.OnTimeline, term.OnCase} }

// there reports whether there is anything to draw.
func (t *timeline) there() bool { return t.shown != nil && len(t.shown.Events) > 0 }

func (t *timeline) Update(msg tea.Msg) (screen.Action, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.BodySize:
		t.size = msg
		if t.shown == nil {
			return nil, t.count()
		}
		t.keepInSight()
	case workspace.Changed:
		return nil, t.count()
	case task.Result[*engine.Timeline]:
		t.arrived(msg)
	case screen.MouseAt:
		return t.mouse(msg)
	case term.Command:
		if do := timelineCommands[msg]; do != nil {
			return do(t)
		}
		if make := t.work.Screens.OfCase[msg]; make != nil {
			return screen.Swap(make()), nil
		}
	}
	return nil, nil
}

// Idle is true of all keys of a case in which nothing happened, but for those that lead elsewhere.
func (t *timeline) Idle(c term.Command) bool {
	return t.shown != nil && !t.there() && timelineCommands[c] != nil && c != term.Back
}

// timelineCommands says what the keys of this screen do.
var timelineCommands = map[term.Command]func(*timeline) (screen.Action, tea.Cmd){
	term.BarBefore: func(t *timeline) (screen.Action, tea.Cmd) { t.move(-1); return nil, nil },
	term.BarAfter:  func(t *timeline) (screen.Action, tea.Cmd) { t.move(1); return nil, nil },
	term.PageUp:    func(t *timeline) (screen.Action, tea.Cmd) { t.move(-t.bars() / 2); return nil, nil },
	term.PageDown:  func(t *timeline) (screen.Action, tea.Cmd) { t.move(t.bars() / 2); return nil, nil },
	term.MoveFirst: func(t *timeline) (screen.Action, tea.Cmd) { t.jump(t.from); return nil, nil },
	term.MoveLast:  func(t *timeline) (screen.Action, tea.Cmd) { t.jump(t.last); return nil, nil },
	term.ZoomIn:    func(t *timeline) (screen.Action, tea.Cmd) { t.zoom(-1); return nil, nil },
	term.ZoomOut:   func(t *timeline) (screen.Action, tea.Cmd) { t.zoom(1); return nil, nil },
	term.MarkTime: func(t *timeline) (screen.Action, tea.Cmd) {
		t.mark, t.marked = t.cursor, t.there() && !t.marked
		return nil, nil
	},
	term.Open: (*timeline).look,
	term.Back: (*timeline).back,
	term.ExportList: func(t *timeline) (screen.Action, tea.Cmd) {
		if !t.there() {
			return screen.Say(term.Plain, "there is nothing to export"), nil
		}
		shown, g, zone := t.shown, engine.Buckets[t.grain], t.work.Clock.Location()
		return screen.Cover(screen.NewExport("timeline",
			func() *report.Table { return report.Timeline(shown, g, analysis.Window{}, zone) })), nil
	},
}

// count asks for the course of the case as the rules see it now.
func (t *timeline) count() tea.Cmd {
	if !t.work.Ready() {
		return nil
	}
	read := t.work.ReadTimeline()
	line, from := t.work.Timeline.Result, t.work.Lists()
	if line == nil || t.shown != nil && t.shown.Timeline == line && t.shown.Now == from.Now {
		return read
	}
	return tea.Batch(read, t.counting.Start(t.work.Ctx, 0, func(context.Context) (*engine.Timeline, error) {
		return engine.NewTimeline(line, from.Judgement), nil
	}))
}

// arrived shows a course; the first time, all of it or the window.
func (t *timeline) arrived(msg task.Result[*engine.Timeline]) {
	if !t.counting.Accept(msg) {
		return
	}
	first := t.shown == nil
	t.shown = msg.Value
	if first && t.there() {
		t.grain = engine.FittingBucket(t.shown.From, t.shown.End(), t.bars(), t.finest())
		t.cursor = t.from()
		t.left = t.cursor
		if window := t.work.Window; window != (analysis.Window{}) {
			t.goTo(window.From)
		}
	}
	t.keepInSight()
}

// finest is how long a bar is at least.
func (t *timeline) finest() time.Duration { return time.Duration(t.shown.Step) * time.Millisecond }

// bars is how many bars have room.
func (t *timeline) bars() int { return max(t.size.W-t.leftEdge()-timelineEdge, 1) }

// from and last are where the first and the last bar of the case begin.
func (t *timeline) from() int64 {
	return engine.Buckets[t.grain].Begin(t.shown.From, t.work.Clock.Location())
}
func (t *timeline) last() int64 {
	return engine.Buckets[t.grain].Begin(t.shown.End()-1, t.work.Clock.Location())
}

// move goes some bars on, or back.
func (t *timeline) move(bars int) {
	if !t.there() {
		return
	}
	g := engine.Buckets[t.grain]
	if bars < 0 {
		t.goTo(g.Back(t.cursor, -bars, t.work.Clock.Location()))
	} else {
		t.goTo(g.On(t.cursor, bars, t.work.Clock.Location()))
	}
}

// jump goes to one end of the case.
func (t *timeline) jump(to func() int64) {
	if t.there() {
		t.goTo(to())
	}
}

// goTo puts the cursor on the bar that a time is in, or the nearest of the case.
func (t *timeline) goTo(ms int64) {
	if !t.there() {
		return
	}
	t.cursor = max(min(engine.Buckets[t.grain].Begin(ms, t.work.Clock.Location()), t.last()), t.from())
	t.keepInSight()
}

// keepInSight scrolls no more than it must, and shows no more time outside the case than it must.
func (t *timeline) keepInSight() {
	if !t.there() {
		return
	}
	g, zone := engine.Buckets[t.grain], t.work.Clock.Location()
	t.left = min(g.Begin(t.left, zone), t.cursor)
	if t.cursor >= g.On(t.left, t.bars(), zone) {
		t.left = g.Back(t.cursor, t.bars()-1, zone)
	}
	t.left = max(min(t.left, g.Back(t.last(), t.bars()-1, zone)), t.from())
}

// zoom takes a finer or a coarser size of bars. The cursor stays where it is on screen, on the middle of its bar, as
// long as all of that bar stays in sight.
func (t *timeline) zoom(step int) {
	if !t.there() {
		return
	}
	to, zone := t.grain+step, t.work.Clock.Location()
	all := engine.FittingBucket(t.shown.From, t.shown.End(), t.bars(), t.finest())
	if to < 0 || to >= len(engine.Buckets) || engine.Buckets[to].Usual() < t.finest() || to > all && step > 0 {
		return
	}
	column := 0
	for at := t.left; at < t.cursor; at = engine.Buckets[t.grain].Next(at, zone) {
		column++
	}
	begin, end := t.cursor, engine.Buckets[t.grain].Next(t.cursor, zone)
	t.grain = to
	t.cursor = max(min(engine.Buckets[to].Begin(begin+(end-begin-1)/2, zone), t.last()), t.from())
	t.left = engine.Buckets[to].Back(t.cursor, column, zone)
	if step < 0 {
		t.left = min(t.left, engine.Buckets[to].Begin(begin, zone))
		t.left = max(t.left, engine.Buckets[to].Back(engine.Buckets[to].Begin(end-1, zone), t.bars()-1, zone))
	}
	t.keepInSight()
}

// stretch is the stretch that is marked, or else the bar under the cursor.
func (t *timeline) stretch() (from, to int64) {
	from, end := t.cursor, t.cursor
	if t.marked {
		from, end = min(t.mark, t.cursor), max(t.mark, t.cursor)
	}
	g := engine.Buckets[t.grain]
	return g.Begin(from, t.work.Clock.Location()), g.Next(g.Begin(end, t.work.Clock.Location()), t.work.Clock.Location())
}

// look makes the stretch the window of all screens.
func (t *timeline) look() (screen.Action, tea.Cmd) {
	if !t.there() {
		return nil, nil
	}
	from, to := t.stretch()
	if t.shown.Between(from, to).Events == 0 {
		return screen.Say(term.Warning, "nothing happened then; mark a stretch with events"), nil
	}
	t.marked = false
	return screen.Say(term.Plain, "measuring the users by what they did then; esc stops"),
		t.work.LookAt(analysis.Window{From: from, To: to - 1})
}

// wholeTime looks at all of the case's time again.
func (a *app) wholeTime() tea.Cmd {
	if a.work.Window == (analysis.Window{}) {
		a.Say(term.Plain, "all of the case's time is on screen; t marks a window in it")
		return nil
	}
	a.Say(term.Plain, "measuring the users by everything that they did…")
	return a.work.LookAt(analysis.Window{})
}

// back stops measuring, or forgets the mark, before it gives up.
func (t *timeline) back() (screen.Action, tea.Cmd) {
	switch {
	case t.work.Remeasures():
		return t.work.GiveUp()
	case t.marked:
		t.marked = false
		return nil, nil
	}
	return screen.Pop(), nil
}

// mouse puts the cursor on a bar. Drawing over several marks them, and makes them the window when the button is let go.
func (t *timeline) mouse(msg screen.MouseAt) (screen.Action, tea.Cmd) {
	if !t.there() {
		return nil, nil
	}
	column := max(min(msg.X-t.leftEdge(), t.bars()-1), 0)
	at := func() int64 { return engine.Buckets[t.grain].On(t.left, column, t.work.Clock.Location()) }
	switch m := msg.MouseMsg.(type) {
	case tea.MouseWheelMsg:
		t.zoom(map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[m.Button])
	case tea.MouseClickMsg:
		if m.Button == tea.MouseLeft && msg.X-t.leftEdge() == column {
			t.goTo(at())
			t.mark, t.marked, t.drawn = t.cursor, false, true
		}
	case tea.MouseMotionMsg:
		if t.drawn {
			t.goTo(at())
			t.marked = t.marked || t.cursor != t.mark
		}
	case tea.MouseReleaseMsg:
		drawn := t.drawn && t.marked
		t.drawn = false
		if drawn {
			return t.look()
		}
	}
	return nil, nil
}

// Close stops a reading that only this screen waits for.
func (t *timeline) Close() {
	t.counting.Stop()
	if t.work.Timeline.Result == nil {
		t.work.Timeline.Stop()
	}
}

func (t *timeline) Pending() bool { return t.counting.Running() }
