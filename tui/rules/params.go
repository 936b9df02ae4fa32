package rules

import (
	"fmt"
	"math"
	"slices"
	"time"

	"spoor/analysis"
	"spoor/store/model"
	"spoor/tui/term"
	"spoor/tui/why"
	"spoor/tui/workspace"
)

// field is what of a parameter has the keys.
type field uint8

const (
	lowField field = iota
	highField
	weightField
	valueField // the only one of a parameter that is no rule
)

// fieldNames are the fields of a rule as the expressions of a rule set name them.
var fieldNames = map[field]string{lowField: "low", highField: "high", weightField: "weight"}

// param is one line of the rules screen: a rule with its bounds and weight, or one value that says how users are
// measured or when they are flagged.
type param struct {
	rule  analysis.RuleID // if path is ""
	of    *analysis.Rule  // the rule described
	path  string          // as in flag.score
	title string
	brief string // title where there is little room
	help  string
	anew  bool // everybody is measured anew when it is turned
	stepper
}

// stepper is how the value of a parameter that is no rule is turned.
type stepper struct {
	value func(*analysis.RuleSet) float64
	next  func(x, direction float64) float64 // a step on
	write func(x float64) string             // as the expressions of a rule set take it
	show  func(x float64) string
}

// amount is a stepper of a number that must be reached, or with > exceeded; it is never turned below the least.
func amount(sign string, least, step float64, value func(*analysis.RuleSet) float64) stepper {
	return stepper{value,
		func(x, direction float64) float64 { return max(x+direction*step, least) },
		workspace.Number,
		func(x float64) string { return sign + workspace.Number(x) }}
}

// burstParam is the line of how many are too many at a time.
func burstParam(path, what string, kind analysis.BurstKind, help string) param {
	return param{path: "burst." + path, anew: true, title: what + " in a burst", brief: what,
		help:    help + " Everybody is measured anew.",
		stepper: amount("> ", 1, 5, func(s *analysis.RuleSet) float64 { return s.MeasureOptions.Buckets[kind].Capacity })}
}

// robotDial leaves declared robots out, or not.
var robotDial = stepper{
	func(s *analysis.RuleSet) float64 {
		if s.Robots {
			return 1
		}
		return 0
	},
	func(x, _ float64) float64 { return 1 - x },
	func(x float64) string { return []string{"leave", "judge"}[int(x)] },
	func(x float64) string { return []string{"left out", "judged"}[int(x)] },
}

// overlapDial is in seconds.
var overlapDial = stepper{
	func(s *analysis.RuleSet) float64 { return s.MeasureOptions.Overlap.Seconds() },
	func(x, direction float64) float64 { return max(x+30*direction, 1) },
	func(x float64) string { return workspace.Number(x) + "s" },
	func(x float64) string { return "≥ " + workspace.Number(x) + " s" },
}

// timeoutStepper is in minutes. own is the case's own timeout, which rules that say nothing of it go by.
func timeoutStepper(own func() time.Duration) stepper {
	return stepper{
		func(s *analysis.RuleSet) float64 { return s.MeasureOptions.Of(own()).Timeout.Minutes() },
		func(x, direction float64) float64 {
			step := 5.0
			if x < 10 || x == 10 && direction < 0 {
				step = 1
			}
			return max(math.Round(x)+direction*step, 1)
		},
		func(x float64) string {
			switch {
			case x == own().Minutes():
				return "case"
			case x == math.Trunc(x):
				return workspace.Number(x) + "m"
			}
			return workspace.Number(math.Round(x*60)) + "s"
		},
		func(x float64) string { return workspace.Number(x) + " min" },
	}
}

// ruleParam is the line of a rule.
func ruleParam(r analysis.RuleID, rule *analysis.Rule) param {
	return param{rule: r, of: rule, title: workspace.RulePath(r, rule), brief: why.BriefName(r, rule),
		help: ruleHelp(rule)}
}

// allParams are the lines of the rules screen.
func allParams(w *workspace.Workspace) []param {
	var all []param
	for r, rule := range w.Rules.All() {
		all = append(all, ruleParam(r, rule))
	}
	own := func() time.Duration {
		if w.Whole == nil {
			return model.DefaultTimeout
		}
		return w.Whole.Timeout
	}
	return append(all,
		param{path: "session.timeout", anew: true, title: "session timeout", brief: "timeout", stepper: timeoutStepper(own),
			help: "A session ends where a user does nothing for longer than this. Everybody is measured anew by it, reading " +
				"times and visits too."},
		param{path: "sharing.overlap", anew: true, title: "overlap of sharing", brief: "overlap", stepper: overlapDial,
			help: "Two devices share an account on a day if their sessions overlap for at least this long. Everybody is " +
				"measured anew."},
		burstParam("items", "items", analysis.ManyItems, "More different items at a time are a burst."),
		burstParam("same", "repeats", analysis.SameRequest, "The same request more often at a time is a burst."),
		burstParam("refused", "refusals", analysis.ManyRefused,
			"More different pages that are refused at a time are a burst."),
		param{path: "flag.robots", title: "declared robots", brief: "robots", stepper: robotDial,
			help: "Agents that say they are robots are left out of the ordinary users and are never flagged, or judged like " +
				"everybody."},
		param{path: "flag.alone", title: "points of evidence alone", brief: "alone",
			stepper: amount("≥ ", 0, 1, func(s *analysis.RuleSet) float64 { return s.Alone }),
			help: "A hit that is evidence alone flags a user by itself only with at least this many points. With fewer " +
				"it needs a hit of another family; volume does not confirm what grows with it."},
		param{path: "flag.score", title: "flagged from score", brief: "score",
			stepper: amount("≥ ", 0, 1, func(s *analysis.RuleSet) float64 { return s.Score }),
			help: "A user is flagged from this score on: the points of its hits, at most 100; in a family the second hit " +
				"counts a third, the third a fifth. False alarms are an estimate: on made-up sites there were 0.7 to 3 " +
				"times as many."},
		param{path: "flag.hits", title: "hits", brief: "hits",
			stepper: amount("≥ ", 0, 1, func(s *analysis.RuleSet) float64 { return float64(s.Hits) }),
			help:    "A user is flagged only with at least this many rules hit."},
		param{path: "flag.families", title: "families of hits", brief: "families",
			stepper: amount("≥ ", 0, 1, func(s *analysis.RuleSet) float64 { return float64(s.Families) }),
			help: "A user is flagged only with hits from at least this many families of rules (tempo and volume, say), or " +
				"with one hit that is evidence alone. Two rules of one family tell of one phenomenon."},
		param{path: "flag.distance", title: "distance of a hit", brief: "distance",
			stepper: amount("≥ ", 0, 0.5, func(s *analysis.RuleSet) float64 { return s.Distance }),
			help: "A hit outside a quantile bound must also lie this far from the median of the ordinary users, measured in " +
				"scales of its side. 0 lets the bound decide alone. Bounds that are numbers need no distance."},
	)
}

// ruleHelp explains a rule.
func ruleHelp(rule *analysis.Rule) string {
	help := rule.Title + " (" + rule.Unit.String() + "). Family: " + rule.Family.String() + "."
	if rule.Least > 1 {
		help += " Judged from " + term.Count(rule.Least) + " " + rule.Observed.Many + " on."
	}
	if rule.Kind == analysis.Threshold {
		help += " Its bound is a number that holds on any site."
	}
	return help
}

// setting is how a rule set sets the rule; one of the user's own goes by its name.
func (k param) setting(set *analysis.RuleSet) analysis.Setting {
	if id, found := k.in(set); found {
		return set.Rules[id]
	}
	return analysis.Setting{}
}

// in is the number of the rule in a rule set.
func (k param) in(set *analysis.RuleSet) (analysis.RuleID, bool) {
	return set.MeasureOptions.Own.Named(k.of.Name)
}

// aloneHelp says whether a hit of a rule is evidence alone, as the rules are now.
func (r *rules) aloneHelp(rule analysis.RuleID) string {
	set, judge := &r.work.Now.Set, r.work.JudgeNow
	if !set.Rule(rule).Alone {
		return " A hit needs one of another family beside it."
	}
	alone, ordinary := judge.Alone(*set, rule)
	hits := fmt.Sprintf(" It hits %.1f %% of the %s", 100*ordinary, judge.Ordinary().Many)
	if alone {
		return hits + ": a hit is evidence alone."
	}
	return hits + ", more than 2 %: a hit is no evidence alone, and needs one of another family beside it."
}

// aloneWords is the same in a few words, of a rule whose hits may be evidence alone.
func (r *rules) aloneWords(rule analysis.RuleID) string {
	set, judge := &r.work.Now.Set, r.work.JudgeNow
	if !set.Rules[rule].On || !set.Rule(rule).Alone {
		return ""
	}
	words := "evidence alone"
	alone, ordinary := judge.Alone(*set, rule)
	if !alone {
		words = "no " + words
	}
	return fmt.Sprintf("hits %.1f %%: %s", 100*ordinary, words)
}

func (k param) isRule() bool { return k.path == "" }

// isSwitch reports whether the parameter is one of two, which space turns like a rule.
func (k param) isSwitch() bool { return k.path == "flag.robots" }

// fields are those that a parameter has.
func (k param) fields() []field {
	switch {
	case !k.isRule():
		return []field{valueField}
	case k.of.HighOnly:
		return []field{highField, weightField}
	}
	return []field{lowField, highField, weightField}
}

// nearest is the field that has the keys when the cursor comes from another line.
func (k param) nearest(f field) field {
	if fields := k.fields(); !slices.Contains(fields, f) {
		return fields[0]
	}
	return f
}

// nextField is the field that many steps on, round the end.
func (k param) nextField(f field, step int) field {
	fields := k.fields()
	at := slices.Index(fields, f) + step + len(fields)
	return fields[at%len(fields)]
}
