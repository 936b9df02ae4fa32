package engine

import (
	"spoor/analysis"
	"spoor/store"
)

// Suspicious are the users, by number, that a person finds so. They are never taken for ordinary.
func Suspicious(verdicts map[int32]store.Verdict) map[int32]bool {
	users := map[int32]bool{}
	for user, v := range verdicts {
		if v.Label == store.Suspicious {
			users[user] = true
		}
	}
	return users
}

// Ordinary is the baseline of the ordinary users of a case, who are judged and none of the suspicious, as the policy of a rule set wants
// it. There is one matrix, or one for each span of the time that it is learned from.
func Ordinary(policy analysis.BaselinePolicy, suspicious map[int32]bool, spans ...*analysis.Matrix) *analysis.Baseline {
	return analysis.FitBaselines(spans, policy, func(span, row int) bool { return suspicious[spans[span].ID[row]] })
}
