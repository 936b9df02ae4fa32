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
	return idleFlag(field, after)
}

// idleFlag says why a turn of when users are flagged changed nothing.
func idleFlag(field string, after *analysis.Evaluation) string {
	switch field {
	case "score":
		return "nobody's score lies between: " + term.Count(after.FlaggedCount) + " users stay flagged"
	case "families", "hits":
		return "nobody of that score has so few; the score that flags decides"
	case "distance":
		return "nobody lies between; where bounds are numbers no distance is asked for"
	}
	return ""
}

// idleRule says why a turn of a rule changed nothing.
func idleRule(judge *analysis.Judge, before, after *analysis.Evaluation, rule analysis.RuleID, field string) string {
	set := after.Set
	described, setting := set.Rule(rule), set.Rules[rule]
	switch {
	case field == "on":
		return "nobody hits " + described.Title + ", so that it is on or off changes nothing"
	case !setting.On:
		return described.Title + " is off; space switches it on"
	case field == "weight" && after.RuleHits[rule] == 0:
		return "nobody hits " + described.Title + ", so its weight changes nothing; ←→ on its bounds does"
	case field == "weight":
		return "all points of its hits stay the same"
	case setting.Weight == 0:
		return "its weight is 0, so that hits count nothing; + gives it weight"
	}
	side := analysis.High
	if field == "low" {
		side = analysis.Low
	}
	was, now := judge.Onset(before.Set, rule, side), judge.Onset(set, rule, side)
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
