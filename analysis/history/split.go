// Package history tells whether what somebody does has changed: whether a sequence of observations is likelier to be
// two different habits, one after the other, than one.
package history

import "math"

// Splitter finds where sequences fall in two. It keeps its memory for the next one; it is not for use by several
// goroutines at a time.
type Splitter struct {
	before []float64 // by length: the logarithm of how likely the first so many are
	counts []int32
}

// Best splits a sequence of kinds, numbers from 0 up and less than kinds, where that is likeliest, with so many
// observations on either side at least. log10 is the logarithm, to the base 10, of the Bayes factor of two habits
// against one: each habit prefers some kinds over others by a Dirichlet distribution with the parameter prior for each
// kind. It is divided by the number of splits that were tried, so that a long sequence is no likelier to be split by
// chance. Without any, at is 0 and log10 NaN. Of equals the first split counts.
func (s *Splitter) Best(sequence []int32, kinds int, prior float64, least int) (log10 float64, at int) {
	n := len(sequence)
	if least < 1 || n < 2*least {
		return math.NaN(), 0
	}
	s.before = append(s.before[:0], 0)
	s.clear(kinds)
	for i, kind := range sequence {
		s.before = append(s.before, s.before[i]+s.next(kind, i, kinds, prior))
	}
	s.clear(kinds)
	best, after := math.Inf(-1), 0.0
	for i := n - 1; i >= least; i-- {
		after += s.next(sequence[i], n-1-i, kinds, prior)
		if n-i >= least && s.before[i]+after >= best {
			best, at = s.before[i]+after, i
		}
	}
	return (best-s.before[n])/math.Ln10 - math.Log10(float64(n-2*least+1)), at
}

func (s *Splitter) clear(kinds int) {
	if cap(s.counts) < kinds {
		s.counts = make([]int32, kinds)
	}
	s.counts = s.counts[:kinds]
	clear(s.counts)
}

// next is the logarithm of how likely a kind is after so many others have been counted, and counts it.
func (s *Splitter) next(kind int32, others, kinds int, prior float64) float64 {
	likely := (prior + float64(s.counts[kind])) / (prior*float64(kinds) + float64(others))
	s.counts[kind]++
	return math.Log(likely)
}
