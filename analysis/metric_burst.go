package analysis

import (
	"fmt"

	"spoor/analysis/units"
)

var burst = Rule{
	Name: "burst", Title: "burst", Unit: units.Ratio, Family: Volume,
	Kind: Threshold, HighOnly: true, Usual: 1, Beyond: true,
	// Pages whose scripts ask for the same thing every second fill everybody's bucket; none asks for what is refused.
	Rarer:  0.99,
	exempt: func(m *Matrix, row int) bool { return m.Stats[row].BurstKind == ManyRefused },
	Least:  1, Observed: units.NewNoun("event", "events"),
	More:     "more",
	measure:  measureBurst,
	evidence: burstEvidence,
	beside:   besideBurst,
}

// measureBurst is how full a leaky bucket ever got, of the kind that got fullest; above 1 it ran over.
func measureBurst(m *Measurer) Value { return Value{m.burst.Fullness(), int32(len(m.events))} }

// besideBurst says which bucket, and when: "with 42 of the same request in a bucket of 20 that leaks one in 3 s,
// fullest at 2026-03-01 19:12:33 +09:00".
func besideBurst(m *Matrix, row int) string {
	kind := m.Stats[row].BurstKind
	if kind == NoBurst {
		return ""
	}
	b := m.Measuring.Buckets[kind]
	return fmt.Sprintf("with %s %s in a bucket of %s that leaks one in %s, fullest at %s",
		units.Round(m.X[Burst][row]*b.Capacity), kind, units.Round(b.Capacity), units.InSeconds(b.Leak),
		m.at(m.Stats[row].BurstAt).Format("2006-01-02 15:04:05 Z07:00"))
}
