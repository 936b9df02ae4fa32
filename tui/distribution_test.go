package tui

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"spoor/tui/term/termtest"
)

// TestBinsHoldEverybody spreads random samples and checks that nobody is lost or counted twice.
func TestBinsHoldEverybody(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	for range 300 {
		knots := make([]float64, 1+r.IntN(300))
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
		d := distribution{knots: knots, low: math.Inf(-1), high: math.Inf(1), mark: mark, whole: whole && r.IntN(2) == 0}
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
	d := distribution{knots: []float64{0, 1, 2, 50, 1000}, low: 1, high: 50, mark: 2000, whole: true}
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
	d := distribution{knots: []float64{1, 1, 1, 1, 2, 2, 4}, low: 2, high: 3, mark: 4, whole: true}
	c := newCanvas(testTheme(t), 8, 3)
	d.draw(c.area())
	if got := termtest.Text(c.String(), 8, 3); got != "██┆   ┆\n████  ▄▄\n  ┆2  4▴\n" {
		t.Errorf("\n%s", got)
	}
	strip := newCanvas(testTheme(t), 8, 1)
	d.drawStrip(strip.area().line(0))
	if got := termtest.Text(strip.String(), 8, 1); got != "██┆▄··┆▲\n" {
		t.Errorf("%q", got)
	}
}

func TestDistributionOfNobody(t *testing.T) {
	for _, d := range []distribution{{}, distribution{knots: []float64{5}, low: math.Inf(-1), high: 9, mark: 5, whole: true}, distribution{knots: []float64{0, 0, 0}, low: 0, high: 0, mark: math.NaN(), whole: true}} {
		c := newCanvas(testTheme(t), 20, 4)
		d.draw(c.area())
		d.drawStrip(c.area().line(3))
	}
}
