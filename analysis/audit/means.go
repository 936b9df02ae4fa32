package audit

import (
	"spoor/analysis"
	"spoor/analysis/stats"
)

// Means is the mean of a metric over the flagged users beside its mean over all judged users, without declared robots
// unless they are judged, in the rule's unit; NaN where nobody has a value.
type Means struct {
	Rule                   *analysis.Rule
	Flagged, All           float64
	FlaggedUsers, AllUsers int // with a value
}

// MeansOf is the paper's figure of who is flagged beside everybody, rule by rule, in their order.
func MeansOf(e *analysis.Evaluation) []Means {
	m := e.Matrix()
	all := make([]Means, m.Measuring.Own.Count())
	var flagged, evaluated []int32
	for row := range m.Len() {
		if m.Evaluated(row, e.Set.Robots) {
			evaluated = append(evaluated, int32(row))
		}
		if e.Flagged[row] {
			flagged = append(flagged, int32(row))
		}
	}
	stats.InParallel(len(all), func(from, to int) {
		for r := from; r < to; r++ {
			some, most := stats.SortedValues(m.X[r], flagged), stats.SortedValues(m.X[r], evaluated)
			all[r] = Means{m.Rule(analysis.RuleID(r)), stats.Mean(some), stats.Mean(most), len(some), len(most)}
		}
	})
	return all
}
