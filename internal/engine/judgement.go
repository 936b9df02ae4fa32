// Package engine answers what both the command line and the screens ask of a case: what a rule set says of its users.
package engine

import (
	"strings"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/store"
	"spoor/store/model"
)

// Judgement is what a rule set says of the users of a case. Nothing in it is changed once it is made.
type Judgement struct {
	*analysis.Judge
	Now      *analysis.Evaluation     // its Set is the rule set
	Segments []ecrm.Segment           // by row
	Verdicts map[string]store.Verdict // those that stand, by key

	plain []ecrm.Segment // without what rules say
}

// HitNames are a user's hits, those that say most first: "▲content-usage ▼reading-time".
func (j *Judgement) HitNames(row int) string { return HitNames(j.Matrix, j.Hits(j.Now.Set, row)) }

// HitNames are hits of users of a matrix in a line, those that say most first.
func HitNames(users *analysis.Matrix, hits []analysis.Hit) string {
	var names []string
	for _, hit := range analysis.ByPoints(hits) {
		names = append(names, users.HitName(hit))
	}
	return strings.Join(names, " ")
}

// Side is the side on which a user hits a rule.
func (j *Judgement) Side(row int, rule analysis.RuleID) analysis.Side {
	switch {
	case j.Now.Low.Of(row).Has(rule):
		return analysis.Low
	case j.Now.High.Of(row).Has(rule):
		return analysis.High
	}
	return analysis.Inside
}

// Verdict is the verdict that stands on a user; its label is [store.NoVerdict] where there is none.
func (j *Judgement) Verdict(row int) store.Verdict {
	if v, ok := j.Verdicts[j.Matrix.Key[row]]; ok {
		return v
	}
	return store.Verdict{User: j.Matrix.Key[row], Label: store.NoVerdict}
}

// Flagged are the users that the rules flag.
func (j *Judgement) Flagged() model.UserSet {
	return model.UsersWhere(j.Matrix, func(row int) bool { return j.Now.Flagged[row] })
}

// Judge judges measured users by a rule set, beside a baseline.
func Judge(users *analysis.Matrix, against BaselineSource, set analysis.RuleSet,
	verdicts map[string]store.Verdict) *Judgement {
	judge := against.NewJudge(users, set)
	now, plain := judge.Evaluate(set), ecrm.Segments(users)
	return &Judgement{Judge: judge, Now: now, Segments: ecrm.WithLosing(now, plain), plain: plain, Verdicts: verdicts}
}

// By judges the same users beside the same baseline by another rule set. ok is false where that wants another baseline
// or other metrics.
func (j *Judgement) By(set analysis.RuleSet) (other *Judgement, ok bool) {
	if set.BaselinePolicy != j.Now.Set.BaselinePolicy || set.MeasureOptions != j.Now.Set.MeasureOptions {
		return nil, false
	}
	now := j.Evaluate(set)
	segments := ecrm.WithLosing(now, j.plain)
	return &Judgement{Judge: j.Judge, Now: now, Segments: segments, plain: j.plain, Verdicts: j.Verdicts}, true
}
