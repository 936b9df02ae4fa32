package stats

import "math"

// Quantile is the p-quantile (p from 0 to 1) of sorted values by type 7 of Hyndman and Fan: linear between the values,
// NaN if there are none. The product is rounded by itself, so that every processor gives the same number.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	h := float64(len(sorted)-1) * p
	k := math.Floor(h)
	low, high := sorted[int(k)], sorted[min(int(k)+1, len(sorted)-1)]
	return low + float64((h-k)*(high-low))
}
