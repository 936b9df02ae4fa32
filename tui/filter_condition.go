package tui

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis/predicate"
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

// fieldBegin is where the name of a field begins whose end is typed at the end of the text, if that is in a condition.
func fieldBegin(text []rune) (from int, is bool) {
	words := find.Words(string(text))
	if len(words) == 0 {
		return 0, false
	}
	last := words[len(words)-1]
	begin, is := conditionBegin(text[last.From:])
	if begin += last.From; !is || find.BraceEnd(text, begin) < len(text) || text[len(text)-1] == '}' {
		return 0, false
	}
	from = len(text)
	for from > begin && (unicode.IsLetter(text[from-1]) || text[from-1] == '.') {
		from--
	}
	return from, strings.Count(string(text[begin:from]), `"`)%2 == 0
}

// fieldEndings are the fields of events whose names begin so.
func fieldEndings(stem string) (all []string) {
	for _, name := range predicate.Fields() {
		name = strings.TrimSuffix(name, "NAME")
		if stem != "" && name != stem && strings.HasPrefix(name, stem) {
			all = append(all, name)
		}
	}
	return all
}

// conditions are those of the filter.
func (f filter) conditions() (all []string) {
	for _, t := range f.terms {
		if t.when != "" {
			all = append(all, t.when)
		}
	}
	return all
}

// matches are the users who have events that are as conditions say, by condition.
type matches map[string]userSet

// mostMatches is how many conditions are remembered.
const mostMatches = 16

// have reports whether it is known of each condition.
func (m *matches) have(conditions []string) bool {
	return m != nil && !slices.ContainsFunc(conditions, func(c string) bool { return (*m)[c] == nil })
}

// with are these and others; where that were too many, of these only those that are asked for.
func (m matches) with(more matches, asked []string) *matches {
	all := maps.Clone(more)
	for condition, users := range m {
		if len(m)+len(more) <= mostMatches || slices.Contains(asked, condition) {
			all[condition] = users
		}
	}
	return &all
}

// readMatches asks who has events as conditions say, unless that is known of all of them. It waits a little, for somebody types them.
func (w *workspace) readMatches(conditions []string) tea.Cmd {
	now, known := scanKey{at: w.At, window: w.Users.Window}, matches{}
	if was := w.matching.Of; w.matching.Result != nil && was.at == now.at && was.window == now.window {
		known = *w.matching.Result
	}
	missing := slices.DeleteFunc(slices.Clone(conditions), func(c string) bool { return known[c] != nil })
	if len(missing) == 0 {
		w.matching.Stop()
		return nil
	}
	now.conditions = strings.Join(missing, "\n")
	source := w.source
	return w.matching.Start(w.ctx, w.pauses.measuring, w.pauses.telling, now,
		func(ctx context.Context, told func(done, total int64)) (*matches, error) {
			found, err := source.UsersWith(ctx, now.window, missing, told)
			if err != nil {
				return nil, err
			}
			more := matches{}
			for i, condition := range missing {
				more[condition] = userSet(found[i])
			}
			return known.with(more, conditions), nil
		})
}
