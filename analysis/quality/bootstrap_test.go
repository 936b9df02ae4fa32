package quality

import (
	"math"
	"testing"
)

// TestInterval: two users who are found for sure have no interval; nor has nobody.
func TestInterval(t *testing.T) {
	if low, high := bootstrap([]group{{2, 2}}); low != 1 || high != 1 {
		t.Errorf("all bad: %v to %v", low, high)
	}
	for _, groups := range [][]group{nil, {{5, 0}}} {
		if low, high := bootstrap(groups); !math.IsNaN(low) || !math.IsNaN(high) {
			t.Errorf("%v: %v to %v", groups, low, high)
		}
	}
}

// TestIntervalOfOneTie can be worked out: of n users in no order, b of them bad, the average precision is b ÷ n, and b
// is binomial in the draws: 40 of 100 with a standard deviation of 4.9, hence 0.30 to 0.50.
func TestIntervalOfOneTie(t *testing.T) {
	low, high := bootstrap([]group{{100, 40}})
	if math.Abs(low-0.304) > 0.03 || math.Abs(high-0.496) > 0.03 {
		t.Errorf("%v to %v", low, high)
	}
	again, _ := bootstrap([]group{{100, 40}})
	if again != low {
		t.Errorf("%v, then %v", low, again)
	}
	narrow, wide := bootstrap([]group{{10_000, 4000}})
	if wide-narrow > (high-low)/5 {
		t.Errorf("of a hundred times as many users: %v to %v", narrow, wide)
	}
}

// TestIntervalHoldsTheAveragePrecision of what is evaluated.
func TestIntervalHoldsTheAveragePrecision(t *testing.T) {
	groups := []group{{1, 1}, {2, 1}, {4, 1}, {30, 2}, {60, 1}}
	low, high := bootstrap(groups)
	if middle := averagePrecision(groups); !(low < middle && middle < high) || low < 0 || high > 1 {
		t.Errorf("%v is not within %v to %v", middle, low, high)
	}
}
