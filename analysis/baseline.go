package analysis

import (
	"math"
	"slices"
	"sort"
)

// leastMembers is how many ordinary users a metric must have, or it is not evaluable.
const leastMembers = 30

// knotSteps is how many steps the knots of a Fit cut the probabilities into.
const knotSteps = 1000

// normal makes a standard deviation of the mean one-sided deviation of a normal distribution: the root of 2π.
const normal = 2.5066282746310002

// Baseline is what is ordinary: every metric's distribution over the ordinary users. It is fitted once and then frozen,
// so that turning a rule moves nobody's distance.
type Baseline struct {
	Name    string
	Members int
	Fits    [RuleCount]Fit

	matrix *Matrix // that it was fitted on, and
	rows   []int32 // its members there; nil if it was not fitted here
}

// Fit is the distribution of one metric over the ordinary users.
type Fit struct {
	N     int       // members with a value; below 30 the metric is not evaluable and the rest is zero
	Knots []float64 // 1,001 quantiles of type 7, at 0, 0.001, … 1

	// Of y = ln(1 + x): the median, and the scale of each side of it, 2.5066 times the mean of what lies beyond. For a
	// normal y both are the standard deviation. A scale of 0 says nothing.
	MedianY, ScaleLow, ScaleHigh float64
}

// FitBaseline learns what is ordinary from the judged users without declared robots and without those that exclude names
// (nil: nobody), such as the users with a bad verdict. With 2 passes, whoever lies outside two bands or more (p10 and p90
// of any rule, whatever a rule set switches on) is left out and the rest is fitted again, because a baseline that contains
// the robots hides them.
func FitBaseline(m *Matrix, passes int, exclude func(row int) bool) *Baseline {
	b := &Baseline{matrix: m}
	for row := range m.Len() {
		if m.evaluated(row) && (exclude == nil || !exclude(row)) {
			b.rows = append(b.rows, int32(row))
		}
	}
	b.fit()
	for range passes - 1 {
		b.trim()
		b.fit()
	}
	return b
}

func (b *Baseline) fit() {
	b.Members = len(b.rows)
	inParallel(RuleCount, func(from, to int) {
		for r := from; r < to; r++ {
			b.Fits[r] = fit(b.matrix.X[r], b.rows)
		}
	})
}

// fit learns the distribution of a column over some of its rows.
func fit(column []float64, rows []int32) Fit {
	xs := sortedValues(column, rows)
	n := len(xs)
	if n < leastMembers {
		return Fit{N: n}
	}
	f := Fit{N: n, Knots: make([]float64, knotSteps+1)}
	for k := range f.Knots {
		f.Knots[k] = quantile(xs, float64(k)/knotSteps)
	}
	f.MedianY = quantile([]float64{transform(xs[(n-1)/2]), transform(xs[n/2])}, 0.5)
	var below, above, y float64
	for i, x := range xs {
		if i == 0 || x != xs[i-1] { // counts repeat, logarithms are dear
			y = transform(x)
		}
		below += max(f.MedianY-y, 0)
		above += max(y-f.MedianY, 0)
	}
	f.ScaleLow, f.ScaleHigh = normal*below/float64(n), normal*above/float64(n)
	return f
}

// trim leaves those members out who are outside two bands or more.
func (b *Baseline) trim() {
	outside := make([]uint8, b.matrix.Len())
	for r := range b.Fits {
		low, high := b.Fits[r].Quantile(0.10), b.Fits[r].Quantile(0.90) // NaN if not evaluable: then nobody is outside
		for _, row := range b.rows {
			if x := b.matrix.X[r][row]; x < low || x > high {
				outside[row]++
			}
		}
	}
	b.rows = slices.DeleteFunc(b.rows, func(row int32) bool { return outside[row] >= 2 })
}

// Evaluable reports whether there are enough ordinary users to judge by.
func (f *Fit) Evaluable() bool { return f.N >= leastMembers }

// Quantile is the p-quantile, p from 0 to 1: exact where p is a multiple of 0.001, else linear between the knots. It is
// NaN if the metric is not evaluable.
func (f *Fit) Quantile(p float64) float64 {
	if !f.Evaluable() {
		return math.NaN()
	}
	h := p * knotSteps
	if whole := math.Round(h); math.Abs(h-whole) < 1e-9 {
		return f.Knots[int(whole)]
	}
	return quantile(f.Knots, p)
}

// Below is the share of ordinary users with a value strictly below x, from 0 to 1, as near as the knots tell.
func (f *Fit) Below(x float64) float64 {
	return f.position(x, sort.SearchFloat64s(f.Knots, x))
}

// Above is the share of ordinary users with a value strictly above x, from 0 to 1, as near as the knots tell.
func (f *Fit) Above(x float64) float64 {
	return 1 - f.position(x, sort.Search(len(f.Knots), func(k int) bool { return f.Knots[k] > x }))
}

// position is the probability at x, where next is the first knot beyond it.
func (f *Fit) position(x float64, next int) float64 {
	switch next {
	case 0:
		return 0
	case len(f.Knots):
		return 1
	}
	low, high := f.Knots[next-1], f.Knots[next]
	return (float64(next-1) + (x-low)/(high-low)) / knotSteps
}

// transform makes of a metric what distances are measured in.
func transform(x float64) float64 { return math.Log1p(x) }

// Distance is how far x lies from the median of the ordinary users, in scales of its side: negative below. It is NaN if
// x or the metric is not evaluable, or if that side has no scale.
func (b *Baseline) Distance(rule RuleID, x float64) float64 {
	fit := &b.Fits[rule]
	if !fit.Evaluable() {
		return math.NaN()
	}
	d := transform(x) - fit.MedianY
	scale := fit.ScaleLow
	if d > 0 {
		scale = fit.ScaleHigh
	}
	switch {
	case d == 0:
		return 0
	case scale == 0:
		return math.NaN()
	default:
		return d / scale
	}
}
