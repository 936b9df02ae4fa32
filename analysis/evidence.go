package analysis

import (
	"slices"

	"spoor/analysis/web"
)

// Evidence are the events of one user, in time order, that prove a hit of a rule: their indexes, rising. A band is
// proved by no event but by all of them, so it has none; what all users together tell is proved by the user's own part
// in it.
func (m *Measurer) Evidence(rule RuleID, events []web.Event, profile Profile) []int {
	if rule >= RuleCount {
		return nil // see OwnRules.Evidence
	}
	prove := Rules[rule].evidence
	if prove == nil || len(events) == 0 {
		return nil
	}
	m.add(events, &profile)
	var proof []int
	prove(m, &profile, func(event int) { proof = append(proof, event) })
	slices.Sort(proof)
	return slices.Compact(proof)
}

// Compare says whom the users whose evidence is asked for are compared with: those of a Judge's matrix.
func (m *Measurer) Compare(users *Matrix) {
	if users.ordinary != nil {
		m.leanings = users.ordinary.leanings
	}
}

// evidenceIf proves a rule by every event that a test finds.
func evidenceIf(test func(m *Measurer, event *web.Event) bool) func(*Measurer, *Profile, func(int)) {
	return func(m *Measurer, _ *Profile, add func(int)) {
		m.seen.Clear()
		for i := range m.events {
			if test(m, &m.events[i]) {
				add(i)
			}
		}
	}
}
