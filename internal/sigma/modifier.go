package sigma

import (
	"errors"
	"fmt"
	"strings"
)

// search is a field of a selection with its modifiers: "cs-uri-query|contains|all".
type search struct {
	field eventField
	name  string
	all   bool // of its values must be so
	cased bool
	not   bool
	how   string                // what decides where it is no text with wildcards
	flags string                // of a regular expression
	wide  func(pattern) pattern // contains and the like; nil: none

	encode []func(string) ([]string, error) // in their order
}

// Modifiers that decide by themselves how a value is compared.
const (
	byExpression = "re"
	byNetwork    = "cidr"
	byPresence   = "exists"
	byField      = "fieldref"
)

var comparisons = map[string]string{"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}

func readSearch(key string) (*search, error) {
	parts := strings.Split(key, "|")
	f, err := fieldNamed(parts[0])
	if err != nil {
		return nil, err
	}
	s := &search{field: f, name: strings.TrimSpace(parts[0])}
	for _, modifier := range parts[1:] {
		if err := s.modify(strings.ToLower(strings.TrimSpace(modifier))); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	if s.how != "" && (len(s.encode) > 0 || s.wide != nil && s.how != byField) {
		return nil, fmt.Errorf("%s: these modifiers contradict each other", key)
	}
	return s, nil
}

func (s *search) modify(modifier string) error {
	switch modifier {
	case "all":
		s.all = true
	case "cased":
		s.cased = true
	case "neq":
		s.not = true
	case "contains":
		return s.widen(true, true)
	case "startswith":
		return s.widen(false, true)
	case "endswith":
		return s.widen(true, false)
	case byExpression, byNetwork, byPresence, byField, "lt", "lte", "gt", "gte":
		if s.how != "" {
			return fmt.Errorf("%s and %s contradict each other", s.how, modifier)
		}
		s.how = modifier
	case "i", "m", "s":
		if s.how != byExpression {
			return fmt.Errorf("%s belongs to re", modifier)
		}
		s.flags += modifier
	default:
		encode := encoders[modifier]
		if encode == nil {
			return fmt.Errorf("the modifier %s has no equivalent", modifier)
		}
		s.encode = append(s.encode, encode)
	}
	return nil
}

// widen allows anything before a text, after it, or both.
func (s *search) widen(before, after bool) error {
	if s.wide != nil {
		return errors.New("one of contains, startswith and endswith is taken")
	}
	s.wide = func(p pattern) pattern { return p.open(before, after) }
	return nil
}
