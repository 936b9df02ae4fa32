package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseOwnWords reads what a rule of one's own measures in a line: a condition alone, which counts the events that it takes, or
// "share of views where hour < 6 among menu == "jobs"", of which each part but the first can be left out.
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
			return r, fmt.Errorf("%q is not understood after %s; write %s of %s where …", unknown, first, first, usualOf(first))
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

// cutParts cuts what follows a measure at the words that begin its parts, and says what stands before the first of them.
func cutParts(measure, rest string) (fields [][2]string, unknown string) {
	rest = " " + rest
	for _, part := range slices.Backward(ownParts) {
		if at := lastOutside(rest, " "+part+" "); at >= 0 {
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
	where := oneLine(r.Where)
	if r.Measure == MeasureCount && r.Of == TheEvents && where != "" {
		return where
	}
	words := r.Measure.String()
	if r.Of != r.Measure.usual() {
		words += " of " + r.Of.String()
	}
	for _, part := range [][2]string{{"within", formatSpan(r.Within)}, {"where", where}, {"among", oneLine(r.Among)}} {
		if part[1] != "" {
			words += " " + part[0] + " " + part[1]
		}
	}
	return words
}

// lastOutside is where a word stands last in a condition outside of its quotes; −1 if nowhere.
func lastOutside(text, word string) int {
	last := -1
	eachOutside(text, func(at int) {
		if strings.HasPrefix(text[at:], word) {
			last = at
		}
	})
	return last
}

// oneLine is a condition without breaks of lines and what they are indented by. What is quoted stays.
func oneLine(text string) string {
	line := []byte(text)
	eachOutside(text, func(at int) {
		if text[at] == '\n' || text[at] == '\r' || text[at] == '\t' {
			line[at] = ' '
		}
	})
	return strings.TrimSpace(string(line))
}

// eachOutside gives each place of a condition that is not in quotes.
func eachOutside(text string, do func(at int)) {
	quote := byte(0)
	for at := 0; at < len(text); at++ {
		switch c := text[at]; {
		case quote == 0 && (c == '"' || c == '\'' || c == '`'):
			quote = c
		case quote == 0:
			do(at)
		case c == '\\' && quote != '`':
			at++
		case c == quote:
			quote = 0
		}
	}
}

// spanUnits are how long the units of a span are, the longest first.
var spanUnits = []struct {
	name   string
	length time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// ParseSpan reads how long the time of a rule is, such as 30s, 5m, 2h or 7d.
func ParseSpan(text string) (time.Duration, error) {
	for _, unit := range spanUnits {
		if number, is := strings.CutSuffix(text, unit.name); is {
			n, err := strconv.ParseUint(number, 10, 32)
			if length := time.Duration(n) * unit.length; err == nil && length > 0 && length <= longestWithin {
				return length, nil
			}
		}
	}
	return 0, fmt.Errorf("%q is not a time; write 30s, 5m, 2h or 7d", text)
}

// formatSpan writes a time as ParseSpan reads it, "" for none.
func formatSpan(length time.Duration) string {
	for _, unit := range spanUnits {
		if length > 0 && length%unit.length == 0 {
			return fmt.Sprint(int64(length/unit.length), unit.name)
		}
	}
	return ""
}
