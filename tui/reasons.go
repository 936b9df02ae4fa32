package tui

import (
	"math"
	"strings"

	"spoor/analysis"
	"spoor/internal/clean"
)

// The reasons beside the list keep every rule in its place, on an axis that is the same for all users: while the cursor walks down
// the list only values and marks change, which the eye can follow and a slow line can carry.

// reasonHeight is how many lines a rule may take: a line of numbers, the strip, what is usual, and an empty one.
const reasonHeight = 4

// reasonsHead is how many lines the user's name and summary take, with the empty one after them.
const reasonsHead = 3

// drawReasons writes what every rule says of a user, and at the end, in a line each, those that say nothing of anybody.
func (w *workspace) drawReasons(a area, row int) {
	p := a.line(0)
	standing := w.standing(row)
	if label, ok := w.verdict(int32(row)); ok {
		standing += ", " + label
	}
	p.within(p.left()-clean.Width(standing)-2).data(strong, w.users.Key[row])
	p.ownRight(w.scoreStyle(row), standing)
	p = a.line(1)
	p.own(dim, w.segments[row].String()+" · "+plural(w.users.Events[row], "event"))
	p.ownRight(dim, w.clock.day(w.users.First[row])+" – "+w.clock.day(w.users.Last[row]))
	if reason := w.unjudgedByAll(row); reason != "" {
		for i, words := range wrap("no rule can judge this user: "+reason, a.w) {
			a.line(reasonsHead+i).mixed(dim, words)
		}
		return
	}
	var hit [analysis.RuleCount]analysis.Hit
	for _, h := range w.judgeNow.Hits(w.now.Set, row) {
		hit[h.Rule] = h
	}
	heights, top := w.reasonHeights(a.h-reasonsHead), reasonsHead
	for r, measured := range w.measured {
		if measured {
			w.drawReason(a.rows(top, top+heights[r]), row, analysis.RuleID(r), hit[r])
			top += heights[r]
		}
	}
	for r, measured := range w.measured {
		if !measured {
			p := a.line(top)
			p.own(dim, "– "+reasonTitle(analysis.RuleID(r))+": ")
			p.mixed(dim, w.judgeNow.NotEvaluable(row, analysis.RuleID(r)))
			top++
		}
	}
}

// unjudgedByAll is the one reason for which no rule could judge a user, "" if there is none such.
func (w *workspace) unjudgedByAll(row int) string {
	reason := w.judgeNow.NotEvaluable(row, 0)
	for r := range analysis.Rules {
		if w.judgeNow.NotEvaluable(row, analysis.RuleID(r)) != reason {
			return ""
		}
	}
	return reason
}

// reasonHeights are how many lines each rule gets, which is the same for every user. A line each comes first, then strips for as many
// as there is room for, and then what is usual, and an empty line, for all or none.
func (w *workspace) reasonHeights(h int) (heights [analysis.RuleCount]int) {
	var drawn []int // the rules that have a strip
	for r, measured := range w.measured {
		heights[r] = 1
		if measured && w.judgeNow.Baseline.Fits[r].Evaluable() {
			drawn = append(drawn, r)
		}
	}
	free := h - len(heights)
	for _, r := range drawn[:min(len(drawn), max(free, 0))] {
		heights[r]++
		free--
	}
	for more := 3; more <= reasonHeight && free+1 >= len(drawn); more++ { // an empty line at the end is none
		for _, r := range drawn {
			heights[r]++
			free--
		}
	}
	return heights
}

// reasonTitle is a rule's title where it leaves room for the value, or else its name.
func reasonTitle(rule analysis.RuleID) string {
	const widest = 18
	if title := analysis.Rules[rule].Title; len(title) <= widest {
		return title
	}
	return strings.ReplaceAll(analysis.Rules[rule].Name, "-", " ")
}

// drawReason writes what one rule says of a user.
func (w *workspace) drawReason(a area, row int, rule analysis.RuleID, hit analysis.Hit) {
	const valueEnd, placeEnd = 31, 38 // columns at which the numbers end
	judge, described := w.judgeNow, analysis.Rules[rule]
	reason := judge.NotEvaluable(row, rule)
	f := finding{rule: rule, hit: hit, unjudged: reason != ""}
	s := plain
	if hit.Side == analysis.Inside {
		s = dim
	}
	p := a.line(0)
	p.own(f.style(), f.glyph())
	p.gap(1)
	p.own(s, reasonTitle(rule))
	if f.unjudged {
		p.own(dim, " not evaluable")
		a.line(1).indented(2).mixed(dim, reason)
		return
	}
	x := w.compared().X[rule][row]
	p.within(valueEnd-p.column()).ownRight(s, described.Unit.Format(x))
	if place := judge.Percentile(rule, x); !math.IsNaN(place) {
		p.within(placeEnd-p.column()).ownRight(s, "p"+figure(math.Round(place*10)/10))
	}
	if hit.Side != analysis.Inside {
		p.ownRight(f.style(), "+"+figure(math.Round(hit.Points)))
	} else if !w.now.Set.Rules[rule].On {
		p.ownRight(dim, "off")
	}
	fit := &judge.Baseline.Fits[rule]
	if !fit.Evaluable() {
		a.line(1).indented(2).own(dim, "too few ordinary users to compare with")
		return
	}
	low, high := judge.Bounds(w.now.Set, rule)
	strip := newPicture(described.Unit, fit.Knots, low, high, x)
	strip.clamped = true
	strip.drawStrip(a.line(1).indented(2))
	a.line(2).indented(2).own(dim, "median "+described.Unit.Format(fit.Quantile(0.5))+", usual "+
		figure(fit.Quantile(0.1))+" to "+described.Unit.Format(fit.Quantile(0.9)))
}
