package rules

import (
	"math"
	"slices"
	"strings"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// The width of a bound is that of "p90 0.46▸0.68", or where the list has less than so much room of "p90 56▸153".
const (
	boundWidth, narrowBound = 13, 10

	wideBoundsFrom = 46
)

// columns are the columns of the list of parameters.
func (r *rules) columns() []term.Column {
	titleWidth, boundWidth := 10, boundWidth
	if r.size.W < wideBoundsFrom {
		titleWidth, boundWidth = 9, narrowBound
	}
	return []term.Column{
		{Title: "on", Width: 3, Cell: r.drawSwitch},
		{Title: "rule", Width: titleWidth, Stretch: true, Cell: r.drawTitle},
		{Title: "low ▸hits", Width: boundWidth, Cell: func(p term.Pen, row int) { r.drawBound(p, row, lowField) }},
		{Title: "high ▸hits", Width: boundWidth, Cell: func(p term.Pen, row int) { r.drawBound(p, row, highField) }},
		{Title: "weight", Width: 6, Right: true, Rank: 2, Cell: r.drawWeight},
		{Title: "hits", Width: 6, Right: true, Rank: 1, Cell: r.drawHits},
	}
}

// focus is how a field is drawn: reversed if it has the keys.
func (r *rules) focus(row int, f field, otherwise term.Style) term.Style {
	if row == r.list.Cursor() && f == r.has() && !r.walking {
		return term.Chosen
	}
	return otherwise
}

// toneOf lets rules stand back that are off or have nobody to judge.
func (r *rules) toneOf(k param) term.Style {
	if k.isRule() && (!r.work.Rules.Rules[k.rule].On || !r.work.Measured[k.rule] || r.work.Unfit[k.rule] != "") {
		return term.Dim
	}
	return term.Plain
}

func (r *rules) drawSwitch(p term.Pen, row int) {
	k := r.params[row]
	switch {
	case !k.isRule():
	case r.work.Rules.Rules[k.rule].On:
		p.Own(term.Plain, "[x]")
	default:
		p.Own(term.Dim, "[ ]")
	}
}

func (r *rules) drawTitle(p term.Pen, row int) {
	k := r.params[row]
	title := k.title
	if clean.Width(title) > p.Left() {
		title = k.brief
	}
	p.Own(r.toneOf(k), title)
}

func (r *rules) drawBound(p term.Pen, row int, f field) {
	k := r.params[row]
	if !k.isRule() {
		if f == lowField {
			p.OwnRight(r.focus(row, valueField, term.Plain), k.show(k.value(&r.work.Rules)))
		}
		return
	}
	setting, described := &r.work.Rules.Rules[k.rule], k.of
	if f == lowField && described.HighOnly {
		return
	}
	b := setting.Low
	if f == highField {
		b = setting.High
	}
	p = p.In(r.focus(row, f, term.Plain))
	s := r.toneOf(k)
	switch b.Kind {
	case analysis.NoBound:
		p.Own(term.Dim, "–")
	case analysis.Number:
		p.OwnRight(s, thresholdSign(described)+term.Figure(b.Value))
	case analysis.Quantile:
		value := r.boundValue(k.rule, b) + r.onsetMark(k.rule, f)
		if clean.Width(b.String()+" "+value) <= p.Left() { // else what it comes to is worth more
			p.Own(term.Dim, b.String())
		}
		p.OwnRight(s, value)
	}
	p.Fill()
}

// onsetMark is where hits begin if that is farther out than the bound: ‣ and the value.
func (r *rules) onsetMark(rule analysis.RuleID, f field) string {
	side := analysis.High
	if f == lowField {
		side = analysis.Low
	}
	at, ok := r.onset(rule, side)
	switch {
	case !ok || !at.Far || !r.work.Rules.Rules[rule].On:
		return ""
	case !at.Any():
		return "▸–"
	}
	return "▸" + term.Figure(at.Value)
}

// thresholdSign says whether a hit lies at the number or beyond it; bounds of bands need no word.
func thresholdSign(rule *analysis.Rule) string {
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
	if !r.work.Ready() || r.work.Unfit[rule] != "" {
		return ""
	}
	return term.Figure(r.work.JudgeNow.Baseline.Fits[rule].Quantile(b.Value / 100))
}

func (r *rules) drawWeight(p term.Pen, row int) {
	if k := r.params[row]; k.isRule() {
		p.OwnRight(r.focus(row, weightField, r.toneOf(k)), workspace.Number(r.work.Rules.Rules[k.rule].Weight))
	}
}

func (r *rules) drawHits(p term.Pen, row int) {
	k := r.params[row]
	switch {
	case !k.isRule() || !r.work.Ready():
	case r.toneOf(k) == term.Dim:
		p.OwnRight(term.Dim, "–")
	default:
		p.OwnRight(term.Plain, term.Count(r.work.Now.RuleHits[k.rule]))
	}
}

func (r *rules) Draw(a term.Area) {
	l := r.layout(screen.BodySize{W: a.W, H: a.H})
	list := a.Rows(0, l.listHeight).Columns(0, l.listWidth-1)
	other := a.Rows(l.listHeight, a.H)
	r.list.Draw(list)
	if l.beside {
		if l.helpTop > 0 && !l.helpBeside {
			r.drawHelp(a.Rows(l.helpTop, a.H).Columns(1, l.listWidth-2))
		}
		other = a.Columns(l.listWidth+2, a.W)
		for i := range a.H {
			a.Columns(l.listWidth, l.listWidth+1).Line(i).Own(term.Dim, "│")
		}
		if l.helpBeside {
			r.drawHelp(other.Rows(l.helpTop, a.H))
		}
	}
	if r.prompt != nil {
		r.prompt.Draw(other.Line(0))
		p := other.Line(1)
		p.Own(term.Dim, "now "+r.was)
		if r.bound() != nil {
			p.Own(term.Dim, "; a number, a percentile as p95, or off")
		}
		return
	}
	if !r.work.Ready() {
		other.Line(0).Own(term.Dim, "judging…")
		return
	}
	r.drawPicture(other.Rows(0, l.pictureHeight))
	r.drawFlagged(other.Rows(l.pictureHeight, l.changesTop))
	r.changes.Draw(other.Rows(l.changesTop, l.changesEnd))
}

// drawPicture shows how the metric of the rule under the cursor spreads, or what the number under the cursor means.
func (r *rules) drawPicture(a term.Area) {
	if a.H == 0 {
		return
	}
	k := r.param()
	apart := r.layout(r.size).helpTop > 0 // the help has a place of its own
	if !k.isRule() {
		if !apart {
			r.drawHelp(a)
		}
		return
	}
	judge, described := r.work.JudgeNow, k.of
	fit := &judge.Baseline.Fits[k.rule]
	p := a.Line(0)
	p.Own(term.Strong, described.Title)
	p.Own(term.Dim, ", "+described.Unit.String())
	if words := r.aloneWords(k.rule); !apart && words != "" && p.Left() > clean.Width(words) {
		p.OwnRight(term.Dim, words)
	}
	if reason := r.noPicture(k.rule); reason != "" {
		for i, words := range term.Wrap(reason, a.W) {
			a.Line(2+i).Own(term.Warning, words)
		}
		return
	}
	low, high := judge.Bounds(r.work.Now.Set, k.rule)
	picture := why.NewPicture(described.Unit, fit.Knots, low, high, math.NaN())
	if picture.LogScale() {
		p.Own(term.Dim, ", log scale")
	}
	picture.From, picture.To = r.onsets(k.rule)
	if idle := r.idleSides(k.rule); a.H < roomyPicture && idle == "" {
		p.Gap(3)
		r.drawOnsets(p, k.rule)
		picture.Draw(a.Rows(1, a.H-1))
		return
	} else if idle != "" {
		a.Line(1).Own(term.Warning, idle+": nobody lies beyond, so nobody can hit")
	} else {
		r.drawOnsets(a.Line(1), k.rule)
	}
	if median := "median " + term.Figure(fit.Quantile(0.5)) + " of " + term.Count(fit.N); p.Left() > len(median) {
		p.OwnRight(term.Dim, median)
	}
	picture.Draw(a.Rows(2, a.H-1))
}

// roomyPicture is how high a picture must be for a line of its own about where the rule hits.
const roomyPicture = 6

// onsets are the values from which a rule hits, infinities where it does not.
func (r *rules) onsets(rule analysis.RuleID) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	if at, ok := r.onset(rule, analysis.Low); ok && at.Far {
		low = at.Value
	}
	if at, ok := r.onset(rule, analysis.High); ok && at.Far {
		high = at.Value
	}
	return low, high
}

// drawOnsets writes where the rule hits, the side that has the keys first, so that it is not the one that is cut.
func (r *rules) drawOnsets(p term.Pen, rule analysis.RuleID) {
	sides := []analysis.Side{analysis.Low, analysis.High}
	if r.has() == highField {
		slices.Reverse(sides)
	}
	for _, side := range sides {
		words := r.onsetWords(rule, side)
		if words == "" || p.Left() < clean.Width(words) {
			continue
		}
		p.Own(term.Plain, words)
		p.Gap(3)
	}
}

// noPicture says why there is nothing to draw of a rule, "" if there is.
func (r *rules) noPicture(rule analysis.RuleID) string {
	fit := &r.work.JudgeNow.Baseline.Fits[rule]
	few := term.Plural(fit.N, "ordinary user") + " with a value"
	switch {
	case rule >= analysis.RuleCount && r.work.Rules.MeasureOptions.Own != r.work.OwnRules():
		return "everybody is being measured"
	case r.work.Unfit[rule] != "":
		return "not evaluable: " + r.work.Unfit[rule]
	case fit.Evaluable():
		return ""
	case r.work.Users.Rule(rule).Kind == analysis.Threshold && r.work.Measured[rule]:
		return few + ", too few for a picture; the threshold judges all the same"
	}
	return "not evaluable: " + few + ", 30 needed"
}

// idleSides names the sides of a rule that have a bound beyond which nobody lies.
func (r *rules) idleSides(rule analysis.RuleID) string {
	judge, set := r.work.JudgeNow, r.work.Now.Set
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
func (r *rules) drawHelp(a term.Area) {
	k := r.param()
	help := k.help
	if k.isRule() && r.work.Rules.Rules[k.rule].On && r.work.Ready() {
		help += r.aloneHelp(k.rule)
	}
	for i, words := range term.Wrap(help, a.W) {
		a.Line(i).Own(term.Dim, words)
	}
}

// drawFlagged writes how many users are flagged, before and now.
func (r *rules) drawFlagged(a term.Area) {
	w := r.work
	p := a.Line(0)
	p.Own(term.Dim, "flagged ")
	if w.Before.FlaggedCount != w.Now.FlaggedCount {
		p.Own(term.Plain, term.Count(w.Before.FlaggedCount)+" → ")
	}
	p.Own(term.Suspect, term.Count(w.Now.FlaggedCount))
	p.Own(term.Dim, " of "+term.Count(w.Now.Evaluated))
	if all, several, alone := w.FalseAlarms(w.Now.Set); all != "" {
		if was, _, _ := w.FalseAlarms(w.Saved); was != "" && was != all {
			all = was + " → " + all
		}
		for _, words := range w.AlarmWords(all, several, alone) {
			if p.Left() > clean.Width(words)+3 {
				p.Own(term.Dim, "   "+words)
			}
		}
	}
	if w.Busy() {
		p.Own(term.Dim, "  …")
	}
	if words := w.UnfitWords(); words != "" && w.Quality == nil {
		a.Line(2).Own(term.Warning, words)
	}
	r.drawQuality(a.Line(2))
	d := &w.Difference
	p = a.Line(1)
	if r.changes.Length() == 0 {
		r.drawNoChanges(p)
		return
	}
	p.Own(term.Dim, "entered ")
	p.Own(term.TooHigh, "+"+term.Count(len(d.Entered)))
	p.Own(term.Dim, "   left ")
	p.Own(term.TooLow, "−"+term.Count(len(d.Left)))
	p.Own(term.Plain, "   "+term.Count(len(d.Moved)))
	places := " moved 5 or more places"
	if p.Left() < clean.Width(places) {
		places = " moved 5+ places"
	}
	p.Own(term.Dim, places)
}

// drawNoChanges says that nobody enters, leaves or moves, and what changed all the same.
func (r *rules) drawNoChanges(p term.Pen) {
	w := r.work
	if was := w.Otherwise; was != nil && was.FlaggedCount != w.Now.FlaggedCount {
		p.Own(term.Dim, "compared with others: flagged ")
		p.Own(term.Plain, term.Count(was.FlaggedCount)+" → "+term.Count(w.Now.FlaggedCount))
		return
	}
	if k := r.param(); k.isRule() && w.Before.RuleHits[k.rule] != w.Now.RuleHits[k.rule] {
		p.Own(term.Dim, "hits ")
		p.Own(term.Plain, term.Count(w.Before.RuleHits[k.rule])+" → "+term.Count(w.Now.RuleHits[k.rule]))
		p.Own(term.Dim, "; ")
	}
	p.Own(term.Dim, "nobody enters, leaves or moves")
}

// drawQuality writes how well the flagged users agree with the verdicts, once there are any.
func (r *rules) drawQuality(p term.Pen) {
	q := r.work.Quality
	if q == nil {
		return
	}
	for _, measure := range []struct {
		name        string
		before, now float64
	}{{"precision ", q.Before.Precision, q.Now.Precision}, {"recall ", q.Before.Recall, q.Now.Recall}} {
		p.Own(term.Dim, measure.name)
		if was := term.Figure(measure.before); was != term.Figure(measure.now) {
			p.Own(term.Plain, was+" → ")
		}
		p.Own(term.Plain, term.Figure(measure.now))
		p.Gap(3)
	}
	p.Own(term.Dim, "by "+term.Plural(q.Now.Users, "verdict"))
}
