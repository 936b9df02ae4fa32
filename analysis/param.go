package analysis

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"spoor/analysis/units"
	"spoor/internal/nearest"
)

// param is one thing in a rule set that an expression "group.field=value" can turn.
type param struct {
	group, field string
	forms        string // of the value, for people
	get          func(*RuleSet) string
	set          func(*RuleSet, string) bool // false: not one of the forms

	try func(*RuleSet, string) error // in place of set, where there is more to say of what is wrong
}

func (k param) path() string { return k.group + "." + k.field }

// change sets it; the error is to follow the path.
func (k param) change(s *RuleSet, text string) error {
	if k.try != nil {
		return k.try(s, text)
	}
	if !k.set(s, text) {
		return fmt.Errorf("%q is not %s", text, k.forms)
	}
	return nil
}

// builtInParams are those of every rule set.
var builtInParams = makeParams(new(ownList))

// params are all there are, the rules first, in the order of their numbers.
func (s *RuleSet) params() []param {
	if list := s.MeasureOptions.Own.list; list != nil {
		return list.params()
	}
	return builtInParams
}

// settingParams are those of how a rule is set.
func settingParams(group string, rule *Rule, at func(*RuleSet) *Setting) []param {
	all := []param{{group: group, field: "on", forms: "true or false",
		get: func(s *RuleSet) string { return strconv.FormatBool(at(s).On) },
		set: func(s *RuleSet, text string) bool {
			at(s).On = text == "true"
			return text == "true" || text == "false"
		}}}
	if !rule.HighOnly {
		low := func(s *RuleSet) *Bound { return &at(s).Low }
		all = append(all, bound(group, rule, "low", "below 50 as in p10", 0, 50, low))
	}
	return append(all,
		bound(group, rule, "high", "above 50 as in p90", 50, 100, func(s *RuleSet) *Bound { return &at(s).High }),
		number(group, "weight", 0, 100, func(s *RuleSet) *float64 { return &at(s).Weight }))
}

func makeParams(own *ownList) []param {
	var all []param
	for r := range Rules {
		setting := func(s *RuleSet) *Setting { return &s.Rules[r] }
		all = append(all, settingParams(Rules[r].Name, &Rules[r], setting)...)
		all = append(all, measureParams(Rules[r].Name)...)
	}
	all = append(all, ownParams(own)...)
	return append(all,
		timeoutParam(),
		number("flag", "score", 0, 100, func(s *RuleSet) *float64 { return &s.Score }),
		number("flag", "alone", 0, 100, func(s *RuleSet) *float64 { return &s.Alone }),
		integer("flag", "families", 0, familyCount, func(s *RuleSet) *int { return &s.Families }),
		integer("flag", "hits", 0, RuleCount, func(s *RuleSet) *int { return &s.Hits }),
		number("flag", "distance", 0, 100, func(s *RuleSet) *float64 { return &s.Distance }),
		param{group: "flag", field: "robots", forms: "leave or judge",
			get: func(s *RuleSet) string {
				if s.Robots {
					return "judge"
				}
				return "leave"
			},
			set: func(s *RuleSet, text string) bool {
				s.Robots = text == "judge"
				return s.Robots || text == "leave"
			}},
		integer("baseline", "passes", 1, 2, func(s *RuleSet) *int { return &s.Passes }),
		param{group: "baseline", field: "trim", forms: "bands or all",
			get: func(s *RuleSet) string { return trimNames[s.Trim] },
			set: func(s *RuleSet, text string) bool {
				trim := slices.Index(trimNames[:], text)
				s.Trim = Trim(max(trim, 0))
				return trim >= 0
			}})
}

// bound is a parameter for one side of a rule. A percentage must lie between least and most; a Threshold takes none.
func bound(group string, rule *Rule, field, percentile string, least, most float64, at func(*RuleSet) *Bound) param {
	forms := "a percentile " + percentile + ", " + rule.Unit.Form() + ", or off"
	if rule.Kind == Threshold {
		forms = rule.Unit.Form() + ", or off"
	}
	return param{group: group, field: field, forms: forms,
		get: func(s *RuleSet) string { return at(s).String() },
		set: func(s *RuleSet, text string) bool {
			b := at(s)
			return b.parse(text, least, most) && !(rule.Kind == Threshold && b.Kind == Quantile) &&
				!unreachable(rule.Unit, *b)
		}}
}

func number(group, field string, least, most float64, at func(*RuleSet) *float64) param {
	return param{group: group, field: field, forms: fmt.Sprintf("a number from %v to %v", least, most),
		get: func(s *RuleSet) string { return formatNumber(*at(s)) },
		set: func(s *RuleSet, text string) bool {
			x, err := strconv.ParseFloat(text, 64)
			*at(s) = x
			return err == nil && x >= least && x <= most
		}}
}

func integer(group, field string, least, most int, at func(*RuleSet) *int) param {
	return param{group: group, field: field, forms: fmt.Sprintf("a whole number from %d to %d", least, most),
		get: func(s *RuleSet) string { return strconv.Itoa(*at(s)) },
		set: func(s *RuleSet, text string) bool {
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

// With returns the rule set with one thing changed: "reading-time.low=5" (in the metric's unit),
// "content-usage.high=p95", "reading-time.low=off", "menu-usage.on=false", "content-usage.weight=40", "flag.score=30",
// "flag.families=2", "flag.hits=2", "flag.distance=3", "baseline.passes=1". Errors say what is wrong, what is nearest
// and what is allowed.
func (s RuleSet) With(expression string) (RuleSet, error) {
	path, text, found := strings.Cut(expression, "=")
	if !found {
		return s, fmt.Errorf("%s: no value; write it as in reading-time.low=5", expression)
	}
	if changed, ok, err := s.withOwnChange(path, text); ok {
		if err != nil {
			return s, fmt.Errorf("%s: %w", ownPath(path), err)
		}
		return changed, nil
	}
	k, err := s.findParam(path)
	if err != nil {
		return s, err
	}
	changed := s
	if err := k.change(&changed, text); err != nil {
		if k.try != nil {
			path = ownPath(path)
		}
		return s, fmt.Errorf("%s: %w", path, err)
	}
	if err := changed.check(); err != nil {
		return s, fmt.Errorf("%s=%s: %w", path, text, err)
	}
	return changed, nil
}

func (s *RuleSet) findParam(path string) (param, error) {
	group, field, _ := strings.Cut(path, ".")
	if dot := strings.LastIndexByte(path, '.'); strings.HasPrefix(path, ownGroup) && dot >= len(ownGroup) {
		group, field = path[:dot], path[dot+1:]
	}
	fields := map[string][]string{}
	for _, k := range s.params() {
		if k.path() == path {
			return k, nil
		}
		fields[k.group] = append(fields[k.group], k.field)
	}
	known := fields[group]
	if known == nil {
		names := slices.Values(slices.Sorted(maps.Keys(fields)))
		return param{}, fmt.Errorf("%s: no such rule%s", group, nearest.Suggest(group, names))
	}
	return param{}, fmt.Errorf("%s: no such field%s", path, nearest.Suggest(field, slices.Values(known)))
}

// Changes returns the expressions that lead from another rule set to this one, in an order in which With takes them.
func (s RuleSet) Changes(from RuleSet) []string {
	var waiting, changes []string
	for _, rule := range from.MeasureOptions.Own.List() {
		if s.own(rule.Name) == nil {
			waiting = append(waiting, ownGroup+rule.Name+"."+removed+"=true")
		}
	}
	usual := from.withNew(&s)
	for _, k := range s.params() {
		if value := k.get(&s); value != k.get(&usual) {
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

// unreachable reports whether a bound is a number that no value can reach: more than all there is of a share.
func unreachable(u units.Unit, b Bound) bool {
	return u == units.Share && b.Kind == Number && b.Value > 1
}
