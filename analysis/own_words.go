package analysis

import (
	"fmt"
	"strings"
)

// ParseOwnWords reads what a rule of one's own measures in a line: a condition alone, which counts the events that it takes, or
// "share of views where hour < 6 among menu == "jobs"", of which each part but the first can be left out.
func ParseOwnWords(name, line string) (OwnRule, error) {
	rule := OwnRule{Name: name, Family: Semantic}
	first, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	fields := [][2]string{{"where", line}}
	if _, err := oneOf(first, measureNames()); err == nil {
		fields = [][2]string{{"measure", first}}
		rest, among, hasAmong := cutLast(rest, "among ")
		rest, where, hasWhere := strings.Cut(" "+rest, " where ")
		if of, isOf := strings.CutPrefix(strings.TrimSpace(rest), "of "); isOf {
			fields = append(fields, [2]string{"of", strings.TrimSpace(of)})
		} else if strings.TrimSpace(rest) != "" {
			return rule, fmt.Errorf("%q is not understood after %s; write %s of %s where …", strings.TrimSpace(rest), first, first, rule.Measure.usual())
		}
		if hasWhere {
			fields = append(fields, [2]string{"where", where})
		}
		if hasAmong {
			fields = append(fields, [2]string{"among", among})
		}
	}
	for _, field := range fields {
		if err := ownFieldNamed(field[0]).set(&rule, strings.TrimSpace(field[1])); err != nil {
			return rule, fmt.Errorf("%s: %w", field[0], err)
		}
	}
	_, err := NewOwnRules([]OwnRule{rule})
	return rule, err
}

// cutLast cuts a text at the last occurrence of a word.
func cutLast(text, word string) (before, after string, found bool) {
	if at := strings.LastIndex(text, word); at >= 0 {
		return text[:at], text[at+len(word):], true
	}
	return text, "", false
}
