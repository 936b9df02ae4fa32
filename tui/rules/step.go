package rules

import (
	"math"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/analysis/units"
	"spoor/tui/screen"
	"spoor/tui/workspace"
)

// step turns what has the keys by one step.
func (r *rules) step(direction float64) (screen.Action, tea.Cmd) {
	k := r.param()
	if !k.isRule() {
		return r.set(k.write(k.next(k.value(&r.work.Rules), direction)))
	}
	if r.has() == weightField {
		return r.set(workspace.Number(min(max(r.setting().Weight+direction, 0), 100)))
	}
	return r.set(r.stepped(*r.bound(), direction))
}

// usual are the bounds that a side without one begins with, and furthest how far steps go.
var (
	usual    = map[field]string{lowField: "p10", highField: "p90"}
	furthest = map[field][2]float64{lowField: {1, 49}, highField: {51, 99}}
)

// usualBound is what a side without a bound begins with.
func (r *rules) usualBound() string {
	if rule := r.param().of; rule.Kind == analysis.Threshold {
		return workspace.Number(rule.Usual)
	}
	return usual[r.has()]
}

// side is the side of the rule that has the keys.
func (r *rules) side() analysis.Side {
	if r.has() == lowField {
		return analysis.Low
	}
	return analysis.High
}

// stepped is a bound one step on: a percentile, or a number in its second digit. Where the distance asked for decides
// and not the percentile, a step makes a number of the bound: it goes from where hits begin now to where one user more
// hits, or fewer.
func (r *rules) stepped(b analysis.Bound, direction float64) string {
	switch b.Kind {
	case analysis.NoBound:
		return r.usualBound()
	case analysis.Quantile:
		if at, ok := r.onset(r.param().rule, r.side()); ok && at.Far && at.Any() {
			return r.numberStepped(r.beyond(at), direction)
		}
		limits := furthest[r.has()]
		return "p" + workspace.Number(min(max(math.Round(b.Value+direction), limits[0]), limits[1]))
	}
	if r.param().of.Kind == analysis.Band && r.work.Ready() {
		return r.numberStepped(b.Value, direction)
	}
	return workspace.Number(r.withinUnit(b.Value + direction*r.numberStep(b.Value)))
}

// onset is where the hits of a rule begin on a side by the rules as they are turned; not ok while nobody is judged by
// them.
func (r *rules) onset(rule analysis.RuleID, side analysis.Side) (at analysis.Onset, ok bool) {
	w := r.work
	if !w.Ready() || w.Unfit[rule] != "" || w.Now.Set.BaselinePolicy != w.Rules.BaselinePolicy {
		return at, false
	}
	return w.JudgeNow.Onset(w.Rules, rule, side), true
}

// beyond is the number that, as a bound of a band, has hits begin where they begin now: what hits lies strictly
// outside.
func (r *rules) beyond(at analysis.Onset) float64 {
	switch whole := r.param().of.Unit.Whole(); {
	case whole && r.side() == analysis.Low:
		return at.Value + 1
	case whole:
		return at.Value - 1
	}
	return at.Value
}

// numberStepped is a bound of a band one step on, and at least so far that one user more hits, or fewer.
func (r *rules) numberStepped(bound, direction float64) string {
	rule, step := r.param().rule, r.numberStep(bound)
	target := bound + direction*step
	atMost := func(x float64) float64 { return math.Floor(x/step+1e-9) * step }
	atLeast := func(x float64) float64 { return math.Ceil(x/step-1e-9) * step }
	judge, low := r.work.JudgeNow, r.has() == lowField
	var user float64 // the nearest whom the step has to pass
	switch {
	case low && direction > 0: // more users hit
		user = judge.Above(rule, bound)
		target = max(target, atMost(user)+step)
	case low:
		user = judge.Below(rule, math.Nextafter(bound, math.Inf(-1)))
		target = min(target, atMost(user))
	case direction < 0: // more users hit
		user = judge.Below(rule, bound)
		target = min(target, atLeast(user)-step)
	default:
		user = judge.Above(rule, math.Nextafter(bound, math.Inf(1)))
		target = max(target, atLeast(user))
	}
	if math.IsInf(user, 0) {
		target = bound + direction*step
	}
	return workspace.Number(r.withinUnit(target))
}

// withinUnit keeps a bound where values can be.
func (r *rules) withinUnit(x float64) float64 {
	if r.param().of.Unit == units.Share {
		x = min(x, 1)
	}
	return max(x, 0)
}

// numberStep is a tenth of the number's first digit, and a whole one where the metric counts things.
func (r *rules) numberStep(x float64) float64 {
	step := math.Pow10(int(math.Floor(math.Log10(max(x, 0.1))))) / 10
	if r.param().of.Unit.Whole() {
		return max(step, 1)
	}
	return step
}

// onsetWords say where a rule hits on a side, beside its bound: "p90 12, hits from 61".
func (r *rules) onsetWords(rule analysis.RuleID, side analysis.Side) string {
	setting := r.work.Rules.Rules[rule]
	bound, name := setting.High, "high "
	if side == analysis.Low {
		bound, name = setting.Low, "low "
	}
	at, ok := r.onset(rule, side)
	if !ok || !setting.On || bound.Kind == analysis.NoBound {
		return ""
	}
	words := "nobody can hit"
	if at.Any() {
		words = workspace.HitsFrom(at, side, r.work.Users.Rule(rule).Unit)
	}
	if bound.Kind == analysis.Quantile {
		words = bound.String() + " " + r.boundValue(rule, bound) + ", " + words
	}
	return name + words
}
