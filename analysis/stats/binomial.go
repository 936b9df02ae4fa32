package stats

import "math"

// Log10AtLeast is the logarithm, to the base 10, of the probability of k successes or more of n tries with probability
// p.
func Log10AtLeast(n, k int, p float64) float64 {
	if k <= 0 || p >= 1 {
		return 0
	}
	choose := func(x int) float64 { y, _ := math.Lgamma(float64(x) + 1); return y }
	first := choose(n) - choose(k) - choose(n-k) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p)
	sum, term := 1.0, 1.0 // in parts of the first
	for i := k; i < n && term > 1e-17*sum; i++ {
		term *= float64(n-i) / float64(i+1) * p / (1 - p)
		sum += term
	}
	return min(0, (first+math.Log(sum))/math.Ln10)
}
