package sigma

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// conditionReader reads a condition over named selections: "1 of selection_* and not filter".
type conditionReader struct {
	words      []string
	at         int
	selections map[string]*tree
	names      []string // of the selections, in their order
}

var conditionWords = regexp.MustCompile(`\(|\)|\||[^\s()|]+`)

// longestCondition is how many words and brackets a condition may have.
const longestCondition = 2000

// readCondition reads a whole condition. rest is what follows a bar, the counting of earlier versions of Sigma.
func readCondition(text string, selections map[string]*tree, names []string) (t *tree, rest string, err error) {
	text, rest, counts := strings.Cut(text, "|")
	words := conditionWords.FindAllString(text, longestCondition+1)
	r := &conditionReader{words: words, selections: selections, names: names}
	if len(r.words) > longestCondition {
		return nil, "", fmt.Errorf("the condition is too long; at most %d words are allowed", longestCondition)
	}
	if t, err = r.or(); err == nil && r.at < len(r.words) {
		err = fmt.Errorf("condition: %q is not understood", r.words[r.at])
	}
	if rest = strings.TrimSpace(rest); err == nil && counts && rest == "" {
		err = errors.New("condition: nothing follows the bar")
	}
	return t, rest, err
}

// next reports whether the next word is this one, and takes it.
func (r *conditionReader) next(word string) bool {
	if r.at < len(r.words) && strings.EqualFold(r.words[r.at], word) {
		r.at++
		return true
	}
	return false
}

func (r *conditionReader) or() (*tree, error)  { return r.joined(or, "or", r.and) }
func (r *conditionReader) and() (*tree, error) { return r.joined(and, "and", r.not) }

func (r *conditionReader) joined(by join, word string, part func() (*tree, error)) (*tree, error) {
	first, err := part()
	of := []*tree{first}
	for err == nil && r.next(word) {
		var one *tree
		if one, err = part(); err == nil {
			of = append(of, one)
		}
	}
	return joined(by, of), err
}

func (r *conditionReader) not() (*tree, error) {
	negations := 0
	for r.next("not") {
		negations++
	}
	t, err := r.one()
	if err == nil && negations%2 == 1 {
		t = negated(t)
	}
	return t, err
}

func (r *conditionReader) one() (*tree, error) {
	if r.next("(") {
		t, err := r.or()
		if err == nil && !r.next(")") {
			err = errors.New("condition: a ) is missing")
		}
		return t, err
	}
	if r.at == len(r.words) {
		return nil, errors.New("condition: something is missing at its end")
	}
	word := r.words[r.at]
	r.at++
	if r.at+1 < len(r.words) && strings.EqualFold(r.words[r.at], "of") {
		r.at += 2
		return r.several(strings.ToLower(word), r.words[r.at-1])
	}
	if t := r.selections[word]; t != nil {
		return t, nil
	}
	return nil, fmt.Errorf("condition: there is no selection %q", word)
}

// several is "1 of selection_*", "any of them", "all of filter*".
func (r *conditionReader) several(how, which string) (*tree, error) {
	var of []*tree
	for _, name := range r.names {
		matches := strings.EqualFold(which, "them") && !strings.HasPrefix(name, "_")
		if !strings.EqualFold(which, "them") {
			matches, _ = path.Match(strings.NewReplacer("[", `\[`, "?", `\?`).Replace(which), name)
		}
		if matches {
			of = append(of, r.selections[name])
		}
	}
	switch {
	case len(of) == 0:
		return nil, fmt.Errorf("condition: there is no selection %q", which)
	case slices.Contains([]string{"1", "any"}, how):
		return anyOf(of...), nil
	case how == "all":
		return allOf(of...), nil
	}
	return nil, fmt.Errorf("condition: %s of %s has no equivalent; 1 of and all of have", how, which)
}
