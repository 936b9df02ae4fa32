package demo

import (
	"math"
	"math/rand/v2"
	"slices"
)

// draws is a source of numbers with a fixed seed, in the distributions that people's behaviour follows.
type draws struct{ *rand.Rand }

// newDraws returns an own source for each stream of one seed.
func newDraws(seed, stream uint64) draws {
	return draws{rand.New(rand.NewPCG(seed, stream*0x9E3779B97F4A7C15))} // neighbours get states far apart
}

func (d draws) chance(p float64) bool { return d.Float64() < p }

// between draws uniformly from low to high.
func (d draws) between(low, high float64) float64 { return low + (high-low)*d.Float64() }

// within draws a whole number from low to high, both included.
func (d draws) within(low, high int) int { return low + d.IntN(high-low+1) }

// logNormal has the given median; spread is the standard deviation of the logarithm.
func (d draws) logNormal(median, spread float64) float64 {
	return median * math.Exp(spread*d.NormFloat64())
}

// geometric counts the trials up to the first success: 1, 2, 3 …
func (d draws) geometric(success float64) int {
	return 1 + int(math.Log(1-d.Float64())/math.Log(1-success))
}

// pareto returns the value that a share of 1 - u of a Pareto distribution exceeds.
func pareto(u, least, shape float64) float64 { return least * math.Pow(1-u, -1/shape) }

// gamma has scale 1 (Marsaglia and Tsang, 2000).
func (d draws) gamma(shape float64) float64 {
	if shape < 1 {
		return d.gamma(shape+1) * math.Pow(d.Float64(), 1/shape)
	}
	a := shape - 1.0/3
	c := 1 / math.Sqrt(9*a)
	for {
		x := d.NormFloat64()
		v := math.Pow(1+c*x, 3)
		if v > 0 && math.Log(1-d.Float64()) < x*x/2+a-a*v+a*math.Log(v) {
			return a * v
		}
	}
}

func (d draws) beta(a, b float64) float64 {
	x := d.gamma(a)
	return x / (x + d.gamma(b))
}

// poisson multiplies uniform draws (Knuth), which suits the small means here.
func (d draws) poisson(mean float64) int {
	n, limit := 0, math.Exp(-mean)
	for p := d.Float64(); p > limit; p *= d.Float64() {
		n++
	}
	return n
}

// negativeBinomial is a Poisson distribution whose mean itself varies; the smaller k, the more.
func (d draws) negativeBinomial(mean, k float64) int { return d.poisson(mean / k * d.gamma(k)) }

// pair draws two shares that are each uniform and correlate as normal numbers of that correlation do.
func (d draws) pair(correlation float64) (float64, float64) {
	x, y := d.NormFloat64(), d.NormFloat64()
	y = correlation*x + math.Sqrt(1-correlation*correlation)*y
	return normalShare(x), normalShare(y)
}

// normalShare is the share of a standard normal distribution below x.
func normalShare(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// betaQuantiles returns a sorted sample of a beta distribution, of which an element at u times the length is about the
// u-quantile.
func (d draws) betaQuantiles(mean, precision float64) []float64 {
	sample := make([]float64, 1000)
	if mean > 0 {
		for i := range sample {
			sample[i] = d.beta(mean*precision, (1-mean)*precision)
		}
	}
	slices.Sort(sample)
	return sample
}

// weights picks an index with a probability in proportion to its weight.
type weights []float64 // cumulative

func newWeights(each []float64) weights {
	sums, sum := make(weights, len(each)), 0.0
	for i, weight := range each {
		sum += weight
		sums[i] = sum
	}
	return sums
}

// weightsOf takes the weights from a table.
func weightsOf[T any](table []T, weight func(T) float64) weights {
	each := make([]float64, len(table))
	for i := range table {
		each[i] = weight(table[i])
	}
	return newWeights(each)
}

func (w weights) pick(d draws) int {
	i, _ := slices.BinarySearch(w, d.Float64()*w[len(w)-1])
	return min(i, len(w)-1)
}
