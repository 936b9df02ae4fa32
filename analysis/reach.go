package analysis

import (
	"math"
	"sync"
)

// reaches are how far out users are, and their order by it, for the band rules that were on last: turning a bound changes
// neither.
type reaches struct {
	sync.Mutex
	on    Bits // the band rules that count
	of    []float64
	order []int32 // rows, the farthest first, then by row
}

// bandsOn are the band rules of a rule set that are on.
func bandsOn(s *RuleSet) (on Bits) {
	for r := range Rules {
		if Rules[r].Kind == Band && s.Rules[r].On {
			on |= 1 << r
		}
	}
	return on
}

// reach is how far out each user is, by row: the sum, over the band rules that are on, of the distance, at most 6 of each
// and 0 of what is not known. It orders users of one score, most of whom no rule hits. order has the rows by it. Both must
// not be changed.
func (j *Judge) reach(on Bits) (of []float64, order []int32) {
	j.reaches.Lock()
	defer j.reaches.Unlock()
	if j.reaches.of == nil || j.reaches.on != on {
		j.reaches.on, j.reaches.of = on, j.distanceSums(on)
		j.reaches.order = descending(j.reaches.of)
	}
	return j.reaches.of, j.reaches.order
}

// distanceSums adds up |z|, at most 6 of each rule.
func (j *Judge) distanceSums(of Bits) []float64 {
	sums := make([]float64, j.Matrix.Len())
	inParallel(len(sums), func(from, to int) {
		for r := range Rules {
			if of&(1<<r) == 0 || j.z[r] == nil {
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
