package analysis

import "math"

// Onset is where the hits of a rule begin on one side.
type Onset struct {
	Value  float64 // in the metric's unit; of what is counted a whole number that hits. An infinity: nobody can hit
	Beyond bool    // what hits lies beyond the value; else the value itself hits
	Far    bool    // the rule set's Distance decides: the bound itself lies nearer to the median
}

// Any reports whether anybody could hit.
func (o Onset) Any() bool { return !math.IsInf(o.Value, 0) }

// Onset says where the hits of a rule begin on a side: at its bound, or farther out where the bound is a quantile and
// the rule set asks for a distance as well.
func (j *Judge) Onset(s RuleSet, rule RuleID, side Side) Onset {
	s = s.alignedTo(j.Matrix)
	compiled, described, fit := compileRule(&s, rule, j.fits[rule]), s.Rule(rule), j.fits[rule]
	low, high := compiled.bounds()
	value, least, sign := high, compiled.highLeast, 1.0
	if side == Low {
		value, least, sign = low, compiled.lowLeast, -1.0
	}
	nobody := Onset{Value: math.Inf(int(sign))}
	if math.IsInf(value, 0) || math.IsNaN(value) {
		return nobody
	}
	at := Onset{Value: value}
	if least > 0 {
		far := described.untransform(fit.At(sign * least))
		at.Far = math.IsNaN(far) || sign*far > sign*value
		if at.Far {
			at.Value = far
		}
	}
	if !described.Unit.Possible(at.Value) {
		return Onset{Value: nobody.Value, Far: at.Far}
	}
	hits := func(x float64) bool {
		return compiled.side(x, fit.Distance(described.transform(x)), math.MaxInt32, false) == side
	}
	if !described.Unit.Whole() {
		at.Beyond = !hits(at.Value) && !at.Far
		return at
	}
	if at.Value = firstWhole(at.Value, sign, hits); at.Value < described.From {
		at.Value = nobody.Value
	}
	return at
}

// firstWhole is the first whole number near x that hits, going up or, where sign is −1, down.
func firstWhole(x, sign float64, hits func(float64) bool) float64 {
	x = math.Round(x) - sign
	for range 3 {
		if hits(x) {
			break
		}
		x += sign
	}
	return x
}

// Above is the smallest value of a judged user that is at least x, +Inf if there is none. Declared robots do not count.
func (j *Judge) Above(rule RuleID, x float64) float64 {
	nearest := math.Inf(1)
	for row, value := range j.Matrix.X[rule] {
		if value >= x && value < nearest && j.Matrix.Judged(row) && !j.Matrix.Robot(row) {
			nearest = value
		}
	}
	return nearest
}

// Below is the largest value of a judged user that is at most x, −Inf if there is none. Declared robots do not count.
func (j *Judge) Below(rule RuleID, x float64) float64 {
	nearest := math.Inf(-1)
	for row, value := range j.Matrix.X[rule] {
		if value <= x && value > nearest && j.Matrix.Judged(row) && !j.Matrix.Robot(row) {
			nearest = value
		}
	}
	return nearest
}
