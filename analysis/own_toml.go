package analysis

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"spoor/internal/toml"
)

// ownTable is the table of a rule set that the rules of one's own are in.
const ownTable = "rule"

// readOwn reads the rules of one's own of a rule set: [rule.NAME], with what is measured and how it is set.
func readOwn(d *toml.Document, s *RuleSet, written any) error {
	tables, isTable := written.(map[string]any)
	if !isTable {
		return d.Wrong(ownTable, "rule: a rule of one's own is written as [rule.NAME]")
	}
	names := slices.SortedFunc(maps.Keys(tables), func(a, b string) int {
		return cmp.Or(cmp.Compare(d.Place(ownGroup+a), d.Place(ownGroup+b)), strings.Compare(a, b))
	})
	if len(names) > MostOwnRules {
		return d.Wrong(ownGroup+names[MostOwnRules], "%d rules of one's own; at most %d are allowed",
			len(names), MostOwnRules)
	}
	var rules []OwnRule
	for _, name := range names {
		table, isTable := tables[name].(map[string]any)
		if !isTable {
			return d.Wrong(ownGroup+name, "%s%s: a rule of one's own is written as [rule.NAME]", ownGroup, name)
		}
		rule, err := readOwnRule(d, name, table)
		if err != nil {
			return err
		}
		rules = append(rules, rule)
	}
	with, err := s.WithOwn(rules)
	if err != nil {
		return fmt.Errorf("%s: %w", d.Name(), err)
	}
	*s = with
	for _, name := range names {
		if err := readOwnSetting(d, s, name, tables[name].(map[string]any)); err != nil {
			return err
		}
	}
	return nil
}

// readOwnRule reads what is measured.
func readOwnRule(d *toml.Document, name string, table map[string]any) (OwnRule, error) {
	rule, group := OwnRule{Name: name, Family: Semantic}, ownGroup+name
	for _, field := range ownFields {
		value, said := table[field.name]
		if !said {
			continue
		}
		text, isText := ownText(value)
		if !isText {
			return rule, d.Wrong(group+"."+field.name, "%s.%s: a text is needed, in quotes", group, field.name)
		}
		if err := field.set(&rule, text); err != nil {
			return rule, d.Wrong(group+"."+field.name, "%s.%s: %w", group, field.name, err)
		}
	}
	err := rule.check()
	if err == nil {
		_, _, err = rule.conditions()
	}
	if err != nil {
		field, _, _ := strings.Cut(err.Error(), ":")
		return rule, d.Wrong(group+"."+field, "%s: %w", group, err)
	}
	return rule, nil
}

// ownText is a value as the fields take it: a list of texts has one a line.
func ownText(value any) (text string, ok bool) {
	list, isList := value.([]any)
	if !isList {
		_, isTable := value.(map[string]any)
		return paramText(value), !isTable
	}
	var lines []string
	for _, one := range list {
		line, isText := one.(string)
		if !isText {
			return "", false
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), true
}

// readOwnSetting reads how a rule of one's own is set.
func readOwnSetting(d *toml.Document, s *RuleSet, name string, table map[string]any) error {
	group := ownGroup + name
	for _, field := range slices.SortedFunc(maps.Keys(table), func(a, b string) int {
		return cmp.Or(cmp.Compare(d.Place(group+"."+a), d.Place(group+"."+b)), strings.Compare(a, b))
	}) {
		if ownFieldNamed(field) != nil {
			continue
		}
		k, err := s.findParam(group + "." + field)
		if err != nil {
			return d.Wrong(group+"."+field, "%w", err)
		}
		if err := k.change(s, paramText(table[field])); err != nil {
			return d.Wrong(group+"."+field, "%s.%s: %w", group, field, err)
		}
	}
	return nil
}
