package analysis

import (
	"math"
	"math/bits"
)

// fullScore is the highest score.
const fullScore = 100

// damping[i] divides the i-th largest hit of a family: i^1.5.
var damping = func() (table [MostRules + 1]float64) {
	for i := range table {
		table[i] = math.Pow(float64(i), 1.5)
	}
	return table
}()

// damp makes of the hits' own points what they count, and returns the score. Within a family the i-th largest counts
// ÷ i^1.5, because visits, items and menus are one phenomenon that must not count three times; families just add up, so
// that switching a rule off changes no other family's points.
func (o OwnRules) damp(hits []Hit) float64 {
	var places [MostRules]int
	for i := range hits {
		places[i] = 1
		for k := range hits {
			if k != i && o.Rule(hits[k].Rule).Family == o.Rule(hits[i].Rule).Family && o.outweighs(&hits[k], &hits[i]) {
				places[i]++
			}
		}
	}
	score := 0.0
	for i := range hits {
		hits[i].Points /= damping[places[i]]
		score += hits[i].Points
	}
	return min(score, fullScore)
}

// outweighs orders hits by points, then by the name of the rule.
func (o OwnRules) outweighs(a, b *Hit) bool {
	if a.Points != b.Points {
		return a.Points > b.Points
	}
	return o.Rule(a.Rule).Name < o.Rule(b.Rule).Name
}

// flags reports whether hits with this score make a user flagged, and whether one of them is evidence alone. Hits that
// grow with what a user does are not confirmed by the volume of it, which is the same thing twice. With a baseline that
// is trimmed by bands alone, as the definitions have it, any hit of such a rule is enough, and any family confirms
// another.
func (s *RuleSet) flags(hits []Hit, score float64, rules compiledRules) (flagged, alone bool) {
	families, steady, enough := uint(0), false, s.Alone
	if s.Trim == TrimBands {
		steady, enough = true, 0
	}
	for i := range hits {
		rule := &rules[hits[i].Rule]
		families |= 1 << rule.family
		steady = steady || rule.family != Volume && !rule.grows
		alone = alone || rule.alone && hits[i].Points >= enough
	}
	confirmed := bits.OnesCount(families)
	if !steady && confirmed > 1 {
		confirmed = bits.OnesCount(families &^ (1 << Volume))
	}
	flagged = len(hits) > 0 && len(hits) >= s.Hits && score >= s.Score && (confirmed >= s.Families || alone)
	return flagged, alone
}
