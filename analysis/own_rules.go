package analysis

import (
	"fmt"
	"iter"
	"slices"
	"sync"

	"spoor/analysis/interned"
	"spoor/analysis/predicate"
)

// OwnRules are the rules of one's own that a rule set has beside the built-in ones, and users are measured by. They can
// be compared with ==: those that are written alike are the same.
type OwnRules struct{ list *ownList }

// ownList is never changed.
type ownList struct {
	rules     []OwnRule
	described []Rule
	where     []*predicate.Predicate // by rule; nil: all events
	among     []*predicate.Predicate
	params    func() []param
}

// ownLists holds each list that is in use once, by what is written in it, so that drafts of rules leave nothing behind.
var ownLists interned.Values[ownList]

// NewOwnRules checks rules of one's own. Their order is that of their RuleIDs.
func NewOwnRules(rules []OwnRule) (OwnRules, error) {
	if len(rules) == 0 {
		return OwnRules{}, nil
	}
	if len(rules) > MostOwnRules {
		return OwnRules{}, fmt.Errorf("%d rules of one's own; at most %d are allowed", len(rules), MostOwnRules)
	}
	key := fmt.Sprintf("%#v", rules)
	if known := ownLists.Find(key); known != nil {
		return OwnRules{known}, nil
	}
	list := &ownList{rules: slices.Clone(rules)}
	for i := range rules {
		rule := &list.rules[i]
		if err := rule.check(); err != nil {
			return OwnRules{}, err
		}
		if slices.ContainsFunc(rules[:i], func(other OwnRule) bool { return other.Name == rule.Name }) {
			return OwnRules{}, fmt.Errorf("%s: two rules have this name", rule.Name)
		}
		where, among, err := rule.conditions()
		if err != nil {
			return OwnRules{}, err
		}
		list.where, list.among = append(list.where, where), append(list.among, among)
		list.described = append(list.described, rule.describe())
	}
	list.params = sync.OnceValue(func() []param { return makeParams(list) })
	return OwnRules{ownLists.Keep(key, list)}, nil
}

// List are the rules as they are written, which must not be changed.
func (o OwnRules) List() []OwnRule {
	if o.list == nil {
		return nil
	}
	return o.list.rules
}

// Count is how many rules there are with the built-in ones.
func (o OwnRules) Count() int { return RuleCount + len(o.List()) }

// Rule describes a rule.
func (o OwnRules) Rule(r RuleID) *Rule {
	if r < RuleCount {
		return &Rules[r]
	}
	if own := int(r - RuleCount); own < len(o.List()) {
		return &o.list.described[own]
	}
	return &noRule
}

// noRule describes a rule that there is not.
var noRule Rule

// All are all rules, the built-in ones first.
func (o OwnRules) All() iter.Seq2[RuleID, *Rule] {
	return func(yield func(RuleID, *Rule) bool) {
		for r := range RuleID(o.Count()) {
			if !yield(r, o.Rule(r)) {
				return
			}
		}
	}
}

// Named finds a rule by its name.
func (o OwnRules) Named(name string) (RuleID, bool) {
	for r, rule := range o.All() {
		if rule.Name == name {
			return r, true
		}
	}
	return 0, false
}

// find is the rule that measures the same as this one of one's own: only title, family and the like may differ.
func (o OwnRules) find(rule *OwnRule) (RuleID, bool) {
	for i, other := range o.List() {
		if other.Name == rule.Name && other.measured() == rule.measured() {
			return RuleID(RuleCount + i), true
		}
	}
	return 0, false
}

// Rule describes a rule of the matrix.
func (m *Matrix) Rule(r RuleID) *Rule { return m.Measuring.Own.Rule(r) }

// Rules are the rules that the matrix has columns of.
func (m *Matrix) Rules() iter.Seq2[RuleID, *Rule] { return m.Measuring.Own.All() }

// Rule describes a rule of the set.
func (s *RuleSet) Rule(r RuleID) *Rule { return s.MeasureOptions.Own.Rule(r) }

// All are the rules that there are to set.
func (s *RuleSet) All() iter.Seq2[RuleID, *Rule] { return s.MeasureOptions.Own.All() }

// MeasuredAs is the rule set with the measures that a matrix has: rules of one's own that it has not been measured by
// are gone.
func (s RuleSet) MeasuredAs(m *Matrix) RuleSet {
	s = s.alignedTo(m)
	s.MeasureOptions = m.Measuring
	return s
}

// alignedTo is the rule set with its own rules where a matrix has them. What it has not been measured by is off.
func (s RuleSet) alignedTo(m *Matrix) RuleSet {
	own := m.Measuring.Own
	if s.MeasureOptions.Own == own {
		return s
	}
	aligned := s
	aligned.MeasureOptions.Own = own
	for r := RuleCount; r < MostRules; r++ {
		aligned.Rules[r] = Setting{}
	}
	for i := range s.MeasureOptions.Own.List() {
		if r, found := own.find(&s.MeasureOptions.Own.List()[i]); found {
			aligned.Rules[r] = s.Rules[RuleCount+i]
		}
	}
	return aligned
}
