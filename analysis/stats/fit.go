package stats

import (
	"math"
	"sort"
)

// LeastMembers is how many values a Fit must have, or it is not evaluable.
const LeastMembers = 30

// normal makes a standard deviation of the mean one-sided deviation of a normal distribution: the root of 2π.
const normal = 2.5066282746310002

// Fit is the distribution of one metric over the ordinary users.
type Fit struct {
	N int // members with a value; below 30 the metric is not evaluable, and all but Few is zero

	Few []float64 // the values in rising order, where there are fewer than 30

	// Of y = ln(1 + x), of shares y = x: the median, and the scale of each side of it, 2.5066 times the mean of what
	// lies beyond. For a normal y both are the standard deviation. A scale of 0 says nothing.
	MedianY, ScaleLow, ScaleHigh float64

	Knots []float64 // 1,001 quantiles of type 7, at 0, 0.001, … 1
}

// Fit learns the distribution of a column over some of its rows, on the scale of a function that rises.
func (s *Sorter) Fit(column []float64, rows []int32, scaled func(x float64) (y float64)) Fit {
	xs := s.Values(column, rows)
	n := len(xs)
	if n < LeastMembers {
		return Fit{N: n, Few: append([]float64(nil), xs...)}
	}
	f := Fit{N: n, Knots: make([]float64, KnotSteps+1)}
	for k := range f.Knots {
		f.Knots[k] = Quantile(xs, float64(k)/KnotSteps)
	}
	f.MedianY = Quantile([]float64{scaled(xs[(n-1)/2]), scaled(xs[n/2])}, 0.5)
	var below, above, y float64
	for i, x := range xs {
		if i == 0 || x != xs[i-1] { // counts repeat, logarithms are dear
			y = scaled(x)
		}
		below += max(f.MedianY-y, 0)
		above += max(y-f.MedianY, 0)
	}
	f.ScaleLow, f.ScaleHigh = normal*below/float64(n), normal*above/float64(n)
	return f
}

// Distance is how far y lies from the median, in scales of its side: negative below; NaN if y is not evaluable or that
// side has no scale.
func (f *Fit) Distance(y float64) float64 {
	d := y - f.MedianY
	scale := f.scale(d)
	switch {
	case d == 0:
		return 0
	case scale == 0:
		return math.NaN()
	default:
		return d / scale
	}
}

// At is the y at a distance from the median, negative below; NaN where that side has no scale.
func (f *Fit) At(distance float64) float64 {
	scale := f.scale(distance)
	if scale == 0 {
		return math.NaN()
	}
	return f.MedianY + distance*scale
}

// scale is that of the side on which something lies so far from the median.
func (f *Fit) scale(d float64) float64 {
	if d > 0 {
		return f.ScaleHigh
	}
	return f.ScaleLow
}

// Evaluable reports whether there are enough ordinary users to judge by.
func (f *Fit) Evaluable() bool { return f.N >= LeastMembers }

// Quantile is the p-quantile, p from 0 to 1: exact where p is a multiple of 0.001, else linear between the knots. It is
// NaN if the metric is not evaluable.
func (f *Fit) Quantile(p float64) float64 {
	if !f.Evaluable() {
		return math.NaN()
	}
	h := p * KnotSteps
	if whole := math.Round(h); math.Abs(h-whole) < 1e-9 {
		return f.Knots[int(whole)]
	}
	return Quantile(f.Knots, p)
}

// Below is the share of ordinary users with a value strictly below x, from 0 to 1, as near as the knots tell.
func (f *Fit) Below(x float64) float64 {
	return f.cdfAt(x, sort.SearchFloat64s(f.Knots, x))
}

// Above is the share of ordinary users with a value strictly above x, from 0 to 1, as near as the knots tell.
func (f *Fit) Above(x float64) float64 {
	return 1 - f.cdfAt(x, sort.Search(len(f.Knots), func(k int) bool { return f.Knots[k] > x }))
}

// CountAbove is how many ordinary users have a value strictly above x: exactly where few have any, else as near as the
// knots tell.
func (f *Fit) CountAbove(x float64) float64 {
	if f.Evaluable() {
		return f.Above(x) * float64(f.N)
	}
	return float64(countAbove(f.Few, x))
}

// cdfAt is the probability at x, where next is the first knot beyond it.
func (f *Fit) cdfAt(x float64, next int) float64 {
	switch next {
	case 0:
		return 0
	case len(f.Knots):
		return 1
	}
	low, high := f.Knots[next-1], f.Knots[next]
	return (float64(next-1) + (x-low)/(high-low)) / KnotSteps
}
