package analysis

import (
	"math"
	"slices"
	"sort"
)

// Apart are users who would be ordinary but for a threshold that they hit: inside the bands, and beyond no other one. The baseline
// leaves them out, so that it is they who tell whether many of those who are otherwise ordinary hit the rule.
type Apart struct {
	N      int
	Values []float64 // of the metric, in rising order; of more than 1,001 users as many quantiles
}

// newApart takes the values of some rows; those that are no longer evaluable beside the final baseline count for nothing.
func newApart(column []float64, rows []int32) Apart {
	xs := sortedValues(column, rows)
	if len(xs) == 0 {
		return Apart{}
	}
	a := Apart{len(xs), xs}
	if len(xs) > knotSteps+1 {
		a.Values = make([]float64, knotSteps+1)
		for k := range a.Values {
			a.Values[k] = quantile(xs, float64(k)/knotSteps)
		}
	}
	return a
}

// above is how many of them have a value above x.
func (a *Apart) above(x float64) float64 {
	if a.N == 0 {
		return 0
	}
	above := len(a.Values) - sort.Search(len(a.Values), func(i int) bool { return a.Values[i] > x })
	return float64(a.N) * float64(above) / float64(len(a.Values))
}

// check reports what cannot be.
func (a *Apart) check() bool {
	return a.N >= 0 && len(a.Values) == min(a.N, knotSteps+1) && slices.IsSorted(a.Values) &&
		!slices.ContainsFunc(a.Values, func(x float64) bool { return !(math.Abs(x) <= math.MaxFloat64) })
}

// mostOrdinary is the share of the ordinary users up to which what hits them is evidence alone; fewOrdinary is how many of them tell
// nothing of the site.
const (
	mostOrdinary = 0.02
	fewOrdinary  = 2
)

// common reports whether a threshold is beyond what many ordinary users are, so that a hit is no evidence alone, and the share of
// them that it hits. Ordinary is here also who is so but for this rule: a rule must not decide for itself that whomever it hits is
// none. It is never common of a band, and where too few have a value.
func (b *Baseline) common(rule RuleID, g *compiledRule, fit *Fit) (share float64, common bool) {
	if g.kind != Threshold && !g.highNumber || g.idle() || b.Members == 0 {
		return 0, false
	}
	hits, of := 0.0, float64(b.Members)
	if fit.Evaluable() {
		hits = fit.Above(g.high) * float64(fit.N)
	}
	if rule < RuleCount {
		hits += b.Apart[rule].above(g.high)
		of += float64(b.Apart[rule].N)
	}
	share = hits / of
	return share, share > mostOrdinary && hits > fewOrdinary
}
