package tui

import (
	"spoor/analysis"
	"spoor/tui/term"
)

// timelineEdge is how many cells are free at either side of the bars.
const timelineEdge = 1

func (t *timeline) draw(a term.Area) {
	switch {
	case t.shown == nil:
		t.work.timeline.draw(a.Rows(min(1, a.H/12), a.H))
		return
	case !t.there():
		a.Line(0).Own(term.Dim, " nothing happened: no line of the log became an event")
		return
	}
	t.drawCursor(a.Line(0))
	head := 1
	if a.H >= 10 {
		head = 3
	}
	edges := grains[t.grain].bars(t.left, t.bars(), t.work.clock)
	if head > 1 {
		t.drawHead(a.Line(1), edges)
	}
	foot := 2 // axis and the words under it
	body := a.Rows(head, a.H-foot)
	split := body.H * 3 / 5
	t.drawBars(body.Rows(0, split), "events", term.Chart, edges,
		func(from, to int64) int64 { n, _ := t.shown.Between(from, to); return n })
	t.drawBars(body.Rows(split, body.H), "sessions of flagged users", term.Suspect, edges,
		func(from, to int64) int64 { _, n := t.shown.Between(from, to); return n })
	t.drawAxis(a.Line(a.H-foot), edges)
	t.drawTicks(a.Line(a.H-foot+1), edges)
}

// wordyWidth is from which width on times are written with the day of the week and all words.
const wordyWidth = 76

// drawCursor writes what the bar under the cursor says, or the stretch that is marked.
func (t *timeline) drawCursor(p term.Pen) {
	from, to := t.stretch()
	events, sessions := t.shown.Between(from, to)
	wordy := p.Left() >= wordyWidth
	p.Gap(1)
	switch zone := t.work.clock; {
	case t.marked && wordy:
		p.Own(term.Warning, "marked ")
		p.Own(term.Plain, zone.Interval(from, to))
	case t.marked:
		p.Own(term.Warning, zone.Interval(from, to))
	case wordy:
		p.Own(term.Strong, grains[t.grain].name(from, to, zone))
	default:
		p.Own(term.Strong, zone.Interval(from, to))
	}
	s := term.Plain
	if sessions > 0 {
		s = term.Suspect
	}
	if !wordy {
		p.Own(term.Plain, "  "+term.Plural(events, "event")+", ")
		p.Own(s, term.Count(sessions)+" flagged")
		return
	}
	p.Own(term.Plain, "   "+term.Plural(events, "event"))
	p.Own(s, "   "+term.Plural(sessions, "session"))
	p.Own(term.Dim, " of flagged users")
}

// drawHead writes how much time a bar is, which part of the case is in sight, and the window.
func (t *timeline) drawHead(p term.Pen, edges []int64) {
	w := t.work
	p.Gap(1)
	p.Own(term.Dim, grains[t.grain].Name+" a bar, ")
	all := w.clock.Span(t.shown.From, t.shown.End()-1)
	if from, to := edges[0], edges[len(edges)-1]; from > t.shown.From || to < t.shown.End() {
		p.Own(term.Plain, w.clock.Interval(from, min(to, grains[t.grain].next(t.last(), w.clock))))
		p.Own(term.Dim, " of ")
	}
	p.Own(term.Plain, all)
	p.Own(term.Dim, " "+w.clock.ZoneName())
	if w.Window != (analysis.Window{}) {
		p.Own(term.Dim, "   window ")
		p.Own(term.Warning, w.windowWords())
	}
}

// windowWords name the part of the time that is on screen; "" for all of it.
func (w *workspace) windowWords() string {
	if w.Window == (analysis.Window{}) {
		return ""
	}
	return w.clock.Interval(w.Window.From, w.Window.To+1)
}

// drawBars draws one bar for each stretch between two edges, under a line that says what they count and how many the
// highest is.
func (t *timeline) drawBars(a term.Area, title string, s term.Style, edges []int64, of func(from, to int64) int64) {
	counts := make([]int64, len(edges)-1)
	most := int64(0)
	for i := range counts {
		counts[i] = of(edges[i], edges[i+1])
		most = max(most, counts[i])
	}
	if a.H >= 3 {
		p := a.Line(0)
		p.Gap(timelineEdge)
		p.Own(term.Dim, title)
		if most == 0 {
			p.Own(term.Dim, ": none in sight")
		} else {
			p.Own(term.Dim, ", up to ")
			p.Own(term.Plain, term.Count(most))
			p.Own(term.Dim, " a bar")
		}
		a = a.Rows(1, a.H)
	}
	scale := max(most, int64(a.H)) // so that one of something is no more than one line
	for line := range a.H {
		p := a.Line(line)
		p.Gap(timelineEdge)
		below := int64(a.H-1-line) * 8 // eighths of the lines below
		for i, n := range counts {
			units := int64(0)
			if n > 0 {
				units = max((n*int64(a.H)*8+scale/2)/scale, 1)
			}
			in := s
			if !t.inWindow(edges[i], edges[i+1]) {
				in = term.Dim
			}
			p.Level(in, float64(units-below)/8, 1)
		}
	}
}

// inWindow reports whether any of a bar is in the window on screen.
func (t *timeline) inWindow(from, to int64) bool {
	window := t.work.Window
	return window == (analysis.Window{}) || to > window.From && from <= window.To
}

// drawAxis draws the line under the bars: the cursor, the stretch that is marked, and points where nothing happened.
func (t *timeline) drawAxis(p term.Pen, edges []int64) {
	from, to := t.stretch()
	p.Gap(timelineEdge)
	for i, edge := range edges[:len(edges)-1] {
		events, _ := t.shown.Between(edge, edges[i+1])
		switch {
		case edge == t.cursor:
			p.Own(term.Strong, "▴")
		case t.marked && edge >= from && edge < to:
			p.Own(term.Warning, "×")
		case edge >= t.shown.End():
			p.Gap(1)
		case events == 0:
			p.Own(term.Dim, "·")
		case t.work.Window != (analysis.Window{}) && t.inWindow(edge, edges[i+1]):
			p.Own(term.Warning, "─")
		default:
			p.Own(term.Dim, "─")
		}
	}
}

func (t *timeline) drawTicks(p term.Pen, edges []int64) {
	for _, tick := range ticks(edges, t.grain, t.work.clock) {
		if edges[tick.at] >= t.shown.End() || p.Column() > tick.at+timelineEdge {
			continue
		}
		p.MoveTo(tick.at + timelineEdge)
		p.Own(term.Dim, tick.word)
	}
}
