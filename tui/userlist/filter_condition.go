package userlist

import (
	"errors"
	"maps"
	"slices"

	"spoor/analysis/predicate"
	"spoor/store/model"
	"spoor/tui/find"
)

// conditionTerm is the name of the term that takes users by their events: event:{status == 404 && hour < 6}.
const conditionTerm = "event"

// parseCondition reads the value of the term: a condition in braces, as rules of one's own have them.
func parseCondition(value string) (when string, err error) {
	if value == "" || value == "{" {
		return "", find.Unfinished(conditionTerm+":", "which? As in event:{status == 404 && hour < 6}")
	}
	if value[0] != '{' {
		return "", find.Wrong(value, "a condition stands in braces, as in event:{status == 404 && hour < 6}")
	}
	runes := []rune(value)
	end := find.BraceEnd(runes, 1)
	switch {
	case runes[end-1] != '}':
		return "", find.Unfinished(conditionTerm+":", "} ends the condition")
	case end < len(runes):
		return "", find.Wrong(string(runes[end:]), "a space is needed after }")
	}
	when = string(runes[1 : end-1])
	_, err = predicate.Parse(when)
	var wrong *predicate.Error
	if errors.As(err, &wrong) {
		return when, find.Wrong(string(runes[min(wrong.Column, end-1):]), "%s", wrong.Text)
	}
	return when, err
}

// conditionBegin is where the condition begins in a word that is one.
func conditionBegin(word []rune) (from int, is bool) {
	for _, begin := range []string{conditionTerm + ":{", "-" + conditionTerm + ":{"} {
		if n := len(begin); len(word) >= n && string(word[:n]) == begin {
			return n, true
		}
	}
	return 0, false
}

// Conditions are those of the filter.
func (f Filter) Conditions() (all []string) {
	for _, t := range f.terms {
		if t.when != "" {
			all = append(all, t.when)
		}
	}
	return all
}

// Matches are the users who have events that are as conditions say, by condition.
type Matches map[string]model.UserSet

// mostMatches is how many conditions are remembered.
const mostMatches = 16

// Have reports whether it is known of each condition.
func (m *Matches) Have(conditions []string) bool {
	return m != nil && !slices.ContainsFunc(conditions, func(c string) bool { return !m.Has(c) })
}

// Has reports whether it is known of a condition.
func (m Matches) Has(condition string) bool {
	_, has := m[condition]
	return has
}

// With are these and others; where that were too many, of these only those that are asked for.
func (m Matches) With(more Matches, asked []string) *Matches {
	all := maps.Clone(more)
	for condition, users := range m {
		if len(m)+len(more) <= mostMatches || slices.Contains(asked, condition) {
			all[condition] = users
		}
	}
	return &all
}
