package analysis

// GroupMeans is the mean of a metric over the flagged users beside its mean over all judged users, without declared robots unless they are judged,
// in the rule's unit; NaN where nobody has a value.
type GroupMeans struct {
	Rule                   RuleID
	Flagged, All           float64
	FlaggedUsers, AllUsers int // with a value
}

// GroupMeans is the paper's figure of who is flagged beside everybody, rule by rule.
func (e *Evaluation) GroupMeans() (all [RuleCount]GroupMeans) {
	m := e.judge.Matrix
	var flagged, evaluated []int32
	for row := range m.Len() {
		if m.evaluated(row, e.Set.Robots) {
			evaluated = append(evaluated, int32(row))
		}
		if e.Flagged[row] {
			flagged = append(flagged, int32(row))
		}
	}
	inParallel(RuleCount, func(from, to int) {
		for r := from; r < to; r++ {
			some, most := sortedValues(m.X[r], flagged), sortedValues(m.X[r], evaluated)
			all[r] = GroupMeans{RuleID(r), mean(some), mean(most), len(some), len(most)}
		}
	})
	return all
}
