package analysis

import (
	"fmt"
	"math"
	"strings"
)

// Why explains a hit of Hits in one sentence: "reading time 2.1 s, shorter than 99.6 % of 812 ordinary users (median 38 s,
// usual 6 to 210 s) over 143 views: +17". The usual is what the middle 80 % of the ordinary users have.
func (j *Judge) Why(s RuleSet, row int, h Hit) string {
	rule, fit := &Rules[h.Rule], &j.Baseline.Fits[h.Rule]
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s, %s", rule.Title, rule.Unit.Format(h.Value), beyondBound(rule, s.Rules[h.Rule], h.Side))
	fmt.Fprintf(&text, "%s (median %s, usual %s)", beyondUsers(rule, fit, h),
		rule.Unit.short(fit.Quantile(0.5)), rule.Unit.span(fit.Quantile(0.1), fit.Quantile(0.9)))
	if rule.Over.Many != "" {
		text.WriteString(" over " + rule.Over.count(float64(h.N)))
	}
	if rule.beside != nil {
		text.WriteString(", " + rule.beside(j.Matrix, row))
	}
	return text.String() + ": " + h.points()
}

// beyondBound names a bound that the analyst has set as a number.
func beyondBound(rule *Rule, setting Setting, side Side) string {
	bound, word := setting.Low, "below"
	if side == High {
		bound, word = setting.High, "above"
	}
	if bound.Kind != Number {
		return ""
	}
	return word + " the bound of " + rule.Unit.Format(bound.Value) + ", "
}

// beyondUsers compares with the ordinary users: "shorter than 99.6 % of 812 ordinary users".
func beyondUsers(rule *Rule, fit *Fit, h Hit) string {
	word, share := rule.Less, fit.Above(h.Value)
	if h.Side == High {
		word, share = rule.More, fit.Below(h.Value)
	}
	users := Noun{"ordinary user", "ordinary users"}.count(float64(fit.N))
	if share == 1 {
		return word + " than all " + users
	}
	return word + " than " + percent(min(share, 0.999)) + " of " + users
}

// name is the rule with the side's mark before it: "▲content-usage".
func (h Hit) name() string { return h.Side.Mark() + h.Rule.String() }

// points are the hit's points rounded for people: "+17", or "+0.4".
func (h Hit) points() string {
	if h.Points >= 1 {
		return "+" + round(math.Round(h.Points))
	}
	return "+" + round(h.Points)
}

// NotEvaluable says why a rule could not judge a user: "fewer than 5 events", "5 reading times needed, has 2", "baseline of
// 12 ordinary users, 30 needed"; "" if it could.
func (j *Judge) NotEvaluable(row int, rule RuleID) string {
	described := &Rules[rule]
	switch members := j.Baseline.Fits[rule].N; {
	case !j.Matrix.Judged(row):
		return fmt.Sprintf("fewer than %d events", leastEvents)
	case math.IsNaN(j.Matrix.X[rule][row]):
		return fmt.Sprintf("%s needed, has %d", described.Observed.count(float64(described.Least)), j.Matrix.N[rule][row])
	case members < leastMembers:
		return fmt.Sprintf("baseline of %s, %d needed", Noun{"ordinary user", "ordinary users"}.count(float64(members)), leastMembers)
	default:
		return ""
	}
}
