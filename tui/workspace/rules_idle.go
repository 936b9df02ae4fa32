package workspace

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"spoor/analysis"
	"spoor/analysis/units"
	"spoor/internal/report"
	"spoor/tui/term"
)

// idleTurn says why a turn of the rules changed nobody's score and flagged nobody else, and what would; "" where it
// did. It is of one judge: other measures and another baseline change what there is to compare.
func idleTurn(judge *analysis.Judge, before, after *analysis.Evaluation) string {
	if before == nil || before.Set == after.Set || len(before.Score) != len(after.Score) ||
		!slices.Equal(before.Score, after.Score) || !slices.Equal(before.Flagged, after.Flagged) {
		return ""
	}
	changes := after.Set.Changes(before.Set)
	if len(changes) != 1 {
		return ""
	}
	path, _, _ := strings.Cut(changes[0], "=")
	dot := strings.LastIndexByte(path, '.')
	group, field := path[:dot], path[dot+1:]
	for rule, described := range after.Set.All() {
		if RulePath(rule, described) == group {
			return idleRule(judge, before, after, rule, field)
		}
	}
	return idleFlag(field, before, after)
}

// idleFlag says why a turn of when users are flagged changed nothing. Who lies between the two values may be flagged
// all the same, or not be for another reason.
func idleFlag(field string, before, after *analysis.Evaluation) string {
	was, now := &before.Set, &after.Set
	stay := term.Count(after.FlaggedCount) + " stay flagged"
	switch field {
	case "score":
		n := among(after, func(row int) bool { return between(after.Score[row], was.Score, now.Score) })
		if n == 0 {
			return "nobody's score lies between: " + stay
		}
		return term.Plural(n, "user") + " between, with too few hits or families of hits: " + stay
	case "families":
		return idleCount(after, was.Families, now.Families, func(row int) int { return families(after, row) })
	case "hits":
		return idleCount(after, was.Hits, now.Hits, func(row int) int { return hitCount(after, row) })
	case "distance":
		if before.RuleHits != after.RuleHits {
			return "hits come or go, of users whose score is 100 with them and without"
		}
		return "nobody lies between; where bounds are numbers no distance is asked for"
	}
	return ""
}

// idleCount says why it changed nothing how many hits, or families of them, are asked for.
func idleCount(e *analysis.Evaluation, was, now int, count func(row int) int) string {
	n := among(e, func(row int) bool {
		return e.Score[row] >= e.Set.Score && between(float64(count(row)), float64(was), float64(now))
	})
	if n == 0 {
		return "nobody of that score has so few; the score that flags decides"
	}
	return term.Plural(n, "user") + " of that score with so few; what else is asked for decides"
}

// among counts the evaluated users that something takes.
func among(e *analysis.Evaluation, takes func(row int) bool) (n int) {
	for row := range e.Score {
		if e.Matrix().Evaluated(row, e.Set.Robots) && takes(row) {
			n++
		}
	}
	return n
}

// between reports whether a value is enough for one of two limits, and too little for the other.
func between(x, a, b float64) bool { return x >= min(a, b) && x < max(a, b) }

// hitCount is how many rules a user hits.
func hitCount(e *analysis.Evaluation, row int) int { return e.Low.Of(row).Len() + e.High.Of(row).Len() }

// families counts the families of the rules that a user hits.
func families(e *analysis.Evaluation, row int) int {
	found := map[analysis.Family]bool{}
	low, high := e.Low.Of(row), e.High.Of(row)
	for rule, described := range e.Set.All() {
		if low.Has(rule) || high.Has(rule) {
			found[described.Family] = true
		}
	}
	return len(found)
}

// idleRule says why a turn of a rule changed nothing.
func idleRule(judge *analysis.Judge, before, after *analysis.Evaluation, rule analysis.RuleID, field string) string {
	described, setting := after.Set.Rule(rule), after.Set.Rules[rule]
	hits := max(before.RuleHits[rule], after.RuleHits[rule])
	switch {
	case field == "on" && hits == 0:
		return "nobody hits " + described.Title + ", so that it is on or off changes nothing"
	case field != "on" && !setting.On:
		return described.Title + " is off; space switches it on"
	case field == "weight" && hits == 0:
		return "nobody hits " + described.Title + ", so its weight changes nothing; ←→ on its bounds does"
	case setting.Weight == 0:
		return "its weight is 0, so that hits count nothing; + gives it weight"
	case field == "on" || field == "weight":
		return "whoever hits " + described.Title + " has a score of 100 all the same"
	case before.RuleHits[rule] != after.RuleHits[rule]:
		return "hits come or go, of users whose score is 100 with them and without"
	}
	return idleBound(judge, before.Set, after.Set, rule, field)
}

// idleBound says why a turn of a bound changed nobody's hits.
func idleBound(judge *analysis.Judge, before, set analysis.RuleSet, rule analysis.RuleID, field string) string {
	described := set.Rule(rule)
	side := analysis.High
	if field == "low" {
		side = analysis.Low
	}
	was, now := judge.Onset(before, rule, side), judge.Onset(set, rule, side)
	switch {
	case !now.Any() && now.Far:
		return "no value lies as far as the distance of " + Number(set.Distance) + "; = a number, or turn the distance"
	case !now.Any():
		return "nobody can hit on that side"
	case now.Far && was == now:
		return "the distance of " + Number(set.Distance) + " decides: " + HitsFrom(now, side, described.Unit) +
			" all the same; = a number, or turn the distance"
	case was == now:
		return HitsFrom(now, side, described.Unit) + " as before: the ordinary users are alike there"
	}
	return "nobody lies between: " + HitsFrom(now, side, described.Unit) +
		nextWords(judge, rule, side, now, described.Unit)
}

// nextWords say who comes next inside of where hits begin.
func nextWords(judge *analysis.Judge, rule analysis.RuleID, side analysis.Side, at analysis.Onset,
	unit units.Unit) string {
	next := judge.Below(rule, at.Value)
	if side == analysis.Low {
		next = judge.Above(rule, at.Value)
	}
	if x := (analysis.Onset{Value: next}); !x.Any() {
		return ""
	}
	return ", the nearest user is at " + unit.Format(next)
}

// HitsFrom says from which value on a side hits.
func HitsFrom(at analysis.Onset, side analysis.Side, unit units.Unit) string {
	value := term.Figure(at.Value)
	if unit == units.Share || unit == units.Odds {
		value = unit.Format(at.Value)
	}
	return "hits " + report.FromOn(at, side, value)
}

// Number writes a number as expressions take it, without the noise of binary fractions.
func Number(x float64) string {
	return strconv.FormatFloat(math.Round(x*1000)/1000, 'f', -1, 64)
}
