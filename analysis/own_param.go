package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"spoor/analysis/units"
	"spoor/internal/nearest"
)

// ownGroup begins what expressions and rule sets call a rule of one's own: "rule.night-reading".
const ownGroup = "rule."

// ownField is something that is written of a rule of one's own.
type ownField struct {
	name string
	get  func(*OwnRule) string
	set  func(*OwnRule, string) error
}

// The longest texts for people.
const (
	longestTitle      = 80
	longestReferences = 4096
)

var ownFields = []ownField{
	textField("title", longestTitle, func(r *OwnRule) *string { return &r.Title }),
	{"measure", func(r *OwnRule) string { return r.Measure.String() }, func(r *OwnRule, text string) error {
		at, err := oneOf(text, measureNames())
		if r.Measure = OwnMeasure(at); err == nil && !r.Measure.takes(r.Of) {
			r.Of = r.Measure.usual()
		}
		if r.Measure != MeasurePerTime {
			r.Within = 0
		} else if r.Within == 0 {
			r.Within = usualWithin
		}
		return err
	}},
	{"of", func(r *OwnRule) string { return r.Of.String() }, func(r *OwnRule, text string) error {
		at, err := oneOf(text, thingNames())
		r.Of = Thing(at)
		return err
	}},
	textField("where", 0, func(r *OwnRule) *string { return &r.Where }),
	textField("among", 0, func(r *OwnRule) *string { return &r.Among }),
	{"within", func(r *OwnRule) string { return units.FormatSpan(r.Within) }, func(r *OwnRule, text string) error {
		if r.Measure != MeasurePerTime && text == "" {
			return nil
		}
		within, err := units.ParseSpan(text)
		r.Within = within
		return err
	}},
	textField("unit", longestTitle, func(r *OwnRule) *string { return &r.Unit }),
	{"family", func(r *OwnRule) string { return r.Family.String() }, func(r *OwnRule, text string) error {
		at, err := oneOf(text, familyNames[:])
		r.Family = Family(at)
		return err
	}},
	{"least", func(r *OwnRule) string { return strconv.Itoa(int(r.least())) }, func(r *OwnRule, text string) error {
		x, err := strconv.ParseInt(text, 10, 32)
		if err != nil || x < 1 || x > mostLeast {
			return fmt.Errorf("%q is not a whole number from 1 to %d", text, mostLeast)
		}
		if r.Least = int32(x); r.Least == ownMeasures[r.Measure].least {
			r.Least = 0
		}
		return nil
	}},
	{"alone", func(r *OwnRule) string { return strconv.FormatBool(r.Alone) }, func(r *OwnRule, text string) error {
		at, err := oneOf(text, []string{"false", "true"})
		r.Alone = at == 1
		return err
	}},
	textField("level", longestTitle, func(r *OwnRule) *string { return &r.Level }),
	textField("references", longestReferences, func(r *OwnRule) *string { return &r.References }),
}

// textField is a field for any text of at most so many bytes; 0: the field itself is checked later.
func textField(name string, longest int, at func(*OwnRule) *string) ownField {
	return ownField{name, func(r *OwnRule) string { return *at(r) }, func(r *OwnRule, text string) error {
		if longest > 0 && len(text) > longest {
			return fmt.Errorf("%d bytes is too long; at most %d are allowed", len(text), longest)
		}
		*at(r) = text
		return nil
	}}
}

// oneOf finds a word among those that are known.
func oneOf(word string, known []string) (int, error) {
	if at := slices.Index(known, word); at >= 0 {
		return at, nil
	}
	return 0, fmt.Errorf("%q is not known%s", word, nearest.Suggest(word, slices.Values(known)))
}

func measureNames() (names []string) {
	for m := range OwnMeasure(measureCount) {
		names = append(names, m.String())
	}
	return names
}

func thingNames() (names []string) {
	for t := range Thing(thingCount) {
		names = append(names, t.String())
	}
	return names
}

// usual is the thing that a measure is of where nothing is said.
func (m OwnMeasure) usual() Thing {
	for t := range Thing(thingCount) {
		if m.takes(t) {
			return t
		}
	}
	return TheEvents
}

func ownFieldNamed(name string) *ownField {
	for i := range ownFields {
		if ownFields[i].name == name {
			return &ownFields[i]
		}
	}
	return nil
}

// ownParams are those of the rules of a list: what is written of each, and how it is set.
func ownParams(list *ownList) (all []param) {
	for i := range list.rules {
		group := ownGroup + list.rules[i].Name
		for _, field := range ownFields {
			all = append(all, param{group: group, field: field.name,
				get: func(s *RuleSet) string {
					if rule := s.own(list.rules[i].Name); rule != nil {
						return field.get(rule)
					}
					return ""
				},
				try: func(s *RuleSet, text string) error { return s.writeOwn(list.rules[i].Name, field.name, text) }})
		}
		all = append(all, settingParams(group, &list.described[i], func(s *RuleSet) *Setting {
			if id, found := s.MeasureOptions.Own.Named(list.rules[i].Name); found {
				return &s.Rules[id]
			}
			return new(Setting)
		})...)
	}
	return all
}

// own is the rule of one's own of a name; nil if there is none.
func (s *RuleSet) own(name string) *OwnRule {
	for i := range s.MeasureOptions.Own.List() {
		if rule := &s.MeasureOptions.Own.List()[i]; rule.Name == name {
			return rule
		}
	}
	return nil
}

// WithOwn is the rule set with other rules of one's own. Those that it has by their names stay as they are set, new
// ones are set as usual.
func (s RuleSet) WithOwn(rules []OwnRule) (RuleSet, error) {
	own, err := NewOwnRules(rules)
	if err != nil {
		return s, err
	}
	changed := s
	changed.MeasureOptions.Own = own
	for r := RuleCount; r < MostRules; r++ {
		changed.Rules[r] = Setting{}
	}
	for i := range rules {
		changed.Rules[RuleCount+i] = rules[i].defaults()
		if id, found := s.MeasureOptions.Own.Named(rules[i].Name); found {
			changed.Rules[RuleCount+i] = s.Rules[id]
		}
	}
	return changed, nil
}

// writeOwn writes one thing of a rule of one's own, which there need not be yet.
func (s *RuleSet) writeOwn(name, field, text string) error {
	rules := slices.Clone(s.MeasureOptions.Own.List())
	at := slices.IndexFunc(rules, func(r OwnRule) bool { return r.Name == name })
	if at < 0 {
		at, rules = len(rules), append(rules, OwnRule{Name: name, Family: Semantic})
	}
	if err := ownFieldNamed(field).set(&rules[at], text); err != nil {
		return fmt.Errorf("%s: %w", field, err)
	}
	changed, err := s.WithOwn(rules)
	if err == nil {
		*s = changed
	}
	return err
}

// removed is the path that takes a rule of one's own out of a rule set.
const removed = "remove"

// withOwnChange is With for what no parameter stands for: a new rule of one's own, and one that goes. Not ok if it is
// neither.
func (s RuleSet) withOwnChange(path, text string) (changed RuleSet, ok bool, err error) {
	name, isOwn := strings.CutPrefix(path, ownGroup)
	dot := strings.LastIndexByte(name, '.')
	if !isOwn || dot < 0 {
		return s, false, nil
	}
	name, field := name[:dot], name[dot+1:]
	switch {
	case s.own(name) == nil && ownFieldNamed(field) != nil:
		changed = s
		return changed, true, changed.writeOwn(name, field, text)
	case s.own(name) != nil && field == removed:
		if text != "true" {
			return s, true, fmt.Errorf("%q is not true", text)
		}
		rules := slices.Clone(s.MeasureOptions.Own.List())
		rules = slices.DeleteFunc(rules, func(r OwnRule) bool { return r.Name == name })
		changed, err = s.WithOwn(rules)
		return changed, true, err
	}
	return s, false, nil
}

// withNew is the rule set with the rules of one's own of another that it has not, written and set as where nothing is
// said: what more is said of them is a change.
func (s RuleSet) withNew(other *RuleSet) RuleSet {
	rules := slices.Clone(s.MeasureOptions.Own.List())
	for _, rule := range other.MeasureOptions.Own.List() {
		if s.own(rule.Name) == nil {
			rules = append(rules, OwnRule{Name: rule.Name, Family: Semantic})
		}
	}
	if len(rules) > MostOwnRules {
		return s
	}
	with, err := s.WithOwn(rules)
	if err != nil {
		return s
	}
	return with
}

// ownPath is the rule of one's own that a path is about: errors name its field themselves.
func ownPath(path string) string { return path[:strings.LastIndexByte(path, '.')] }
