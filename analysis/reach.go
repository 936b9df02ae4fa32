package analysis

import (
	"math"
	"sync"

	"spoor/analysis/stats"
	"spoor/internal/hugepage"
)

// reaches are how far out users are, and their order by it, for the rules that were on last: turning a bound changes
// neither.
type reaches struct {
	sync.Mutex
	by    reachedBy
	of    []float64
	order []int32 // rows, the farthest first, then by row
}

// reachedBy are the rules that are on, as far as they say how far out users are.
type reachedBy struct {
	bands      RuleBits // with those of one's own that a percentile bounds
	thresholds RuleBits // built-in ones
	sum        bool     // of the distances from the bands alone, as the definitions have it
}

// nearThreshold is how far out a user is at a threshold, where a hit weighs as much as one that far outside a band:
// half.
const nearThreshold = farthest / 2

func (j *Judge) reachedBy(s *RuleSet) (by reachedBy) {
	aligned := s.alignedTo(j.Matrix)
	by.sum = s.Trim == TrimBands
	for r, rule := range aligned.All() {
		setting := &aligned.Rules[r]
		either := rule.Kind == Either && (setting.Low.Kind == Quantile || setting.High.Kind == Quantile)
		switch {
		case !setting.On:
		case rule.Kind == Band || either:
			by.bands.Add(r)
		case rule.Kind == Threshold && !by.sum:
			by.thresholds.Add(r)
		}
	}
	return by
}

// reach is how far out each user is, by row, which orders users of one score, most of whom no rule hits: the mean
// distance, at most 6 each, over the band rules that are on and know the user, and up to 3 for how much of the way from
// the median of the ordinary users to its usual threshold the user has gone in the threshold rule that is nearest to a
// hit. A mean, because who is known in more ways is no farther out for it. With a baseline that is trimmed by bands
// alone it is the sum of the distances. order has the rows by it. Both must not be changed.
func (j *Judge) reach(s *RuleSet) (of []float64, order []int32) {
	by := j.reachedBy(s)
	j.reaches.Lock()
	defer j.reaches.Unlock()
	if j.reaches.of == nil || j.reaches.by != by {
		j.reaches.by, j.reaches.of = by, hugepage.Make[float64](j.Matrix.Len())
		stats.InParallel(j.Matrix.Len(), func(from, to int) {
			for ; from < to; from += block {
				j.reachOf(by, from, j.reaches.of[from:min(from+block, to)])
			}
		})
		j.reaches.order = stats.Descending(j.reaches.of)
	}
	return j.reaches.of, j.reaches.order
}

// reachOf is the reach of at most a block of rows from one on.
func (j *Judge) reachOf(by reachedBy, from int, of []float64) {
	var known, nearest [block]float64
	for r := range j.Matrix.Rules() {
		switch {
		case by.bands.Has(r) && j.z[r] != nil:
			for i, z := range j.z[r][from : from+len(of)] {
				if !math.IsNaN(z) {
					of[i] += min(math.Abs(z), farthest)
					known[i]++
				}
			}
		case by.thresholds.Has(r):
			j.wayTo(r, from, nearest[:len(of)])
		}
	}
	if by.sum {
		return
	}
	for i := range of {
		of[i] = of[i]/max(known[i], 1) + nearThreshold*nearest[i]
	}
}

// wayTo raises nearest to how much of the way to a threshold the users have gone, 0 to 1, where that is more. A
// threshold that half of the ordinary users are beyond, or that too few of them have a value for, tells nothing.
func (j *Judge) wayTo(r RuleID, from int, nearest []float64) {
	fit := j.fits[r]
	usual, threshold := fit.Quantile(0.5), Rules[r].Usual
	if rarer := Rules[r].Rarer; rarer > 0 {
		threshold = max(threshold, fit.Quantile(rarer))
	}
	if !(usual < threshold) { // also if there is no fit
		return
	}
	for i, x := range j.Matrix.X[r][from : from+len(nearest)] {
		if way := min((x-usual)/(threshold-usual), 1); way > nearest[i] { // not if x is NaN
			nearest[i] = way
		}
	}
}
