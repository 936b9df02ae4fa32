package analysis

import (
	"math"
	"slices"

	"spoor/analysis/clock"
	"spoor/analysis/stats"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// ordinary is what rules compare the users of a matrix with, and what no user tells alone.
type ordinary struct {
	fits     fits
	leanings [web.MaxRequirements]float64 // by requirement of the matrix; NaN: not known
	begins   clock.Begins                 // of all users of the matrix
}

// compares reports whether a rule has a value only where it is known what is ordinary.
func (r *Rule) compares() bool { return r.compare != nil }

// ofBaseline reports whether the value of a rule rests on what is ordinary, so that a Matrix has it only within a
// Judge.
func (r RuleID) ofBaseline() bool { return r < RuleCount && Rules[r].compares() }

// Tells reports whether any user has a value of a rule, or would have one if enough was known of ordinary users.
func (m *Matrix) Tells(rule RuleID) bool {
	if !rule.ofBaseline() {
		return slices.ContainsFunc(m.X[rule], func(x float64) bool { return !math.IsNaN(x) })
	}
	nobody := &ordinary{leanings: leaningsFor(m, nil)}
	nobody.fits = noFits()
	for row := range m.Len() {
		if m.Judged(row) && Rules[rule].compare(nobody, m, row).N >= Rules[rule].Least {
			return true
		}
	}
	return false
}

// compared is the matrix with the values that rest on what is ordinary by a baseline. A baseline that was fitted to
// this matrix alone has them already. Everything else is shared with m.
func (m *Matrix) compared(o *ordinary, b *Baseline) *Matrix {
	with := *m
	with.ordinary = o
	for r := range Rules {
		switch {
		case !Rules[r].compares():
		case b.alone == m:
			with.X[r], with.N[r] = b.xs[r], b.ns[r]
		default:
			with.X[r], with.N[r] = m.compareBy(&Rules[r], o)
		}
	}
	return &with
}

// compareBy gives the values of a rule that rest on what is ordinary.
func (m *Matrix) compareBy(rule *Rule, o *ordinary) (xs []float64, ns []int32) {
	xs, ns = hugepage.Make[float64](m.Len()), hugepage.Make[int32](m.Len())
	stats.InParallel(m.Len(), func(from, to int) {
		for row := from; row < to; row++ {
			v := rule.compare(o, m, row)
			if v.N < rule.Least || !m.Judged(row) {
				v.X = math.NaN()
			}
			xs[row], ns[row] = v.X, v.N
		}
	})
	return xs, ns
}
