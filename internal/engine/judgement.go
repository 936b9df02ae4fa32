// Package engine answers what both the command line and the screens ask of a case: what a rule set says of its users.
package engine

import (
	"fmt"
	"math"
	"strconv"
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

// CannotCompare says why nobody can be compared with others, and what is judged all the same: "nobody can be compared
// with others: only 12 ordinary users, 30 are needed; fixed limits still flag 1 user: burst, probing"; "" where there
// are ordinary users enough. That it is so comes first: screens may cut the end.
func (j *Judgement) CannotCompare() string {
	few := j.TooFew()
	if few == "" {
		return ""
	}
	return "nobody can be compared with others: " + few + "; " + j.fixedLimits()
}

// fixedLimits says what rules that need nobody to compare with find, where there are no others that can hit.
func (j *Judgement) fixedLimits() string {
	var on bool
	var hit analysis.RuleBits
	for r := range j.Matrix.Rules() {
		low, high := j.Bounds(j.Now.Set, r)
		on = on || !math.IsInf(low, -1) || !math.IsInf(high, 1)
	}
	for row, flagged := range j.Now.Flagged {
		if flagged {
			hit = hit.Or(j.Now.Low.Of(row)).Or(j.Now.High.Of(row))
		}
	}
	if !on {
		return "no fixed limit is on"
	}
	if j.Now.FlaggedCount == 0 {
		return "fixed limits still count, and flag nobody"
	}
	var names []string
	for r, rule := range j.Matrix.Rules() {
		if hit.Has(r) {
			names = append(names, rule.Name)
		}
	}
	return "fixed limits still flag " + j.Matrix.Nouns().Count(j.Now.FlaggedCount) + ": " + strings.Join(names, ", ")
}

// Lacks says what a user lacks to be flagged whose score, as it is shown, would do; "" for everybody else.
func (j *Judgement) Lacks(row int) string {
	set, score := &j.Now.Set, j.Now.Score[row]
	if j.Now.Flagged[row] || math.Round(score) < set.Score || !j.Matrix.Evaluated(row, set.Robots) {
		return ""
	}
	alone := "evidence alone"
	if set.Alone > 0 && set.Trim != analysis.TrimBands {
		alone += " of " + number(set.Alone) + " points"
	}
	switch hits := len(j.Hits(*set, row)); {
	case hits == 0:
		return ""
	case score < set.Score:
		return "flagged from a score of " + number(set.Score) + " on, has " + number(math.Floor(score*100)/100)
	case hits < set.Hits:
		return fmt.Sprintf("flagged from %d hits on, has %d", set.Hits, hits)
	}
	return fmt.Sprintf("flagged with hits of %d families, or %s", set.Families, alone)
}

// number writes a number as a rule set does.
func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

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
