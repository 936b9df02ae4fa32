package analysis

import (
	"math"
	"sync"

	"spoor/analysis/stats"
	"spoor/internal/hugepage"
)

// reaches are how far out users are, and their order by it, for the band rules that were on last: turning a bound
// changes neither.
type reaches struct {
	sync.Mutex
	on    RuleBits // the band rules that count
	of    []float64
	order []int32 // rows, the farthest first, then by row
}

// bandsOn are the band rules of a rule set that are on, with those of one's own that a percentile bounds.
func (j *Judge) bandsOn(s *RuleSet) (on RuleBits) {
	aligned := s.alignedTo(j.Matrix)
	for r, rule := range aligned.All() {
		setting := &aligned.Rules[r]
		either := rule.Kind == Either && (setting.Low.Kind == Quantile || setting.High.Kind == Quantile)
		if setting.On && (rule.Kind == Band || either) {
			on.Add(r)
		}
	}
	return on
}

// reach is how far out each user is, by row: the sum, over the band rules that are on, of the distance, at most 6 of
// each and 0 of what is not known. It orders users of one score, most of whom no rule hits. order has the rows by it.
// Both must not be changed.
func (j *Judge) reach(on RuleBits) (of []float64, order []int32) {
	j.reaches.Lock()
	defer j.reaches.Unlock()
	if j.reaches.of == nil || j.reaches.on != on {
		j.reaches.on, j.reaches.of = on, j.distanceSums(on)
		j.reaches.order = stats.Descending(j.reaches.of)
	}
	return j.reaches.of, j.reaches.order
}

// distanceSums adds up |z|, at most 6 of each rule.
func (j *Judge) distanceSums(of RuleBits) []float64 {
	sums := hugepage.Make[float64](j.Matrix.Len())
	stats.InParallel(len(sums), func(from, to int) {
		for r := range j.Matrix.Rules() {
			if !of.Has(r) || j.z[r] == nil {
				continue
			}
			for row, z := range j.z[r][from:to] {
				if !math.IsNaN(z) {
					sums[from+row] += min(math.Abs(z), farthest)
				}
			}
		}
	})
	return sums
}
