package analysis

import (
	"math"

	"spoor/analysis/stats"
)

// Side is the side of the band that a value is on.
type Side uint8

// The sides.
const (
	Inside Side = iota // no hit
	Low
	High
)

var sideMarks = [...]string{Inside: "", Low: "▼", High: "▲"}

// Mark is the sign of the side, shown before the name of the rule.
func (s Side) Mark() string { return sideMarks[s] }

// compiledRule is a rule of a rule set made ready to judge values: its bounds as numbers.
type compiledRule struct {
	low, high           float64 // values strictly outside may hit; −Inf, +Inf: that side cannot
	lowLeast, highLeast float64 // |z| that a hit must have; 0: none, nor need z be known
	weight              float64
	alone               bool // a hit is evidence without a hit of another family
	grows               bool // as in Rule

	kind            Kind
	family          Family
	cases           float64 // value times observations that a hit must have
	rare            float64 // that a hit must also be above, but for whom the rule exempts; −Inf: need not
	threshold, most float64 // of a Threshold: where a hit begins, and where it weighs no more

	lowNumber, highNumber bool // of an Either: the bound is a number, and so judged as a threshold
}

// compiledRules are those of a rule set, by RuleID.
type compiledRules []compiledRule

// compileRules compiles the rules that judge beside a baseline, by those of its fits that can be compared.
func compileRules(s *RuleSet, fits *fits, b *Baseline) compiledRules {
	all := make(compiledRules, s.MeasureOptions.Own.Count())
	for r, rule := range s.All() {
		all[r] = compileRule(s, r, fits[r])
		_, common := b.common(r, &all[r], fits[r])
		all[r].alone = rule.Alone && !common
	}
	return all
}

func compileRule(s *RuleSet, id RuleID, fit *stats.Fit) compiledRule {
	rule, setting := s.Rule(id), s.Rules[id]
	c := compiledRule{
		low: math.Inf(-1), high: math.Inf(1), rare: math.Inf(-1), weight: setting.Weight,
		kind: rule.Kind, family: rule.Family, grows: rule.Grows, cases: rule.Cases,
	}
	switch {
	case !setting.On || rule.Compared && !fit.Evaluable():
	case rule.Kind == Threshold && setting.High.Kind == Number:
		c.threshold, c.most = setting.High.Value, rule.most(setting.High.Value)
		c.high = c.threshold
		if !rule.Beyond { // what lies above the number before the threshold is at the threshold
			c.high = math.Nextafter(c.threshold, c.low)
		}
		if rare := fit.Quantile(rule.Rarer); rule.Rarer > 0 && rare > c.high {
			if c.rare = rare; rule.exempt == nil {
				c.high = rare
			}
		}
	case rule.Kind == Either:
		c.compileEither(rule, &setting, fit, s.Distance)
	case rule.Kind == Band && fit.Evaluable():
		c.low, c.lowLeast = setting.Low.resolve(fit, c.low, s.Distance)
		c.high, c.highLeast = setting.High.resolve(fit, c.high, s.Distance)
	}
	return c
}

// compileEither compiles the bounds of an Either, each by whether it is a percentile or a number.
func (c *compiledRule) compileEither(rule *Rule, setting *Setting, fit *stats.Fit, distance float64) {
	if setting.Low.Kind == Number || fit.Evaluable() {
		c.low, c.lowLeast = setting.Low.resolve(fit, c.low, distance)
	}
	if setting.High.Kind == Number || fit.Evaluable() {
		c.high, c.highLeast = setting.High.resolve(fit, c.high, distance)
	}
	if c.lowNumber = setting.Low.Kind == Number; c.lowNumber { // the bound itself hits, too
		c.low = math.Nextafter(c.low, math.Inf(1))
	}
	if c.highNumber = setting.High.Kind == Number; c.highNumber {
		c.threshold, c.most = c.high, rule.most(c.high)
		c.high = math.Nextafter(c.high, math.Inf(-1))
	}
}

// bounds are the bounds as the rule set means them.
func (c *compiledRule) bounds() (low, high float64) {
	low, high = c.low, c.high
	if c.kind == Threshold && !c.idle() || c.highNumber {
		high = max(c.high, c.threshold, c.rare)
	}
	if c.lowNumber {
		low = math.Nextafter(c.low, math.Inf(-1))
	}
	return low, high
}

// resolve makes a number of a bound, and says how far out a hit must be.
func (b Bound) resolve(fit *stats.Fit, open, distance float64) (bound, least float64) {
	switch b.Kind {
	case Quantile:
		return fit.Quantile(b.Value / 100), distance
	case Number:
		return b.Value, 0
	default:
		return open, 0
	}
}

// idle reports whether nobody can hit.
func (c *compiledRule) idle() bool { return math.IsInf(c.low, -1) && math.IsInf(c.high, 1) }

// side says on which side a value of n observations hits: strictly outside the bounds, so that ties can never flag more
// than the bound says, far enough out, and with cases enough. A value that is not evaluable (NaN) is never outside. Who
// is exempt need not be rare.
func (c *compiledRule) side(x, z float64, n int32, exempt bool) Side {
	side, least := Inside, 0.0
	switch {
	case x < c.low:
		side, least = Low, c.lowLeast
	case x > c.high:
		side, least = High, c.highLeast
	}
	if least > 0 && !(math.Abs(z) >= least) { // also if z is NaN
		return Inside
	}
	if side == High && x <= c.rare && !exempt {
		return Inside
	}
	if c.cases > 0 && math.Round(x*float64(n)) < c.cases {
		return Inside
	}
	return side
}

// exempts reports whether a user need not be rare.
func exempts(rule int, m *Matrix, row int) bool {
	return rule < len(Rules) && Rules[rule].exempt != nil && Rules[rule].exempt(m, row)
}

// farthest is the |z| beyond which a hit weighs no more.
const farthest = 6

// points are what a hit counts before damping: the weight times min(|z|, 6) ÷ 6, nothing if z is not known; for a
// Threshold half of the weight where a hit begins, rising to all of it.
func (c *compiledRule) points(x, z float64) float64 {
	above := c.kind == Threshold || c.highNumber && x > c.high
	switch {
	case above && x >= c.most:
		return c.weight
	case above:
		return c.weight * (0.5 + 0.5*(x-c.threshold)/(c.most-c.threshold))
	case c.lowNumber && x < c.low: // the nearer to nothing
		most, _ := c.bounds()
		return c.weight * (1 - 0.5*x/max(most, x))
	case math.IsNaN(z):
		return 0
	default:
		return c.weight * min(math.Abs(z), farthest) / farthest
	}
}
