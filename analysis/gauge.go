package analysis

import "math"

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

// gauge is a rule of a rule set made ready to judge values: its bounds as numbers.
type gauge struct {
	low, high           float64 // −Inf, +Inf: that side cannot hit
	lowLeast, highLeast float64 // |z| that a hit must have; 0: none, nor need z be known
	weight              float64
}

type gauges [RuleCount]gauge

func newGauges(s *RuleSet, b *Baseline) gauges {
	var all gauges
	for r := range all {
		all[r] = newGauge(s, RuleID(r), &b.Fits[r])
	}
	return all
}

func newGauge(s *RuleSet, rule RuleID, fit *Fit) gauge {
	g := gauge{low: math.Inf(-1), high: math.Inf(1), weight: s.Rules[rule].Weight}
	if setting := s.Rules[rule]; setting.On && fit.Evaluable() {
		g.low, g.lowLeast = setting.Low.resolve(fit, g.low, s.Distance)
		g.high, g.highLeast = setting.High.resolve(fit, g.high, s.Distance)
	}
	return g
}

// resolve makes a number of a bound, and says how far out a hit must be.
func (b Bound) resolve(fit *Fit, open, distance float64) (bound, least float64) {
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
func (g *gauge) idle() bool { return math.IsInf(g.low, -1) && math.IsInf(g.high, 1) }

// side says on which side a value hits: strictly outside the bounds, so that ties can never flag more than the bound
// says, and far enough out. A value that is not evaluable (NaN) is never outside.
func (g *gauge) side(x, z float64) Side {
	side, least := Inside, 0.0
	switch {
	case x < g.low:
		side, least = Low, g.lowLeast
	case x > g.high:
		side, least = High, g.highLeast
	}
	if least > 0 && !(math.Abs(z) >= least) { // also if z is NaN
		return Inside
	}
	return side
}

// farthest is the |z| beyond which a hit weighs no more.
const farthest = 6

// points are what a hit counts before damping: the weight times min(|z|, 6) ÷ 6, nothing if z is not known.
func (g *gauge) points(z float64) float64 {
	if math.IsNaN(z) {
		return 0
	}
	return g.weight * min(math.Abs(z), farthest) / farthest
}
