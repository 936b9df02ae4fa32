package analysis

import (
	"math"
	"sort"
)

// leastMembers is how many ordinary users a metric must have, or it is not evaluable.
const leastMembers = 30

// knotSteps is how many steps the knots of a Fit cut the probabilities into.
const knotSteps = 1000

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

// Below is the share of ordinary users with a value strictly below x, read off the knots: 0 to 1.
func (f *Fit) Below(x float64) float64 {
	k := sort.SearchFloat64s(f.Knots, x)
	if k == 0 || k == len(f.Knots) {
		return float64(k) / float64(len(f.Knots))
	}
	return (float64(k-1) + (x-f.Knots[k-1])/(f.Knots[k]-f.Knots[k-1])) / knotSteps
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
