package analysis

import (
	"math"
	"sort"
)

// Ranker is a simple way to rank users, which a rule set should be better than.
type Ranker struct {
	Name  string
	score func(j *Judge) []float64
}

// Comparators need no rules: how much a user did, viewed, and viewed of different things; how far out the user is, all bands together; and how rare the values are, as
// ECOD says it (Li et al. 2022, in the form of PyOD).
var Comparators = []Ranker{
	{"number of events", eventCounts},
	{"number of views", viewCounts},
	{"distinct items", itemCounts},
	{"sum of distances", distanceSums},
	{"ECOD", rarities},
}

// RankBy ranks the users by a comparator. It flags nobody.
func (j *Judge) RankBy(c Ranker) *Evaluation {
	n := j.Matrix.Len()
	e := &Evaluation{Score: c.score(j), Low: NewHitSets(n, false), High: NewHitSets(n, false), Flagged: make([]bool, n), Evaluated: j.judged - j.robots, judge: j}
	e.Order = descending(e.Score)
	return e
}

func eventCounts(j *Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	for row, events := range j.Matrix.Events {
		scores[row] = float64(events)
	}
	return scores
}

func viewCounts(j *Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	for row, views := range j.Matrix.Views {
		scores[row] = float64(views)
	}
	return scores
}

// itemCounts are 0 where there are no views.
func itemCounts(j *Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	for row, items := range j.Matrix.X[ContentUsage] {
		if !math.IsNaN(items) {
			scores[row] = items
		}
	}
	return scores
}

// distanceSums are those of all bands.
func distanceSums(j *Judge) []float64 {
	var all RuleBits
	for r := range Rules {
		if Rules[r].Kind == Band {
			all.Add(RuleID(r))
		}
	}
	return j.distanceSums(all)
}

// rarities adds up, over the bands, −ln of the share of users whose values are as small, or as large, whichever are fewer.
func rarities(j *Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	var rows []int32
	for row := range scores {
		if j.Matrix.evaluated(row, false) {
			rows = append(rows, int32(row))
		}
	}
	for r := range Rules {
		if Rules[r].Kind != Band {
			continue
		}
		sorted := sortedValues(j.Matrix.X[r], rows)
		for _, row := range rows {
			if x := j.Matrix.X[r][row]; !math.IsNaN(x) {
				smaller := sort.SearchFloat64s(sorted, x)
				larger := len(sorted) - sort.Search(len(sorted), func(i int) bool { return sorted[i] > x })
				rarest := len(sorted) - max(smaller, larger) // with those of the same value
				scores[row] -= math.Log(float64(rarest) / float64(len(sorted)))
			}
		}
	}
	return scores
}
