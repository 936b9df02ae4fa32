package analysis

import (
	"fmt"
	"slices"
	"strings"

	"spoor/analysis/predicate"
	"spoor/analysis/units"
)

// ParseOwnWords reads what a rule of one's own measures in a line: a condition alone, which counts the events that it
// takes, or "share of views where hour < 6 among menu == "jobs"", of which each part but the first can be left out.
func ParseOwnWords(name, line string) (OwnRule, error) {
	return OwnRule{Name: name, Family: Semantic}.WithWords(line)
}

// ownParts begin what a line says after the measure, in their order.
var ownParts = []string{"of", "within", "where", "among"}

// WithWords is the rule with what a line says that it measures, as [ParseOwnWords] reads it; all else stays.
func (r OwnRule) WithWords(line string) (OwnRule, error) {
	r.Measure, r.Of, r.Within, r.Where, r.Among = MeasureCount, TheEvents, 0, "", ""
	line = strings.TrimSpace(line)
	first, rest, _ := strings.Cut(line, " ")
	fields := [][2]string{{"where", line}}
	if _, err := oneOf(first, measureNames()); err == nil {
		var unknown string
		if fields, unknown = cutParts(first, rest); unknown != "" {
			return r, fmt.Errorf("%q is not understood after %s; write %s of %s where …",
				unknown, first, first, usualOf(first))
		}
	}
	for _, field := range fields {
		if err := ownFieldNamed(field[0]).set(&r, field[1]); err != nil {
			return r, fmt.Errorf("%s: %w", field[0], err)
		}
	}
	if _, err := r.unit(); err != nil {
		r.Unit = "" // of what it measured before
	}
	_, err := NewOwnRules([]OwnRule{r})
	return r, err
}

// cutParts cuts what follows a measure at the words that begin its parts, and says what stands before the first of
// them.
func cutParts(measure, rest string) (fields [][2]string, unknown string) {
	rest = " " + rest
	for _, part := range slices.Backward(ownParts) {
		if at := predicate.LastOutside(rest, " "+part+" "); at >= 0 {
			fields = append(fields, [2]string{part, strings.TrimSpace(rest[at+len(part)+2:])})
			rest = rest[:at]
		}
	}
	slices.Reverse(fields)
	return append([][2]string{{"measure", measure}}, fields...), strings.TrimSpace(rest)
}

func usualOf(measure string) Thing {
	at, _ := oneOf(measure, measureNames())
	return OwnMeasure(at).usual()
}

// Words are what the rule measures in a line, as [OwnRule.WithWords] reads it.
func (r *OwnRule) Words() string {
	where := predicate.OneLine(r.Where)
	if r.Measure == MeasureCount && r.Of == TheEvents && where != "" {
		return where
	}
	words := r.Measure.String()
	if r.Of != r.Measure.usual() {
		words += " of " + r.Of.String()
	}
	for _, part := range [][2]string{
		{"within", units.FormatSpan(r.Within)}, {"where", where}, {"among", predicate.OneLine(r.Among)},
	} {
		if part[1] != "" {
			words += " " + part[0] + " " + part[1]
		}
	}
	return words
}
