package analysis

import "spoor/analysis/stats"

// GroupMeans is the mean of a metric over the flagged users beside its mean over all judged users, without declared robots unless they are judged,
// in the rule's unit; NaN where nobody has a value.
type GroupMeans struct {
	Rule                   *Rule
	Flagged, All           float64
	FlaggedUsers, AllUsers int // with a value
}

// GroupMeans is the paper's figure of who is flagged beside everybody, rule by rule, in their order.
func (e *Evaluation) GroupMeans() []GroupMeans {
	m := e.judge.Matrix
	all := make([]GroupMeans, m.Measuring.Own.Count())
	var flagged, evaluated []int32
	for row := range m.Len() {
		if m.evaluated(row, e.Set.Robots) {
			evaluated = append(evaluated, int32(row))
		}
		if e.Flagged[row] {
			flagged = append(flagged, int32(row))
		}
	}
	stats.InParallel(len(all), func(from, to int) {
		for r := from; r < to; r++ {
			some, most := stats.SortedValues(m.X[r], flagged), stats.SortedValues(m.X[r], evaluated)
			all[r] = GroupMeans{m.Rule(RuleID(r)), stats.Mean(some), stats.Mean(most), len(some), len(most)}
		}
	})
	return all
}
