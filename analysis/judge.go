package analysis

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/internal/hugepage"
)

// Judge holds a matrix, a baseline, and every user's distances, computed once. It is safe for concurrent use.
type Judge struct {
	Matrix   *Matrix
	Baseline *Baseline

	fits     fits
	z        [MostRules][]float64 // distances by row; nil where there are none
	ordinary units.Noun           // what those are called whom users are compared with
	judged   int                  // users with enough events
	robots   int                  // of them declared robots

	smallest, largest [MostRules]float64 // values of judged users

	reaches  reaches
	compiled lastCompiled
}

// NewJudge computes the distances of all users of m from the baseline, which may have been learned elsewhere.
func NewJudge(m *Matrix, b *Baseline) *Judge {
	b = b.alignedTo(m)
	users, ordinary := m.Nouns(), b.ordinaryFor(m)
	m = m.compared(ordinary, b)
	noun := units.NewNoun("ordinary "+users.One, "ordinary "+users.Many)
	j := &Judge{Matrix: m, Baseline: b, fits: ordinary.fits, ordinary: noun}
	for row := range m.Len() {
		if m.Judged(row) {
			j.judged++
			if m.Robot(row) {
				j.robots++
			}
		}
	}
	for r, rule := range m.Rules() {
		j.smallest[r], j.largest[r] = stats.Extremes(m.X[r])
		if rule.Kind == Threshold || !j.fits[r].Evaluable() {
			continue
		}
		j.z[r] = hugepage.Make[float64](m.Len())
		stats.InParallel(m.Len(), func(from, to int) {
			for row := from; row < to; row++ {
				j.z[r][row] = b.Distance(r, m.X[r][row])
			}
		})
	}
	return j
}

// evaluated is how many users a rule set can flag.
func (j *Judge) evaluated(s *RuleSet) int {
	if s.Robots {
		return j.judged
	}
	return j.judged - j.robots
}

// Hit is a rule that a user hits.
type Hit struct {
	Rule   RuleID
	Side   Side
	N      int32   // the observations that the value rests on
	Value  float64 // in the rule's unit
	Z      float64 // the distance; NaN: not known
	Points float64 // what it adds to the score, after damping within its family
}

// ByPoints orders hits in place, those that add most to the score first, and returns them; ties stay as they are.
func ByPoints(hits []Hit) []Hit {
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Points, a.Points) })
	return hits
}

// Hits judges one user: the hits in the order of Rules. It is the same judgement as Evaluate's.
func (j *Judge) Hits(s RuleSet, row int) []Hit {
	rules := j.compile(&s)
	var low, high RuleBits
	for r := range rules {
		if rules[r].idle() {
			continue
		}
		z := j.Distance(RuleID(r), row)
		switch rules[r].side(j.Matrix.X[r][row], z, j.Matrix.N[r][row], exempts(r, j.Matrix, row)) {
		case Low:
			low.Add(RuleID(r))
		case High:
			high.Add(RuleID(r))
		}
	}
	hits := j.appendHits(make([]Hit, 0, low.Or(high).Len()), rules, row, low, high)
	j.Matrix.Measuring.Own.damp(hits)
	return hits
}

// compile compiles the rules that a rule set judges by.
func (j *Judge) compile(s *RuleSet) compiledRules {
	j.compiled.Lock()
	defer j.compiled.Unlock()
	if j.compiled.rules == nil || j.compiled.set != *s {
		aligned := s.alignedTo(j.Matrix)
		j.compiled.set, j.compiled.rules = *s, compileRules(&aligned, &j.fits, j.Baseline)
	}
	return j.compiled.rules
}

// lastCompiled are the rules that were compiled last: one rule set judges row after row.
type lastCompiled struct {
	sync.Mutex
	set   RuleSet
	rules compiledRules
}

// appendHits makes hits of a user's bits, with their points before damping.
func (j *Judge) appendHits(hits []Hit, rules compiledRules, row int, low, high RuleBits) []Hit {
	for r := range rules {
		side := Inside
		switch {
		case low.Has(RuleID(r)):
			side = Low
		case high.Has(RuleID(r)):
			side = High
		default:
			continue
		}
		x, n, z := j.Matrix.X[r][row], j.Matrix.N[r][row], j.Distance(RuleID(r), row)
		hits = append(hits, Hit{Rule: RuleID(r), Side: side, Value: x, N: n, Z: z, Points: rules[r].points(x, z)})
	}
	return hits
}

// Distance is how far a user's value is out, NaN where that is not known or the baseline does not serve the rule here.
func (j *Judge) Distance(rule RuleID, row int) float64 {
	if j.z[rule] == nil {
		return math.NaN()
	}
	return j.z[rule][row]
}

// Bounds are the bounds of a rule in the metric's unit, as they apply here: −Inf or +Inf where nobody can hit, because
// the bound or the rule is off or there are too few ordinary users; a hit lies strictly outside, or also at a
// threshold.
func (j *Judge) Bounds(s RuleSet, rule RuleID) (low, high float64) {
	s = s.alignedTo(j.Matrix)
	compiled := compileRule(&s, rule, j.fits[rule])
	return compiled.bounds()
}

// Ordinary is the noun for those whom users are compared with, such as "ordinary users".
func (j *Judge) Ordinary() units.Noun { return j.ordinary }

// Alone reports whether a hit of a rule is evidence without a hit of another family, and the share of the ordinary
// users that it hits, on which that rests: a threshold rule that hits more than 2 % of them, and more than two, tells
// too little by itself.
func (j *Judge) Alone(s RuleSet, rule RuleID) (alone bool, ordinary float64) {
	s = s.alignedTo(j.Matrix)
	compiled := compileRule(&s, rule, j.fits[rule])
	ordinary, common := j.Baseline.common(rule, &compiled, j.fits[rule])
	return s.Rule(rule).Alone && !common, ordinary
}

// CanHit reports whether any judged user has a value beyond the bound of that side. A low bound that is the smallest
// value there is cannot be hit, as where more than a tenth of the users came once.
func (j *Judge) CanHit(s RuleSet, rule RuleID, side Side) bool {
	s = s.alignedTo(j.Matrix)
	compiled := compileRule(&s, rule, j.fits[rule])
	return side == Low && j.smallest[rule] < compiled.low || side == High && j.largest[rule] > compiled.high
}

// Percentile is where x stands among the ordinary users, from 0 to 100, with equals half below and half above; NaN if
// it is not evaluable.
func (j *Judge) Percentile(rule RuleID, x float64) float64 {
	fit := j.fits[rule]
	if !fit.Evaluable() || math.IsNaN(x) {
		return math.NaN()
	}
	return 50 * (fit.Below(x) + 1 - fit.Above(x))
}
