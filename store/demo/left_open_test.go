package demo

import (
	"math"
	"testing"
	"time"
)

// TestLeftOpenUpToIsTheIntegral compares with the sum over a fine grid of quantiles.
func TestLeftOpenUpToIsTheIntegral(t *testing.T) {
	for _, longest := range []time.Duration{leftOpenMost, 24 * time.Hour, time.Hour} {
		sum := 0.0
		const steps = 1_000_000
		for i := range steps {
			u := (float64(i) + 0.5) / steps
			sum += min(pareto(u, float64(leftOpenLeast), leftOpenShape), max(float64(longest), float64(leftOpenLeast))) / steps
			if i+1 == steps/2 || i+1 == steps {
				got := leftOpenUpTo(float64(i+1)/steps, longest)
				if math.Abs(got-sum) > 1e-4*sum {
					t.Errorf("up to %d of %d, at most %v: %v, want %v", i+1, steps, longest, time.Duration(got), time.Duration(sum))
				}
			}
		}
	}
}

// TestPagesAreLeftOpenAsLongInSmallSites: the time per user is the same whatever the number of users, and nobody leaves
// a page open who comes again or has joined only now.
func TestPagesAreLeftOpenAsLongInSmallSites(t *testing.T) {
	perUser := func(users int) float64 {
		site := Default()
		site.Users = users
		w, sum := worldOf(t, site), time.Duration(0)
		for _, p := range w.people {
			sum += p.leftOpen
			if p.leftOpen > 0 && (p.kind != nil || w.habitsOf(p).visits > 1 || !p.joined.Before(site.Start)) {
				t.Errorf("%s leaves a page open: %+v", p.account, p)
			}
		}
		return sum.Minutes() / float64(users)
	}
	small, large := perUser(1000), perUser(10000)
	if math.Abs(small-large) > 0.05*large {
		t.Errorf("%.2f and %.2f minutes a user", small, large)
	}
}
