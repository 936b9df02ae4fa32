package why

import (
	"math"
	"strings"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/engine"
	"spoor/tui/term"
)

// The reasons beside the list keep every rule in its place, on an axis that is the same for all users: while the cursor
// walks down the list only values and marks change, which the eye can follow and a slow line can carry.

// reasonHeight is how many lines a rule may take: a line of numbers, the strip, what is usual, and an empty one.
const reasonHeight = 4

// reasonsHead is how many lines the user's name and summary take, with the empty one after them.
const reasonsHead = 3

// Reasons are what stands about a user beside the list.
type Reasons struct {
	*engine.Judgement
	Measured [analysis.MostRules]bool // by rule, whether anybody has a value
	Clock    term.Clock
}

// Draw writes what every rule says of a user, and at the end, in a line each, those that say nothing of anybody.
func (s Reasons) Draw(a term.Area, row int) {
	p := a.Line(0)
	standing := Standing(s.Judgement, row)
	if v, ok := s.Verdicts[s.Matrix.Key[row]]; ok {
		standing += ", " + v.Label
	}
	p.Within(p.Left()-clean.Width(standing)-2).Data(term.Strong, s.Matrix.Key[row])
	p.OwnRight(ScoreStyle(s.Judgement, row), standing)
	p = a.Line(1)
	p.Own(term.Dim, s.Segments[row].String()+" · "+term.Plural(s.Matrix.Stats[row].Events, "event"))
	days := s.Clock.Day(s.Matrix.Stats[row].First)
	if last := s.Clock.Day(s.Matrix.Stats[row].Last); last != days {
		days += " – " + last
	}
	if clean.Width(days)+2 <= p.Left() {
		p.OwnRight(term.Dim, days)
	}
	if reason := s.unjudgedByAll(row); reason != "" {
		for i, words := range term.Wrap("no rule can judge this user: "+reason, a.W) {
			a.Line(reasonsHead+i).Own(term.Dim, words)
		}
		return
	}
	var hit [analysis.MostRules]analysis.Hit
	for _, h := range s.Judge.Hits(s.Now.Set, row) {
		hit[h.Rule] = h
	}
	heights, top := s.reasonHeights(a.H-reasonsHead), reasonsHead
	for r := range s.Matrix.Rules() {
		if s.Measured[r] {
			s.drawReason(a.Rows(top, top+heights[r]), row, r, hit[r])
			top += heights[r]
		}
	}
	for r := range s.Matrix.Rules() {
		if !s.Measured[r] {
			p := a.Line(top)
			p.Own(term.Dim, "– "+s.reasonTitle(r)+": ")
			p.Own(term.Dim, s.Judge.NotEvaluable(row, r))
			top++
		}
	}
}

// unjudgedByAll is the one reason for which no rule could judge a user, "" if there is none such.
func (s Reasons) unjudgedByAll(row int) string {
	reason := s.Judge.NotEvaluable(row, 0)
	for r := range s.Matrix.Rules() {
		if s.Judge.NotEvaluable(row, r) != reason {
			return ""
		}
	}
	return reason
}

// reasonHeights are how many lines each rule gets, which is the same for every user. A line each comes first, then
// strips for as many as there is room for, and then what is usual, and an empty line, for all or none.
func (s Reasons) reasonHeights(h int) (heights [analysis.MostRules]int) {
	var drawn []analysis.RuleID // the rules that have a strip
	for r := range s.Matrix.Rules() {
		heights[r] = 1
		if s.Measured[r] && s.Judge.Baseline.Fits[r].Evaluable() {
			drawn = append(drawn, r)
		}
	}
	free := h - s.Matrix.Measuring.Own.Count()
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
func (s Reasons) reasonTitle(rule analysis.RuleID) string {
	const widest = 18
	if title := s.Matrix.Rule(rule).Title; len(title) <= widest {
		return title
	}
	return strings.ReplaceAll(s.Matrix.Rule(rule).Name, "-", " ")
}

// drawReason writes what one rule says of a user.
func (s Reasons) drawReason(a term.Area, row int, rule analysis.RuleID, hit analysis.Hit) {
	const valueEnd, placeEnd = 31, 38 // columns at which the numbers end
	judge, described := s.Judge, s.Matrix.Rule(rule)
	reason := judge.NotEvaluable(row, rule)
	f := Finding{Rule: rule, Of: described, Hit: hit, reason: reason}
	tone := term.Plain
	if hit.Side == analysis.Inside {
		tone = term.Dim
	}
	p := a.Line(0)
	p.Own(f.style(), f.glyph())
	p.Gap(1)
	if f.Unjudged() {
		p.Own(tone, s.reasonTitle(rule))
		p.Own(term.Dim, " not evaluable")
		a.Line(1).Indented(2).Own(term.Dim, reason)
		return
	}
	x := s.Matrix.X[rule][row]
	value := described.Unit.Format(x) // whole: cut, it would be another number
	p.Within(valueEnd-p.Column()-1-clean.Width(value)).Own(tone, s.reasonTitle(rule))
	p.Within(valueEnd-p.Column()).OwnRight(tone, value)
	if place := judge.Percentile(rule, x); !math.IsNaN(place) {
		p.Within(placeEnd-p.Column()).OwnRight(tone, "p"+term.Figure(math.Round(place*10)/10))
	}
	if hit.Side != analysis.Inside {
		p.OwnRight(f.style(), "+"+term.Figure(math.Round(hit.Points)))
	} else if !s.Now.Set.Rules[rule].On {
		p.OwnRight(term.Dim, "off")
	}
	fit := &judge.Baseline.Fits[rule]
	if !fit.Evaluable() {
		a.Line(1).Indented(2).Own(term.Dim, "too few ordinary users to compare with")
		return
	}
	if a.H > 1 {
		low, high := judge.Bounds(s.Now.Set, rule)
		strip := NewPicture(described.Unit, fit.Knots, low, high, x)
		strip.Clamped = true
		strip.DrawStrip(a.Line(1).Indented(2))
	}
	if a.H < 3 {
		return
	}
	a.Line(2).Indented(2).Own(term.Dim, "median "+described.Unit.Format(fit.Quantile(0.5))+", usual "+
		term.Figure(fit.Quantile(0.1))+" to "+described.Unit.Format(fit.Quantile(0.9)))
}
