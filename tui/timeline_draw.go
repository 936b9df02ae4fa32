package tui

import "spoor/analysis"

// timelineEdge is how many cells are free at either side of the bars.
const timelineEdge = 1

func (t *timeline) draw(a area) {
	switch {
	case t.shown == nil:
		t.work.timeline.draw(a.rows(min(1, a.h/12), a.h))
		return
	case !t.there():
		a.line(0).own(dim, " nothing happened: no line of the log became an event")
		return
	}
	t.drawCursor(a.line(0))
	head := 1
	if a.h >= 10 {
		head = 3
	}
	edges := grains[t.grain].bars(t.left, t.bars(), t.work.clock)
	if head > 1 {
		t.drawHead(a.line(1), edges)
	}
	foot := 2 // axis and the words under it
	body := a.rows(head, a.h-foot)
	split := body.h * 3 / 5
	t.drawBars(body.rows(0, split), "events", chart, edges, func(from, to int64) int64 { n, _ := t.shown.between(from, to); return n })
	t.drawBars(body.rows(split, body.h), "sessions of flagged users", suspect, edges, func(from, to int64) int64 { _, n := t.shown.between(from, to); return n })
	t.drawAxis(a.line(a.h-foot), edges)
	t.drawTicks(a.line(a.h-foot+1), edges)
}

// wordyWidth is from which width on times are written with the day of the week and all words.
const wordyWidth = 76

// drawCursor writes what the bar under the cursor says, or the stretch that is marked.
func (t *timeline) drawCursor(p pen) {
	from, to := t.stretch()
	events, sessions := t.shown.between(from, to)
	wordy := p.left() >= wordyWidth
	p.gap(1)
	switch zone := t.work.clock; {
	case t.marked && wordy:
		p.own(warning, "marked ")
		p.own(plain, zone.stretch(from, to))
	case t.marked:
		p.own(warning, zone.stretch(from, to))
	case wordy:
		p.own(strong, grains[t.grain].name(from, to, zone))
	default:
		p.own(strong, zone.stretch(from, to))
	}
	s := plain
	if sessions > 0 {
		s = suspect
	}
	if !wordy {
		p.own(plain, "  "+plural(events, "event")+", ")
		p.own(s, count(sessions)+" flagged")
		return
	}
	p.own(plain, "   "+plural(events, "event"))
	p.own(s, "   "+plural(sessions, "session"))
	p.own(dim, " of flagged users")
}

// drawHead writes how much time a bar is, which part of the case is in sight, and the window.
func (t *timeline) drawHead(p pen, edges []int64) {
	w := t.work
	p.gap(1)
	p.own(dim, grains[t.grain].words+" a bar, ")
	all := w.clock.span(t.shown.From, t.shown.end()-1)
	if from, to := edges[0], edges[len(edges)-1]; from > t.shown.From || to < t.shown.end() {
		p.own(plain, w.clock.stretch(from, min(to, grains[t.grain].next(t.last(), w.clock))))
		p.own(dim, " of ")
	}
	p.own(plain, all)
	p.mixed(dim, " "+w.clock.name())
	if w.window != (analysis.Window{}) {
		p.own(dim, "   window ")
		p.own(warning, w.windowWords())
	}
}

// windowWords name the part of the time that is on screen; "" for all of it.
func (w *workspace) windowWords() string {
	if w.window == (analysis.Window{}) {
		return ""
	}
	return w.clock.stretch(w.window.From, w.window.To+1)
}

// drawBars draws one bar for each stretch between two edges, under a line that says what they count and how many the highest is.
func (t *timeline) drawBars(a area, title string, s style, edges []int64, of func(from, to int64) int64) {
	counts := make([]int64, len(edges)-1)
	most := int64(0)
	for i := range counts {
		counts[i] = of(edges[i], edges[i+1])
		most = max(most, counts[i])
	}
	if a.h >= 3 {
		p := a.line(0)
		p.gap(timelineEdge)
		p.own(dim, title)
		if most == 0 {
			p.own(dim, ": none in sight")
		} else {
			p.own(dim, ", up to ")
			p.own(plain, count(most))
			p.own(dim, " a bar")
		}
		a = a.rows(1, a.h)
	}
	scale := max(most, int64(a.h)) // so that one of something is no more than one line
	for line := range a.h {
		p := a.line(line)
		p.gap(timelineEdge)
		below := int64(a.h-1-line) * 8 // eighths of the lines below
		for i, n := range counts {
			units := int64(0)
			if n > 0 {
				units = max((n*int64(a.h)*8+scale/2)/scale, 1)
			}
			in := s
			if !t.inWindow(edges[i], edges[i+1]) {
				in = dim
			}
			p.level(in, float64(units-below)/8, 1)
		}
	}
}

// inWindow reports whether any of a bar is in the window on screen.
func (t *timeline) inWindow(from, to int64) bool {
	window := t.work.window
	return window == (analysis.Window{}) || to > window.From && from <= window.To
}

// drawAxis draws the line under the bars: the cursor, the stretch that is marked, and points where nothing happened.
func (t *timeline) drawAxis(p pen, edges []int64) {
	from, to := t.stretch()
	p.gap(timelineEdge)
	for i, edge := range edges[:len(edges)-1] {
		events, _ := t.shown.between(edge, edges[i+1])
		switch {
		case edge == t.cursor:
			p.own(strong, "▴")
		case t.marked && edge >= from && edge < to:
			p.own(warning, "×")
		case edge >= t.shown.end():
			p.gap(1)
		case events == 0:
			p.own(dim, "·")
		case t.work.window != (analysis.Window{}) && t.inWindow(edge, edges[i+1]):
			p.own(warning, "─")
		default:
			p.own(dim, "─")
		}
	}
}

func (t *timeline) drawTicks(p pen, edges []int64) {
	for _, tick := range ticks(edges, t.grain, t.work.clock) {
		if edges[tick.at] >= t.shown.end() || p.column() > tick.at+timelineEdge {
			continue
		}
		p.moveTo(tick.at + timelineEdge)
		p.own(dim, tick.word)
	}
}
