package tui

import (
	"math"
	"strings"

	"spoor/analysis"
	"spoor/internal/clean"
)

const boundWidth = 10

// columns are the columns of the list of parameters.
func (r *rules) columns() []column {
	return []column{
		{title: "on", width: 3, cell: r.drawSwitch},
		{title: "rule", width: 10, stretch: true, cell: r.drawTitle},
		{title: "low", width: boundWidth, cell: func(p pen, row int) { r.drawBound(p, row, lowField) }},
		{title: "high", width: boundWidth, cell: func(p pen, row int) { r.drawBound(p, row, highField) }},
		{title: "weight", width: 6, right: true, rank: 2, cell: r.drawWeight},
		{title: "hits", width: 6, right: true, rank: 1, cell: r.drawHits},
	}
}

// focus is how a field is drawn: reversed if it has the keys.
func (r *rules) focus(row int, f field, otherwise style) style {
	if row == r.list.cursor && f == r.field && !r.walking {
		return chosen
	}
	return otherwise
}

// toneOf lets rules stand back that are off or have nobody to judge.
func (r *rules) toneOf(k param) style {
	if k.isRule() && (!r.work.rules.Rules[k.rule].On || !r.work.measured[k.rule] || r.work.unfit[k.rule] != "") {
		return dim
	}
	return plain
}

func (r *rules) drawSwitch(p pen, row int) {
	k := r.params[row]
	switch {
	case !k.isRule():
	case r.work.rules.Rules[k.rule].On:
		p.own(plain, "[x]")
	default:
		p.own(dim, "[ ]")
	}
}

func (r *rules) drawTitle(p pen, row int) {
	k := r.params[row]
	title := k.title
	if clean.Width(title) > p.left() {
		title = k.brief
	}
	p.own(r.toneOf(k), title)
}

func (r *rules) drawBound(p pen, row int, f field) {
	k := r.params[row]
	if !k.isRule() {
		if f == lowField {
			p.ownRight(r.focus(row, valueField, plain), k.show(k.value(&r.work.rules)))
		}
		return
	}
	setting, described := &r.work.rules.Rules[k.rule], analysis.Rules[k.rule]
	if f == lowField && described.HighOnly {
		return
	}
	b := setting.Low
	if f == highField {
		b = setting.High
	}
	p = p.in(r.focus(row, f, plain))
	s := r.toneOf(k)
	switch b.Kind {
	case analysis.NoBound:
		p.own(dim, "–")
	case analysis.Number:
		p.ownRight(s, thresholdSign(described)+figure(b.Value))
	case analysis.Quantile:
		p.own(dim, b.String())
		p.ownRight(s, r.boundValue(k.rule, b))
	}
	p.fill()
}

// thresholdSign says whether a hit lies at the number or beyond it; bounds of bands need no word.
func thresholdSign(rule analysis.Rule) string {
	switch {
	case rule.Kind != analysis.Threshold:
		return ""
	case rule.Beyond:
		return "> "
	}
	return "≥ "
}

// boundValue is where a quantile lies, in the metric's unit.
func (r *rules) boundValue(rule analysis.RuleID, b analysis.Bound) string {
	if !r.work.ready() || r.work.unfit[rule] != "" {
		return ""
	}
	return figure(r.work.judgeNow.Baseline.Fits[rule].Quantile(b.Value / 100))
}

func (r *rules) drawWeight(p pen, row int) {
	if k := r.params[row]; k.isRule() {
		p.ownRight(r.focus(row, weightField, r.toneOf(k)), number(r.work.rules.Rules[k.rule].Weight))
	}
}

func (r *rules) drawHits(p pen, row int) {
	k := r.params[row]
	switch {
	case !k.isRule() || !r.work.ready():
	case r.toneOf(k) == dim:
		p.ownRight(dim, "–")
	default:
		p.ownRight(plain, count(r.work.now.RuleHits[k.rule]))
	}
}

func (r *rules) draw(a area) {
	l := r.layout(bodySize{a.w, a.h})
	list := a.rows(0, l.listHeight).columns(0, l.listWidth-1)
	other := a.rows(l.listHeight, a.h)
	r.list.draw(list)
	if l.beside {
		r.drawHelp(a.rows(len(r.params)+2, a.h).columns(1, l.listWidth-2))
		other = a.columns(l.listWidth+2, a.w)
		for i := range a.h {
			a.columns(l.listWidth, l.listWidth+1).line(i).own(dim, "│")
		}
	}
	if r.prompt != nil {
		r.prompt.draw(other.line(0))
		p := other.line(1)
		p.own(dim, "now "+r.was)
		if r.bound() != nil {
			p.own(dim, "; a number, a percentile as p95, or off")
		}
		return
	}
	if !r.work.ready() {
		other.line(0).own(dim, "judging…")
		return
	}
	r.drawPicture(other.rows(0, l.pictureHeight))
	r.drawFlagged(other.rows(l.pictureHeight, l.changesTop))
	r.changes.draw(other.rows(l.changesTop, other.h))
}

// drawPicture shows how the metric of the rule under the cursor spreads, or what the number under the cursor means.
func (r *rules) drawPicture(a area) {
	if a.h == 0 {
		return
	}
	k := r.param()
	if !k.isRule() {
		if !r.layout(r.size).beside { // where it stands under the list
			r.drawHelp(a)
		}
		return
	}
	judge, described := r.work.judgeNow, analysis.Rules[k.rule]
	fit := &judge.Baseline.Fits[k.rule]
	p := a.line(0)
	p.own(strong, described.Title)
	p.own(dim, ", "+described.Unit.String())
	if reason := r.noPicture(k.rule); reason != "" {
		for i, words := range wrap(reason, a.w) {
			a.line(2+i).own(warning, words)
		}
		return
	}
	low, high := judge.Bounds(r.work.now.Set, k.rule)
	picture := newPicture(described.Unit, fit.Knots, low, high, math.NaN())
	if picture.logScale() {
		p.own(dim, ", log scale")
	}
	if median := "median " + figure(fit.Quantile(0.5)) + " of " + count(fit.N); p.left() > len(median) {
		p.ownRight(dim, median)
	}
	if words := r.idleSides(k.rule); words != "" {
		a.line(1).own(warning, words+": nobody lies beyond, so nobody can hit")
		picture.draw(a.rows(2, a.h-1))
		return
	}
	picture.draw(a.rows(1, a.h-1))
}

// noPicture says why there is nothing to draw of a rule, "" if there is.
func (r *rules) noPicture(rule analysis.RuleID) string {
	fit := &r.work.judgeNow.Baseline.Fits[rule]
	few := plural(fit.N, "ordinary user") + " with a value"
	switch {
	case r.work.unfit[rule] != "":
		return "not evaluable: " + r.work.unfit[rule]
	case fit.Evaluable():
		return ""
	case analysis.Rules[rule].Kind == analysis.Threshold && r.work.measured[rule]:
		return few + ", too few for a picture; the threshold judges all the same"
	}
	return "not evaluable: " + few + ", 30 needed"
}

// idleSides names the sides of a rule that have a bound beyond which nobody lies.
func (r *rules) idleSides(rule analysis.RuleID) string {
	judge, set := r.work.judgeNow, r.work.now.Set
	setting := set.Rules[rule]
	var sides []string
	if setting.On && setting.Low.Kind != analysis.NoBound && !judge.CanHit(set, rule, analysis.Low) {
		sides = append(sides, "low")
	}
	if setting.On && setting.High.Kind != analysis.NoBound && !judge.CanHit(set, rule, analysis.High) {
		sides = append(sides, "high")
	}
	return strings.Join(sides, " and ")
}

// drawHelp explains what the cursor is on.
func (r *rules) drawHelp(a area) {
	k := r.param()
	for i, words := range wrap(k.help, a.w) {
		a.line(i).own(dim, words)
	}
}

// drawFlagged writes how many users are flagged, before and now.
func (r *rules) drawFlagged(a area) {
	w := r.work
	p := a.line(0)
	p.own(dim, "flagged ")
	if w.before.FlaggedCount != w.now.FlaggedCount {
		p.own(plain, count(w.before.FlaggedCount)+" → ")
	}
	p.own(suspect, count(w.now.FlaggedCount))
	p.own(dim, " of "+count(w.now.Evaluated))
	if words := w.chanceWords(w.now.Set); words != "" {
		p.own(dim, "   by chance ")
		if was := w.chanceWords(w.saved); was != "" && was != words {
			p.own(plain, was+" → ")
		}
		p.own(plain, words)
	}
	if words := "   by one rule alone " + count(w.now.ByAlone); w.now.ByAlone > 0 && p.left() > len(words) {
		p.own(dim, words)
	}
	if w.judging.running || w.remeasuring.running {
		p.own(dim, "  …")
	}
	if words := w.unfitWords(); words != "" && w.quality == nil {
		a.line(2).own(warning, words)
	}
	r.drawQuality(a.line(2))
	d := &w.difference
	p = a.line(1)
	if r.changes.length == 0 {
		if was := w.otherwise; was != nil && was.FlaggedCount != w.now.FlaggedCount {
			p.own(dim, "compared with others: flagged ")
			p.own(plain, count(was.FlaggedCount)+" → "+count(w.now.FlaggedCount))
			return
		}
		p.own(dim, "nobody enters, leaves or moves")
		return
	}
	p.own(dim, "entered ")
	p.own(tooHigh, "+"+count(len(d.Entered)))
	p.own(dim, "   left ")
	p.own(tooLow, "−"+count(len(d.Left)))
	p.own(dim, "   moved 5 or more places ")
	p.own(plain, count(len(d.Moved)))
}

// drawQuality writes how well the flagged users agree with the verdicts, once there are any.
func (r *rules) drawQuality(p pen) {
	q := r.work.quality
	if q == nil {
		return
	}
	for _, measure := range []struct {
		name        string
		before, now float64
	}{{"precision ", q.before.Precision, q.now.Precision}, {"recall ", q.before.Recall, q.now.Recall}} {
		p.own(dim, measure.name)
		if was := figure(measure.before); was != figure(measure.now) {
			p.own(plain, was+" → ")
		}
		p.own(plain, figure(measure.now))
		p.gap(3)
	}
	p.own(dim, "by "+plural(q.now.Users, "verdict"))
}
