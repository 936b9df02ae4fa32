package quality

import (
	"math"
	"math/rand/v2"
	"slices"

	"spoor/analysis"
)

// bootstrapRounds is how often the users are drawn anew.
const bootstrapRounds = 400

// Interval is the interval in which the average precision of a Report lies in 95 of 100 draws of as many of the
// labelled users, with replacement (the percentile method of Efron); NaN without a bad user. The seed is fixed.
func Interval(m *analysis.Matrix, e *analysis.Evaluation, truth []Label) (low, high float64) {
	return bootstrap(groupsOf(rankedUsers(m, e, truth)))
}

func bootstrap(groups []group) (low, high float64) {
	var users []int32 // the group of each user; within a group the bad ones come first
	for g := range groups {
		for range groups[g].users {
			users = append(users, int32(g))
		}
	}
	begins := make([]int, len(groups)) // where the users of each group are
	for g := 1; g < len(groups); g++ {
		begins[g] = begins[g-1] + groups[g-1].users
	}
	random := rand.New(rand.NewPCG(1, 2))
	drawn := make([]group, len(groups))
	var all []float64
	for range bootstrapRounds {
		clear(drawn)
		for range users {
			user := random.IntN(len(users))
			g := users[user]
			drawn[g].users++
			if user-begins[g] < groups[g].bad {
				drawn[g].bad++
			}
		}
		some := slices.DeleteFunc(slices.Clone(drawn), func(g group) bool { return g.users == 0 })
		if precision := averagePrecision(some); !math.IsNaN(precision) {
			all = append(all, precision)
		}
	}
	if len(all) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(all)
	return quantile(all, 0.025), quantile(all, 0.975)
}

// quantile is of type 7, of sorted values.
func quantile(sorted []float64, p float64) float64 {
	h := float64(len(sorted)-1) * p
	k := int(h)
	if k+1 == len(sorted) {
		return sorted[k]
	}
	return sorted[k] + (h-float64(k))*(sorted[k+1]-sorted[k])
}
