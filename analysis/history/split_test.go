package history

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestBestByHand: with two kinds and a prior of 1 a sequence of a first and b second kinds has the likelihood a!·b! ÷
// (a+b+1)!.
func TestBestByHand(t *testing.T) {
	var s Splitter
	for _, c := range []struct {
		sequence []int32
		least    int
		factor   float64 // of the best split, before it is divided by their number
		splits   float64
		at       int
	}{
		{[]int32{0, 0, 1, 1}, 1, (1.0 / 3 * 1 / 3) / (1.0 / 30), 3, 2}, // 2! ÷ 3! each, against 2!·2! ÷ 5!
		{[]int32{0, 0, 1, 1}, 2, (1.0 / 3 * 1 / 3) / (1.0 / 30), 1, 2},
		{[]int32{0, 0, 0, 0}, 1, (1.0 / 2 * 1 / 4) / (1.0 / 5), 3, 1}, // 1 and 3 rather than 2 and 2, which is 1⁄9
	} {
		got, at := s.Best(c.sequence, 2, 1, c.least)
		if want := math.Log10(c.factor / c.splits); math.Abs(got-want) > 1e-12 || at != c.at {
			t.Errorf("%v: %v at %d, want %v at %d", c.sequence, got, at, want, c.at)
		}
	}
	if got, at := s.Best([]int32{0, 1, 0}, 2, 1, 2); !math.IsNaN(got) || at != 0 {
		t.Errorf("too few: %v at %d", got, at)
	}
}

// TestBestEqualsGammas counts each half anew and takes the closed form of the Dirichlet-multinomial distribution.
func TestBestEqualsGammas(t *testing.T) {
	var s Splitter
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.IntRange(1, 24).Draw(t, "kinds")
		prior := rapid.SampledFrom([]float64{0.1, 0.5, 1}).Draw(t, "prior")
		least := rapid.IntRange(1, 5).Draw(t, "least")
		sequence := rapid.SliceOfN(rapid.Int32Range(0, int32(kinds-1)), 2*least, 60).Draw(t, "sequence")
		got, at := s.Best(sequence, kinds, prior, least)
		best, splits := math.Inf(-1), 0
		factor := func(k int) float64 {
			return likelihood(sequence[:k], kinds, prior) +
				likelihood(sequence[k:], kinds, prior) - likelihood(sequence, kinds, prior)
		}
		for k := least; k <= len(sequence)-least; k++ {
			splits++
			best = max(best, factor(k))
		}
		if want := (best - math.Log(float64(splits))) / math.Ln10; math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v, want %v", got, want)
		}
		if math.Abs(factor(at)-best) > 1e-9 {
			t.Fatalf("split at %d, which is not the best", at)
		}
	})
}

func likelihood(sequence []int32, kinds int, prior float64) float64 {
	counts := make([]float64, kinds)
	for _, kind := range sequence {
		counts[kind]++
	}
	gamma := func(x float64) float64 { y, _ := math.Lgamma(x); return y }
	all := prior * float64(kinds)
	sum := gamma(all) - gamma(all+float64(len(sequence)))
	for _, n := range counts {
		sum += gamma(prior+n) - gamma(prior)
	}
	return sum
}

func TestBestAllocatesNothing(t *testing.T) {
	var s Splitter
	sequence := make([]int32, 500)
	s.Best(sequence, 24, 0.5, 10)
	if n := testing.AllocsPerRun(10, func() { s.Best(sequence, 24, 0.5, 10) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
