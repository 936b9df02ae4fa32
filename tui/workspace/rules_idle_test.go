package workspace

import (
	"strings"
	"testing"

	"spoor/analysis"
)

// TestWhatATurnThatChangesNothingIsPutDownTo turns what changes nobody's score and flags nobody else. By hand: lee's
// login-abuse has 20 points and is no evidence alone, kim's probing has 40 and is, what park hits
// makes more than 100 by weights of 100.
func TestWhatATurnThatChangesNothingIsPutDownTo(t *testing.T) {
	users := analysis.NewMatrix(3)
	for id, hits := range []map[analysis.RuleID]float64{
		{analysis.Probing: 20}, {analysis.LoginAbuse: 40},
		{analysis.Probing: 20, analysis.Burst: 2, analysis.LoginAbuse: 40},
	} {
		m := analysis.Measures{Stats: analysis.Stats{Events: 50}}
		for rule, x := range hits {
			m.Values[rule] = analysis.Value{X: x, N: 50}
		}
		users.Append(analysis.UserNumber(id), []string{"kim", "lee", "park"}[id], m)
	}
	judge := analysis.NewJudge(users, analysis.FitBaseline(users, analysis.Strict().BaselinePolicy, nil))
	for _, c := range []struct{ set, turn, want string }{
		{"", "flag.score=15", "1 user between"},
		{"", "flag.score=10", "1 user between"},
		{"", "flag.score=30", "nobody's score lies between: 2 stay flagged"},
		{"", "flag.families=1", "1 user of that score with so few"},
		{"", "flag.families=3", "nobody of that score has so few"},
		{"probing.weight=100", "burst.on=false", "whoever hits burst has a score of 100"},
		{"probing.weight=100", "burst.weight=30", "whoever hits burst has a score of 100"},
		{"probing.weight=100", "burst.high=3", "of users whose score is 100"},
		{"burst.weight=0", "burst.on=false", "its weight is 0"},
		{"", "rare-paths.on=false", "nobody hits "},
	} {
		t.Run(c.set+" "+c.turn, func(t *testing.T) {
			before, err := with(analysis.Strict(), c.set)
			if err != nil {
				t.Fatal(err)
			}
			after, err := before.With(c.turn)
			if err != nil {
				t.Fatal(err)
			}
			if got := idleTurn(judge, judge.Evaluate(before), judge.Evaluate(after)); !strings.Contains(got, c.want) {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}

// with is a rule set with a change, which may be none.
func with(set analysis.RuleSet, change string) (analysis.RuleSet, error) {
	if change == "" {
		return set, nil
	}
	return set.With(change)
}
