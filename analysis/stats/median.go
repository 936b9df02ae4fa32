package stats

import "math"

// Median is the median of sorted numbers.
func Median(sorted []int64) float64 {
	n := len(sorted)
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2
}

// MedianDeviation is the median distance of sorted numbers from their median. The distances grow from the middle on
// both ways, so that they are merged instead of sorted.
func MedianDeviation(sorted []int64, median float64) float64 {
	n := len(sorted)
	left, right := (n-1)/2, (n-1)/2+1
	var before, last float64
	for range n/2 + 1 {
		before = last
		if right == n || left >= 0 && median-float64(sorted[left]) <= float64(sorted[right])-median {
			last = median - float64(sorted[left])
			left--
		} else {
			last = float64(sorted[right]) - median
			right++
		}
	}
	if n%2 == 1 {
		return last
	}
	return (before + last) / 2
}

// MedianSeconds is the median of sorted times in milliseconds, in seconds; NaN if there are none.
func MedianSeconds(sorted []int64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	low, high := sorted[(len(sorted)-1)/2], sorted[len(sorted)/2]
	return Quantile([]float64{float64(low) / 1000, float64(high) / 1000}, 0.5)
}
