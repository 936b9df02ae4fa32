package analysis

import (
	"fmt"
	"math"
	"strings"
	"time"

	"spoor/analysis/stats"
	"spoor/analysis/units"
)

// Explanation is why a rule is hit, in the parts of one sentence.
type Explanation struct {
	Title  string // the rule's: "reading time"
	Text   string // "2.1 s, shorter than 99.6 % of 812 ordinary users (median 38 s, usual 6 to 210 s) over 143 views"
	Points string // rounded for people: "+17"
}

// String returns the sentence: title, text and points.
func (e Explanation) String() string { return e.Title + " " + e.Text + ": " + e.Points }

// Why is Explain as one sentence.
func (j *Judge) Why(s RuleSet, row int, h Hit) string { return j.Explain(s, row, h).String() }

// Explain explains a hit of Hits. The usual that it names is what the middle 80 % of the ordinary users have.
func (j *Judge) Explain(s RuleSet, row int, h Hit) Explanation {
	s = s.alignedTo(j.Matrix)
	rule := j.Matrix.Rule(h.Rule)
	parts := []string{rule.Unit.Format(h.Value)}
	add := func(part string) {
		if part != "" {
			parts = append(parts, part)
		}
	}
	add(beyondBound(rule, s.Rules[h.Rule], h.Side))
	add(j.beyondUsers(rule, h))
	if rule.Over.Many != "" {
		parts[len(parts)-1] += " over " + rule.Over.Amount(float64(h.N))
	}
	if rule.beside != nil {
		add(rule.beside(j.Matrix, row))
	}
	return Explanation{rule.Title, strings.Join(parts, ", "), h.points()}
}

// beyondBound names a bound that is a number: "below the bound of 5 s", or where a threshold is enough "at least 80 %".
func beyondBound(rule *Rule, setting Setting, side Side) string {
	bound, word := setting.Low, "below the bound of "
	if side == High {
		bound, word = setting.High, "above the bound of "
	}
	if bound.Kind != Number {
		return ""
	}
	switch {
	case rule.Kind == Either && side == Low:
		word = "at most "
	case rule.Kind == Either, rule.Kind == Threshold && !rule.Beyond:
		word = "at least "
	}
	return word + rule.Unit.Format(bound.Value)
}

// beyondUsers compares with the ordinary users: "shorter than 99.6 % of 812 ordinary users (median 38 s, usual 6 to 210
// s)". Those with the same value, whom Percentile counts half, are named where there are any: "more than 66 % of 48
// ordinary users and like 34 %". Nothing is said where too few of them have a value, which is nothing to a Threshold.
func (j *Judge) beyondUsers(rule *Rule, h Hit) string {
	fit := j.fits[h.Rule]
	if !fit.Evaluable() {
		return ""
	}
	word, share := rule.Less, fit.Above(h.Value)
	if h.Side == High {
		word, share = rule.More, fit.Below(h.Value)
	}
	than := units.Percent(min(share, 0.999)) + " of "
	if share == 1 {
		than = "all "
	}
	than += j.ordinary.Amount(float64(fit.N))
	if alike := 1 - fit.Above(h.Value) - fit.Below(h.Value); alike >= 0.0005 {
		than += " and like " + units.Percent(alike)
	}
	return fmt.Sprintf("%s than %s (median %s, usual %s)", word, than,
		rule.Unit.Short(fit.Quantile(0.5)), rule.Unit.Span(fit.Quantile(0.1), fit.Quantile(0.9)))
}

// HitName is the rule of a hit with the side's mark before it: "▲content-usage".
func (m *Matrix) HitName(h Hit) string { return h.Side.Mark() + m.Rule(h.Rule).Name }

// points are the hit's points rounded for people: "+17", or "+0.4".
func (h Hit) points() string {
	if h.Points >= 1 {
		return "+" + units.Round(math.Round(h.Points))
	}
	return "+" + units.Round(h.Points)
}

// NotEvaluable says why a rule could not judge a user: "fewer than 5 events", "no profile", "5 reading times needed,
// has 2", "baseline of 12 ordinary users, 30 needed", "learned over 14 days, which these 30 days cannot be compared
// with", "learned by sessions that end after 30 min, which these after 15 min cannot be compared with"; "" if it could.
func (j *Judge) NotEvaluable(row int, rule RuleID) string {
	switch members := j.Baseline.Fits[rule].N; {
	case !j.Matrix.Judged(row):
		return fmt.Sprintf("fewer than %d events", leastEvents)
	case math.IsNaN(j.Matrix.X[rule][row]):
		return missing(j.Matrix, row, rule)
	case j.Matrix.Rule(rule).Kind != Band:
		return ""
	case members < stats.LeastMembers:
		return fmt.Sprintf("baseline of %s, %d needed", j.ordinary.Amount(float64(members)), stats.LeastMembers)
	default:
		return j.incomparable(rule)
	}
}

// incomparable says why a rule cannot use a baseline here although it has ordinary users enough; "" if it can.
func (j *Judge) incomparable(rule RuleID) string {
	switch described := j.Matrix.Rule(rule); {
	case described.Kind == Threshold || j.fits[rule].Evaluable() || !j.Baseline.Fits[rule].Evaluable():
		return ""
	case described.Sessions && !j.Baseline.sameTimeout(j.Matrix):
		return fmt.Sprintf("learned by sessions that end after %s, which these after %s cannot be compared with",
			units.Length(j.Baseline.Timeout), units.Length(j.Matrix.Timeout))
	default:
		return fmt.Sprintf("learned over %s, which these %s cannot be compared with",
			days(j.Baseline.Span), days(j.Matrix.Window.length()))
	}
}

// Incomparable says which rules of a rule set judge nobody since the baseline was learned otherwise, one sentence for
// each reason: "3 rules judge nobody, visit-frequency, content-usage, menu-usage: learned over 14 days, which these 31
// days cannot be compared with".
func (j *Judge) Incomparable(s RuleSet) []string {
	var reasons []string
	rules := map[string][]string{} // by reason
	s = s.alignedTo(j.Matrix)
	for rule, described := range j.Matrix.Rules() {
		why := j.incomparable(rule)
		if why == "" || !s.Rules[rule].On || described.Kind == Either && s.Rules[rule].numbers() {
			continue
		}
		if rules[why] == nil {
			reasons = append(reasons, why)
		}
		rules[why] = append(rules[why], described.Name)
	}
	for i, why := range reasons {
		judge := units.NewNoun("rule judges", "rules judge").Count(len(rules[why]))
		reasons[i] = fmt.Sprintf("%s nobody, %s: %s", judge, strings.Join(rules[why], ", "), why)
	}
	return reasons
}

// missing says why a user has no value.
func missing(m *Matrix, row int, rule RuleID) string {
	described := m.Rule(rule)
	if described.missing != nil {
		if reason := described.missing(m, row); reason != "" {
			return reason
		}
	}
	return needed(described.Observed, described.Least, m.N[rule][row])
}

func needed(observed units.Noun, least, has int32) string {
	return fmt.Sprintf("%s needed, has %d", observed.Amount(float64(least)), has)
}

// TooFew says how many ordinary users there are, where they are too few to compare anybody with: "only 12 ordinary
// users, 30 are needed"; "" where there are enough for a rule that everybody has a value for.
func (j *Judge) TooFew() string {
	if j.Baseline.Members >= stats.LeastMembers {
		return ""
	}
	few := "only " + j.ordinary.Count(j.Baseline.Members)
	if j.Baseline.Members == 0 {
		few = "no " + j.ordinary.Many
	}
	return fmt.Sprintf("%s, %d are needed", few, stats.LeastMembers)
}

// days is a length of time for people: "14 days", "1.5 days".
func days(length time.Duration) string {
	return units.NewNoun("day", "days").Amount(length.Hours() / 24)
}
