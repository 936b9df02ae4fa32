package demo

import (
	"math"
	"slices"
	"testing"
)

// TestDistributions compares the mean of many draws with the mean of the distribution, worked out by hand.
func TestDistributions(t *testing.T) {
	d := newDraws(7, 0)
	const n = 200_000
	for _, c := range []struct {
		name string
		mean float64
		draw func() float64
	}{
		{"log-normal", 10 * math.Exp(0.5*0.5/2), func() float64 { return d.logNormal(10, 0.5) }},
		{"geometric", 1 / 0.655, func() float64 { return float64(d.geometric(0.655)) }},
		{"Pareto", 17 * 4.6 / 3.6, func() float64 { return pareto(d.Float64(), 17, 4.6) }},
		{"gamma", 2.2, func() float64 { return d.gamma(2.2) }},
		{"gamma below 1", 0.3, func() float64 { return d.gamma(0.3) }},
		{"beta", 1 / 5.5, func() float64 { return d.beta(1, 4.5) }},
		{"Poisson", 4.4, func() float64 { return float64(d.poisson(4.4)) }},
		{"negative binomial", 4.9, func() float64 { return float64(d.negativeBinomial(4.9, 2.2)) }},
		{"weights", (0*1 + 1*2 + 2*5) / 8.0, func() float64 { return float64(newWeights([]float64{1, 2, 5}).pick(d)) }},
	} {
		sum, squares := 0.0, 0.0
		for range n {
			x := c.draw()
			sum += x
			squares += x * x
		}
		mean := sum / n
		if deviation := math.Sqrt((squares/n - mean*mean) / n); math.Abs(mean-c.mean) > 5*deviation {
			t.Errorf("%s: mean %.4f, want %.4f", c.name, mean, c.mean)
		}
	}
}

func TestPairCorrelates(t *testing.T) {
	d := newDraws(7, 0)
	const n = 200_000
	var sumU, sumV, product float64
	for range n {
		u, v := d.pair(0.22)
		sumU, sumV, product = sumU+u, sumV+v, product+u*v
	}
	// Of two uniform shares whose normal scores correlate by r, the correlation is 6/π · asin(r/2).
	got, want := (product/n-sumU/n*sumV/n)*12, 6/math.Pi*math.Asin(0.11)
	if math.Abs(got-want) > 0.015 || math.Abs(sumU/n-0.5) > 0.005 {
		t.Errorf("correlation %.3f, want %.3f; mean %.3f", got, want, sumU/n)
	}
}

func TestBetaQuantiles(t *testing.T) {
	sample := newDraws(7, 0).betaQuantiles(0.139, 4)
	sum := 0.0
	for _, x := range sample {
		sum += x
	}
	if !slices.IsSorted(sample) || math.Abs(sum/float64(len(sample))-0.139) > 0.02 {
		t.Errorf("mean %.3f of %d", sum/float64(len(sample)), len(sample))
	}
}
