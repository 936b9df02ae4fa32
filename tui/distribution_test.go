package tui

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"spoor/analysis"
)

// TestBinsHoldEverybody spreads random samples and checks that nobody is lost or counted twice.
func TestBinsHoldEverybody(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	for range 300 {
		knots := make([]float64, 1+r.IntN(300))
		unit := []analysis.Unit{analysis.Seconds, analysis.Items, analysis.Share, analysis.Minutes}[r.IntN(4)]
		whole := r.IntN(2) == 0
		for i := range knots {
			knots[i] = math.Exp(r.NormFloat64() * 3)
			if whole {
				knots[i] = math.Trunc(knots[i])
			}
		}
		slices.Sort(knots)
		mark := math.NaN()
		if r.IntN(2) == 0 {
			mark = math.Exp(r.NormFloat64() * 4)
		}
		d := newDistribution(unit, knots, math.Inf(-1), math.Inf(1), mark)
		sum := 0.0
		for _, n := range d.bins(d.axis(1 + r.IntN(80))) {
			sum += n
		}
		if math.Abs(sum-float64(len(knots))) > 1e-6*float64(len(knots)) {
			t.Fatalf("%d knots make %v: %v", len(knots), sum, knots)
		}
	}
}

func TestAxisIsMonotone(t *testing.T) {
	d := newDistribution(analysis.Items, []float64{0, 1, 2, 50, 1000}, 1, 50, 2000)
	a := d.axis(40)
	if !a.logarithmic {
		t.Error("0 to 2000 with a median of 2 is not drawn on a logarithmic scale")
	}
	last := -1
	for x := 0.0; x <= 2000; x++ {
		if c := a.column(x); c < last || c >= 40 {
			t.Fatalf("%v is in column %d after %d", x, c, last)
		} else {
			last = c
		}
	}
	if a.column(a.low) != 0 || a.column(a.high) != 39 {
		t.Errorf("the ends are in columns %d and %d", a.column(a.low), a.column(a.high))
	}
}

func TestDistributionByHand(t *testing.T) {
	// four users have 1, two have 2, one has 4: columns of half a count each, from 0.5 to 4.5
	d := newDistribution(analysis.Items, []float64{1, 1, 1, 1, 2, 2, 4}, 2, 3, 4)
	c := newCanvas(testTheme(t), 8, 3)
	d.draw(c.area())
	if got := screenText(c.String(), 8, 3); got != "██┆   ┆\n████  ▄▄\n  ┆2  4▴\n" {
		t.Errorf("\n%s", got)
	}
	strip := newCanvas(testTheme(t), 8, 1)
	d.drawStrip(strip.area().line(0))
	if got := screenText(strip.String(), 8, 1); got != "██┆▄··┆▲\n" {
		t.Errorf("%q", got)
	}
}

func TestDistributionOfNobody(t *testing.T) {
	for _, d := range []distribution{{}, newDistribution(analysis.Items, []float64{5}, math.Inf(-1), 9, 5), newDistribution(analysis.Items, []float64{0, 0, 0}, 0, 0, math.NaN())} {
		c := newCanvas(testTheme(t), 20, 4)
		d.draw(c.area())
		d.drawStrip(c.area().line(3))
	}
}
