package tui

import (
	"slices"
	"strconv"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/axis"
	"spoor/tui/term"
)

// timelineEdge is how many cells are free at the right of the bars, and at their left where there is no axis.
const timelineEdge = 1

// axisWidth is from which width on there is an axis at the left of the bars.
const axisWidth = 60

// leftEdge is where the bars begin.
func (t *timeline) leftEdge() int {
	if t.size.W >= axisWidth {
		return term.AxisWidth
	}
	return timelineEdge
}

func (t *timeline) Draw(a term.Area) {
	switch {
	case t.shown == nil:
		t.work.Timeline.Draw(a.Rows(min(1, a.H/12), a.H))
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
	edges := engine.Buckets[t.grain].Edges(t.left, t.bars(), t.work.Clock.Location())
	if head > 1 {
		t.drawHead(a.Line(1), edges)
	}
	foot := 2 // axis and the words under it
	body := a.Rows(head, a.H-foot)
	split := (body.H*3 + 4) / 5
	activity := make([]engine.Activity, len(edges)-1)
	for i := range activity {
		activity[i] = t.shown.Between(edges[i], edges[i+1])
	}
	t.drawEvents(body.Rows(0, split), edges, activity)
	t.drawShares(body.Rows(split, body.H), edges, activity)
	t.drawAxis(a.Line(a.H-foot), edges)
	t.drawTicks(a.Line(a.H-foot+1), edges)
}

// wordyWidth is from which width on times are written with the day of the week and all words.
const wordyWidth = 76

// drawCursor writes what the bar under the cursor says, or the stretch that is marked.
func (t *timeline) drawCursor(p term.Pen) {
	from, to := t.stretch()
	there := t.shown.Between(from, to)
	wordy := p.Left() >= wordyWidth
	p.Gap(1)
	switch zone := t.work.Clock; {
	case t.marked && wordy:
		p.Own(term.Warning, "marked ")
		p.Own(term.Plain, zone.Interval(from, to))
	case t.marked:
		p.Own(term.Warning, zone.Interval(from, to))
	case wordy:
		p.Own(term.Strong, axis.Name(engine.Buckets[t.grain], from, to, zone))
	default:
		p.Own(term.Strong, zone.Interval(from, to))
	}
	s := term.Plain
	if there.Flagged > 0 {
		s = term.Suspect
	}
	share := term.Percent(int(there.Flagged), int(there.Events))
	if !wordy {
		p.Own(term.Plain, "  "+term.Plural(there.Events, "event"))
		p.Own(s, " "+term.PartGlyph+" "+share)
		return
	}
	p.Own(term.Plain, "   "+term.Plural(there.Events, "event"))
	p.Own(s, "   "+share)
	p.Own(term.Dim, " by flagged users")
	if sessions := "   " + term.Plural(there.Sessions, "session") + " of theirs begin"; p.Left() > len(sessions) {
		p.Own(term.Plain, sessions[:len(sessions)-len(" of theirs begin")])
		p.Own(term.Dim, " of theirs begin")
	}
}

// drawHead writes how much time a bar is, which part of the case is in sight, and the window.
func (t *timeline) drawHead(p term.Pen, edges []int64) {
	w := t.work
	p.Gap(1)
	p.Own(term.Dim, engine.Buckets[t.grain].Name+" a bar, ")
	all := w.Clock.Span(t.shown.From, t.shown.End()-1)
	if from, to := edges[0], edges[len(edges)-1]; from > t.shown.From || to < t.shown.End() {
		p.Own(term.Plain, w.Clock.Interval(from, min(to, engine.Buckets[t.grain].Next(t.last(), w.Clock.Location()))))
		p.Own(term.Dim, " of ")
	}
	p.Own(term.Plain, all)
	p.Own(term.Dim, " "+w.Clock.ZoneName())
	if w.Window != (analysis.Window{}) {
		p.Own(term.Dim, "   window ")
		p.Own(term.Warning, w.WindowWords())
	}
}

// drawEvents draws how many events there were, and of them, in a texture of their own, those of flagged users.
func (t *timeline) drawEvents(a term.Area, edges []int64, activity []engine.Activity) {
	bars := t.newBars(edges)
	bars.Style, bars.PartStyle, bars.Amount = term.Chart, term.Suspect, term.Brief
	for _, there := range activity {
		bars.Values = append(bars.Values, float64(there.Events))
		bars.Parts = append(bars.Parts, float64(there.Flagged))
	}
	words := "events, up to " + term.Count(int(bars.Most())) + " a bar"
	t.drawBars(a, bars, words, "  "+term.PartGlyph+" of flagged users")
}

// drawShares draws which share of the events are of flagged users.
func (t *timeline) drawShares(a term.Area, edges []int64, activity []engine.Activity) {
	bars := t.newBars(edges)
	bars.Style = term.Suspect
	bars.Amount = func(x float64) string { return strconv.FormatFloat(100*x, 'g', 3, 64) + " %" }
	for _, there := range activity {
		bars.Values = append(bars.Values, there.Share())
	}
	words := "flagged users' share of the events"
	if most := bars.Most(); most == 0 {
		words += ": none in sight"
	} else {
		words += ", up to " + term.Percent(int(1e6*most), 1e6)
	}
	t.drawBars(a, bars, words, "")
}

// newBars are bars of which those that are not in the window, or not in the stretch that is marked, are there for
// reference.
func (t *timeline) newBars(edges []int64) *term.Bars {
	from, to := t.stretch()
	return &term.Bars{Axis: t.size.W >= axisWidth, Faint: func(bar int) bool {
		if t.marked {
			return edges[bar] < from || edges[bar] >= to
		}
		return !t.inWindow(edges[bar], edges[bar+1])
	}}
}

// drawBars draws bars under a line that says what they are.
func (t *timeline) drawBars(a term.Area, bars *term.Bars, words, legend string) {
	if a.H >= 3 {
		p := a.Line(0)
		p.Gap(timelineEdge)
		p.Own(term.Dim, words)
		p.Own(bars.PartStyle, legend)
		a = a.Rows(1, a.H)
	}
	if bars.Parts != nil {
		bars.Least = float64(a.H) // one of something is no more than one line
	}
	bars.Draw(a.Columns(t.leftEdge()-t.axisCells(), a.W))
}

// axisCells is how many cells the axis takes.
func (t *timeline) axisCells() int {
	if t.size.W >= axisWidth {
		return term.AxisWidth
	}
	return 0
}

// inWindow reports whether any of a bar is in the window on screen.
func (t *timeline) inWindow(from, to int64) bool {
	window := t.work.Window
	return window == (analysis.Window{}) || to > window.From && from <= window.To
}

// drawAxis draws the line under the bars: the cursor, the stretch that is marked, and points where nothing happened.
func (t *timeline) drawAxis(p term.Pen, edges []int64) {
	from, to := t.stretch()
	p.Gap(t.leftEdge())
	for i, edge := range edges[:len(edges)-1] {
		switch {
		case edge == t.cursor:
			p.Own(term.Strong, "▴")
		case t.marked && edge >= from && edge < to:
			p.Own(term.Warning, "×")
		case edge >= t.shown.End():
			p.Gap(1)
		case t.shown.Between(edge, edges[i+1]).Events == 0:
			p.Own(term.Dim, "·")
		case t.work.Window != (analysis.Window{}) && t.inWindow(edge, edges[i+1]):
			p.Own(term.Warning, "─")
		default:
			p.Own(term.Dim, "─")
		}
	}
}

func (t *timeline) drawTicks(p term.Pen, edges []int64) {
	begun := slices.IndexFunc(edges, func(edge int64) bool { return edge >= t.shown.End() })
	if begun < 0 {
		begun = len(edges) - 1
	}
	for _, tick := range axis.Ticks(edges[:begun+1], t.grain, t.work.Clock) {
		if p.Column() > tick.At+t.leftEdge() {
			continue
		}
		p.MoveTo(tick.At + t.leftEdge())
		p.Own(term.Dim, tick.Word)
	}
}
