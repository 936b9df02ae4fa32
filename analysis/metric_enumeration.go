package analysis

import (
	"spoor/analysis/stats"
	"spoor/analysis/units"
	"spoor/analysis/web"
)

var ids = units.NewNoun("id", "ids")

var enumeration = Rule{
	Name: "enumeration", Title: "steps of one size", Unit: units.Share, Family: Semantic, Alone: true,
	Kind: Threshold, HighOnly: true, Usual: 0.6,
	Least: enumerationLeast, Observed: units.NewNoun("id of one kind of page", "ids of one kind of page"), Over: ids,
	More:     "more",
	measure:  measureEnumeration,
	evidence: enumerationEvidence,
}

const (
	enumerationLeast = 10 // ids of one template
	longestStep      = 10 // from one id to the next, either way
)

// measureEnumeration is how often the user stepped by the commonest number from one id to the next, in the template
// where that is the largest part of the steps: who takes /jobs/1, /jobs/2, /jobs/3 … goes by the numbers and not by the
// pages. Each id counts once, when it first came; a step of more than 10 is a step, but never the commonest.
func measureEnumeration(m *Measurer) Value {
	most := m.collectSequences()
	if most < enumerationLeast {
		return Value{N: int32(most)}
	}
	var best Value
	m.eachSequence(func(sequence []uint64) {
		_, times := m.commonStep(sequence)
		v := Value{float64(times) / float64(len(sequence)-1), int32(len(sequence))}
		if v.X > best.X || v.X == best.X && v.N > best.N {
			best = v
		}
	})
	return best
}

// collectSequences puts the events that first ask for an id into requests, template and index, and returns how many ids
// the template with most of them has.
func (m *Measurer) collectSequences() (most int) {
	m.requests = m.requests[:0]
	if len(m.knowledge.Sequences) == 0 {
		return 0
	}
	m.seen.Clear()
	m.opened.Clear()
	for i := range m.events {
		sequence := stats.At(m.knowledge.Sequences, m.events[i].Request)
		if sequence.Template == 0 || m.events[i].Traits.Has(web.Static) || m.seen.Add(sequence.Place) > 1 {
			continue
		}
		m.requests = append(m.requests, uint64(sequence.Template)<<32|uint64(i))
		most = max(most, m.opened.Add(sequence.Template))
	}
	return most
}

// eachSequence calls take for the collected events of each template with enough ids, in time order.
func (m *Measurer) eachSequence(take func(sequence []uint64)) {
	n := len(m.requests)
	m.seen.Clear()
	for i := range n {
		template := m.requests[i] >> 32
		if m.opened.Of(int32(template)) < enumerationLeast || m.seen.Add(int32(template)) > 1 {
			continue
		}
		for _, collected := range m.requests[i:n] {
			if collected>>32 == template {
				m.requests = append(m.requests, collected) // behind the collected ones
			}
		}
		take(m.requests[n:])
		m.requests = m.requests[:n]
	}
}

// commonStep is the commonest short step of a sequence, the smallest of equals, and how often it was made.
func (m *Measurer) commonStep(sequence []uint64) (step int64, times int) {
	var counts [2*longestStep + 1]int
	for k := 1; k < len(sequence); k++ {
		if step := m.step(sequence, k); step >= -longestStep && step <= longestStep {
			counts[step+longestStep]++
		}
	}
	for i, count := range counts {
		if count > times {
			step, times = int64(i-longestStep), count
		}
	}
	return step, times
}

// step is how far the k-th id of a sequence is from the one before.
func (m *Measurer) step(sequence []uint64, k int) int64 {
	return m.ordered(sequence[k]) - m.ordered(sequence[k-1])
}

func (m *Measurer) ordered(collected uint64) int64 {
	return m.knowledge.Sequences[m.events[uint32(collected)].Request].ID
}

// enumerationEvidence finds the events on both sides of the commonest steps.
func enumerationEvidence(m *Measurer, _ *Profile, add func(event int)) {
	best := measureEnumeration(m)
	found := false
	m.eachSequence(func(sequence []uint64) {
		step, times := m.commonStep(sequence)
		if found || len(sequence) != int(best.N) || float64(times)/float64(len(sequence)-1) != best.X {
			return
		}
		found = true
		for k := 1; k < len(sequence); k++ {
			if m.step(sequence, k) == step {
				add(int(uint32(sequence[k-1])))
				add(int(uint32(sequence[k])))
			}
		}
	})
}
