package analysis

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// param is one thing in a rule set that an expression "group.field=value" can turn.
type param struct {
	group, field string
	forms        string // of the value, for people
	get          func(*RuleSet) string
	set          func(*RuleSet, string) bool // false: not one of the forms
}

func (k param) path() string { return k.group + "." + k.field }

// params are all there are, the rules first, in the order of Rules.
var params = makeParams()

func makeParams() []param {
	var all []param
	for r := range Rules {
		name := Rules[r].Name
		rule := func(s *RuleSet) *Setting { return &s.Rules[r] }
		all = append(all,
			param{name, "on", "true or false",
				func(s *RuleSet) string { return strconv.FormatBool(rule(s).On) },
				func(s *RuleSet, text string) bool {
					rule(s).On = text == "true"
					return text == "true" || text == "false"
				}},
		)
		if !Rules[r].HighOnly {
			all = append(all, bound(RuleID(r), "low", "below 50 as in p10", 0, 50, func(s *RuleSet) *Bound { return &rule(s).Low }))
		}
		all = append(all,
			bound(RuleID(r), "high", "above 50 as in p90", 50, 100, func(s *RuleSet) *Bound { return &rule(s).High }),
			number(name, "weight", 0, 100, func(s *RuleSet) *float64 { return &rule(s).Weight }))
		all = append(all, measureParams(name)...)
	}
	return append(all,
		timeoutParam(),
		number("flag", "score", 0, 100, func(s *RuleSet) *float64 { return &s.Score }),
		integer("flag", "families", 0, familyCount, func(s *RuleSet) *int { return &s.Families }),
		integer("flag", "hits", 0, RuleCount, func(s *RuleSet) *int { return &s.Hits }),
		number("flag", "distance", 0, 100, func(s *RuleSet) *float64 { return &s.Distance }),
		param{"flag", "robots", "leave or judge",
			func(s *RuleSet) string {
				if s.Robots {
					return "judge"
				}
				return "leave"
			},
			func(s *RuleSet, text string) bool {
				s.Robots = text == "judge"
				return s.Robots || text == "leave"
			}},
		integer("baseline", "passes", 1, 2, func(s *RuleSet) *int { return &s.Passes }),
		param{"baseline", "trim", "bands or all",
			func(s *RuleSet) string { return trimNames[s.Trim] },
			func(s *RuleSet, text string) bool {
				trim := slices.Index(trimNames[:], text)
				s.Trim = Trim(max(trim, 0))
				return trim >= 0
			}})
}

// bound is a parameter for one side of a rule. A percentage must lie between least and most; a Threshold takes none.
func bound(rule RuleID, field, percentile string, least, most float64, at func(*RuleSet) *Bound) param {
	forms := "a percentile " + percentile + ", " + Rules[rule].Unit.form() + ", or off"
	if Rules[rule].Kind == Threshold {
		forms = Rules[rule].Unit.form() + ", or off"
	}
	return param{Rules[rule].Name, field, forms,
		func(s *RuleSet) string { return at(s).String() },
		func(s *RuleSet, text string) bool {
			return at(s).parse(text, least, most) && !(Rules[rule].Kind == Threshold && at(s).Kind == Quantile)
		}}
}

func number(group, field string, least, most float64, at func(*RuleSet) *float64) param {
	return param{group, field, fmt.Sprintf("a number from %v to %v", least, most),
		func(s *RuleSet) string { return formatNumber(*at(s)) },
		func(s *RuleSet, text string) bool {
			x, err := strconv.ParseFloat(text, 64)
			*at(s) = x
			return err == nil && x >= least && x <= most
		}}
}

func integer(group, field string, least, most int, at func(*RuleSet) *int) param {
	return param{group, field, fmt.Sprintf("a whole number from %d to %d", least, most),
		func(s *RuleSet) string { return strconv.Itoa(*at(s)) },
		func(s *RuleSet, text string) bool {
			x, err := strconv.Atoi(text)
			*at(s) = x
			return err == nil && x >= least && x <= most
		}}
}

func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// String is the bound as expressions write it: "p10", "5" or "off".
func (b Bound) String() string {
	switch b.Kind {
	case Quantile:
		return "p" + formatNumber(b.Value)
	case Number:
		return formatNumber(b.Value)
	default:
		return "off"
	}
}

// parse sets the bound; a percentage must lie between least and most.
func (b *Bound) parse(text string, least, most float64) bool {
	if text == "off" {
		*b = Bound{}
		return true
	}
	digits, isQuantile := strings.CutPrefix(text, "p")
	x, err := strconv.ParseFloat(digits, 64)
	if isQuantile {
		*b = Bound{Quantile, x}
		return err == nil && x > least && x < most
	}
	*b = Bound{Number, x}
	return err == nil && x >= 0 && !math.IsInf(x, 0)
}

// With returns the rule set with one thing changed: "reading-time.low=5" (in the metric's unit), "content-usage.high=p95",
// "reading-time.low=off", "menu-usage.on=false", "content-usage.weight=40", "flag.score=30", "flag.families=2",
// "flag.hits=2", "flag.distance=3", "baseline.passes=1". Errors say what is wrong, what is nearest and what is allowed.
func (s RuleSet) With(expression string) (RuleSet, error) {
	path, text, found := strings.Cut(expression, "=")
	if !found {
		return s, fmt.Errorf("%s: no value; write it as in reading-time.low=5", expression)
	}
	k, err := findParam(path)
	if err != nil {
		return s, err
	}
	changed := s
	if !k.set(&changed, text) {
		return s, fmt.Errorf("%s: %q is not %s", path, text, k.forms)
	}
	if err := changed.check(); err != nil {
		return s, fmt.Errorf("%s=%s: %w", path, text, err)
	}
	return changed, nil
}

func findParam(path string) (param, error) {
	group, field, _ := strings.Cut(path, ".")
	fields := map[string][]string{}
	for _, k := range params {
		if k.path() == path {
			return k, nil
		}
		fields[k.group] = append(fields[k.group], k.field)
	}
	known := fields[group]
	if known == nil {
		return param{}, fmt.Errorf("%s: no such rule%s", group, Suggest(group, slices.Values(slices.Sorted(maps.Keys(fields)))))
	}
	return param{}, fmt.Errorf("%s: no such field%s", path, Suggest(field, slices.Values(known)))
}

// Changes returns the expressions that lead from another rule set to this one, in an order in which With takes them.
func (s RuleSet) Changes(from RuleSet) []string {
	var waiting, changes []string
	for _, k := range params {
		if value := k.get(&s); value != k.get(&from) {
			waiting = append(waiting, k.path()+"="+value)
		}
	}
	for len(waiting) > 0 { // a low bound may have to wait for its high bound to make room
		next := slices.IndexFunc(waiting, func(expression string) bool {
			_, err := from.With(expression)
			return err == nil
		})
		next = max(next, 0)
		from, _ = from.With(waiting[next])
		changes = append(changes, waiting[next])
		waiting = slices.Delete(waiting, next, next+1)
	}
	return changes
}
