package stats

import (
	"math"
	"slices"
	"sort"
)

// Apart are users who would be ordinary but for a threshold that they hit: inside the bands, and beyond no other one.
// The baseline leaves them out, so that it is they who tell whether many of those who are otherwise ordinary hit the
// rule.
type Apart struct {
	N      int
	Values []float64 // of the metric, in rising order; of more than 1,001 users as many quantiles
}

// NewApart takes the values of some rows; those that are no longer evaluable beside the final baseline count for
// nothing.
func NewApart(column []float64, rows []int32) Apart {
	xs := SortedValues(column, rows)
	if len(xs) == 0 {
		return Apart{}
	}
	a := Apart{len(xs), xs}
	if len(xs) > KnotSteps+1 {
		a.Values = make([]float64, KnotSteps+1)
		for k := range a.Values {
			a.Values[k] = Quantile(xs, float64(k)/KnotSteps)
		}
	}
	return a
}

// Above is how many of them have a value above x.
func (a *Apart) Above(x float64) float64 {
	if a.N == 0 {
		return 0
	}
	return float64(a.N) * float64(countAbove(a.Values, x)) / float64(len(a.Values))
}

// countAbove is how many numbers in rising order are above x.
func countAbove(rising []float64, x float64) int {
	return len(rising) - sort.Search(len(rising), func(i int) bool { return rising[i] > x })
}

// Check reports what cannot be.
func (a *Apart) Check() bool {
	return a.N >= 0 && len(a.Values) == min(a.N, KnotSteps+1) && slices.IsSorted(a.Values) &&
		!slices.ContainsFunc(a.Values, func(x float64) bool { return !(math.Abs(x) <= math.MaxFloat64) })
}

// KnotSteps is how many steps the knots of a Fit cut the probabilities into.
const KnotSteps = 1000
