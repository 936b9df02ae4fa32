package quality

import (
	"math"
	"slices"
	"sort"

	"spoor/analysis"
)

// Ranking is a simple way to rank users, which a rule set should be better than.
type Ranking struct {
	Name  string
	score func(j *analysis.Judge) []float64
}

// Rankings need no rules: how much a user did, viewed, and viewed of different things; how far out the user is, all
// bands together; and how rare the values are, as ECOD says it (Li et al. 2022, in the form of PyOD).
var Rankings = []Ranking{
	{"number of events", eventCounts},
	{"number of views", viewCounts},
	{"distinct items", itemCounts},
	{"sum of distances", distanceSums},
	{"ECOD", rarities},
}

// Rank ranks the users of a judge. It flags nobody.
func (r Ranking) Rank(j *analysis.Judge) *analysis.Evaluation { return j.RankBy(r.score(j)) }

func eventCounts(j *analysis.Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	for row := range scores {
		scores[row] = float64(j.Matrix.Stats[row].Events)
	}
	return scores
}

func viewCounts(j *analysis.Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	for row := range scores {
		scores[row] = float64(j.Matrix.Stats[row].Views)
	}
	return scores
}

// itemCounts are 0 where there are no views.
func itemCounts(j *analysis.Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	for row, items := range j.Matrix.X[analysis.ContentUsage] {
		if !math.IsNaN(items) {
			scores[row] = items
		}
	}
	return scores
}

// distanceSums are those of all bands: the reach, as the definitions have it, of a rule set that has them on.
func distanceSums(j *analysis.Judge) []float64 {
	var bands analysis.RuleSet
	for r := range analysis.Rules {
		bands.Rules[r].On = analysis.Rules[r].Kind == analysis.Band
	}
	return slices.Clone(j.Evaluate(bands).Reach)
}

// rarities adds up, over the bands, −ln of the share of users whose values are as small, or as large, whichever are
// fewer.
func rarities(j *analysis.Judge) []float64 {
	scores := make([]float64, j.Matrix.Len())
	var rows []int32
	for row := range scores {
		if j.Matrix.Judged(row) && !j.Matrix.Robot(row) {
			rows = append(rows, int32(row))
		}
	}
	for r := range analysis.Rules {
		if analysis.Rules[r].Kind != analysis.Band {
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

// sortedValues are the values of some rows that are evaluable.
func sortedValues(column []float64, rows []int32) (xs []float64) {
	for _, row := range rows {
		if x := column[row]; !math.IsNaN(x) {
			xs = append(xs, x)
		}
	}
	slices.Sort(xs)
	return xs
}
