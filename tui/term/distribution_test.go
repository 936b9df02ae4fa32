package term

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
		d := Distribution{Knots: knots, Low: math.Inf(-1), High: math.Inf(1), Mark: mark, Whole: whole && r.IntN(2) == 0}
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
	d := Distribution{Knots: []float64{0, 1, 2, 50, 1000}, Low: 1, High: 50, Mark: 2000, Whole: true}
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
	d := Distribution{Knots: []float64{1, 1, 1, 1, 2, 2, 4}, Low: 2, High: 3, Mark: 4, Whole: true}
	c := NewCanvas(testTheme(t), 8, 3)
	d.Draw(c.Area())
	if got := termtest.Text(c.String(), 8, 3); got != "██┆   ┆\n████  ▄▄\n  ┆2  4▴\n" {
		t.Errorf("\n%s", got)
	}
	strip := NewCanvas(testTheme(t), 8, 1)
	d.DrawStrip(strip.Area().Line(0))
	if got := termtest.Text(strip.String(), 8, 1); got != "██┆▄··┆▲\n" {
		t.Errorf("%q", got)
	}
}

func TestDistributionOfNobody(t *testing.T) {
	for _, d := range []Distribution{
		{},
		{Knots: []float64{5}, Low: math.Inf(-1), High: 9, Mark: 5, Whole: true},
		{Knots: []float64{0, 0, 0}, Low: 0, High: 0, Mark: math.NaN(), Whole: true},
	} {
		c := NewCanvas(testTheme(t), 20, 4)
		d.Draw(c.Area())
		d.DrawStrip(c.Area().Line(3))
	}
}
