// Package quality says how well rules find misuse among users of whom it is known what they are.
package quality

import (
	"math"
	"slices"
	"strings"

	"spoor/analysis"
)

// Label is what is known to be true of a user.
type Label struct {
	Known bool   // otherwise the user does not count
	Bad   bool   // should be flagged
	Kind  string // of misuse, of bad users; "" if it has no name
}

// Report says how well an evaluation finds the bad users among the labelled ones, without declared robots unless they
// are judged. Users of one score and one reach are in no order: what depends on their order is averaged over all of
// them. NaN stands for what cannot be said.
type Report struct {
	Users, Bad       int // labelled
	Flagged, Caught  int // flagged users, and those of them who are bad
	Precision        float64
	Recall           float64
	F1               float64
	At10, At50       float64 // precision among the users of highest score; of all users where there are fewer
	At100            float64
	AveragePrecision float64 // precision where each bad user is found, averaged; with ties as scikit-learn has it
	AUC              float64 // of the ROC: how often a bad user scores above a good one, ties counting half
	Kinds            []Kind
}

// Kind is how many users of one kind of misuse were flagged.
type Kind struct {
	Kind        string
	Bad, Caught int
	Recall      float64
}

// Of compares what an evaluation says of the users of a matrix with the truth, by row.
func Of(m *analysis.Matrix, e *analysis.Evaluation, truth []Label) Report {
	var q Report
	kinds := map[string]*Kind{}
	for _, row := range e.Order {
		if counts(m, e, row, truth) {
			q.count(truth[row], e.Flagged[row], kinds)
		}
	}
	for _, kind := range kinds {
		kind.Recall = ratio(kind.Caught, kind.Bad)
		q.Kinds = append(q.Kinds, *kind)
	}
	slices.SortFunc(q.Kinds, func(a, b Kind) int { return strings.Compare(a.Kind, b.Kind) })
	q.Precision, q.Recall = ratio(q.Caught, q.Flagged), ratio(q.Caught, q.Bad)
	q.F1 = ratio(2*q.Caught, q.Flagged+q.Bad)
	groups := groupsOf(rankedUsers(m, e, truth))
	q.At10, q.At50, q.At100 = precisionAt(groups, 10), precisionAt(groups, 50), precisionAt(groups, 100)
	q.AveragePrecision, q.AUC = averagePrecision(groups), areaUnderROC(groups)
	return q
}

// counts reports whether it is known what a user is, who is no declared robot unless those are judged.
func counts(m *analysis.Matrix, e *analysis.Evaluation, row int32, truth []Label) bool {
	return truth[row].Known && (e.Set.Robots || !m.Robot(int(row)))
}

// rankedUsers are the users who count, as they are ranked.
func rankedUsers(m *analysis.Matrix, e *analysis.Evaluation, truth []Label) (ranked []graded) {
	for _, row := range e.Order {
		if counts(m, e, row, truth) {
			ranked = append(ranked, graded{e.Score[row], reachOf(e, row), truth[row].Bad})
		}
	}
	return ranked
}

func (q *Report) count(label Label, flagged bool, kinds map[string]*Kind) {
	q.Users++
	if flagged {
		q.Flagged++
	}
	if !label.Bad {
		return
	}
	if kinds[label.Kind] == nil {
		kinds[label.Kind] = &Kind{Kind: label.Kind}
	}
	kind := kinds[label.Kind]
	q.Bad++
	kind.Bad++
	if flagged {
		q.Caught++
		kind.Caught++
	}
}

// reachOf is the reach of a user, 0 where users are ranked without it.
func reachOf(e *analysis.Evaluation, row int32) float64 {
	if e.Reach == nil {
		return 0
	}
	return e.Reach[row]
}

// ratio is NaN of nothing.
func ratio(part, whole int) float64 { return float64(part) / float64(whole) }

// graded is a user by score, reach and truth.
type graded struct {
	score, reach float64
	bad          bool
}

// group is how many users have one score, and how many of them are bad.
type group struct{ users, bad int }

// groupsOf counts the users of each score and reach, the highest first, as they are ranked.
func groupsOf(ranked []graded) []group {
	var groups []group
	for i, user := range ranked {
		if i == 0 || user.score != ranked[i-1].score || user.reach != ranked[i-1].reach {
			groups = append(groups, group{})
		}
		last := &groups[len(groups)-1]
		last.users++
		if user.bad {
			last.bad++
		}
	}
	return groups
}

// precisionAt is the expected share of bad users among the first k.
func precisionAt(groups []group, k int) float64 {
	users, bad := 0, 0.0
	for _, g := range groups {
		share := min(1, float64(k-users)/float64(g.users))
		bad += share * float64(g.bad)
		users = min(k, users+g.users)
		if users == k {
			break
		}
	}
	return bad / float64(users)
}

// averagePrecision is the precision at each score, weighted by the share of the bad users who have it.
func averagePrecision(groups []group) float64 {
	users, bad, sum := 0, 0, 0.0
	for _, g := range groups {
		users, bad = users+g.users, bad+g.bad
		sum += float64(g.bad) * ratio(bad, users)
	}
	if bad == 0 {
		return math.NaN()
	}
	return sum / float64(bad)
}

// areaUnderROC counts the pairs of a bad and a good user where the bad one scores higher, ties half.
func areaUnderROC(groups []group) float64 {
	bad, good, pairs := 0.0, 0.0, 0.0
	for _, g := range groups {
		goodHere := float64(g.users - g.bad)
		pairs += goodHere * (bad + float64(g.bad)/2)
		bad, good = bad+float64(g.bad), good+goodHere
	}
	return pairs / (bad * good)
}
