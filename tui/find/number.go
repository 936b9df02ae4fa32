package find

import (
	"strconv"
	"strings"
)

// Compared compares the number that a text begins with. A text without one is on neither side.
func Compared(operator, value string) (func(text string) bool, error) {
	compare, ok := comparisons[operator]
	if !ok {
		return nil, Wrong(operator, "no comparison %q; there are > >= < <= = and ~", operator)
	}
	plain, _ := Unquoted(value)
	want, ok := Number(plain)
	if !ok {
		return nil, Wrong(value, "%q is not a number, a time of day or a duration such as 3m20s", value)
	}
	return func(text string) bool {
		n, ok := Number(text)
		return ok && compare(n, want)
	}, nil
}

var comparisons = map[string]func(a, b float64) bool{
	">": func(a, b float64) bool { return a > b }, ">=": func(a, b float64) bool { return a >= b },
	"<": func(a, b float64) bool { return a < b }, "<=": func(a, b float64) bool { return a <= b },
}

// unitSeconds are the units of durations, as lists write them.
var unitSeconds = map[byte]float64{'s': 1, 'm': 60, 'h': 3600, 'd': 86400}

// Number reads the number that a cell of a list begins with: 1,204 or ▲12 or 404 !; a duration in seconds: 2.1s, 3m20s
// or +4h05m; a time of day in seconds: 14:02 or 14:02:11.
func Number(text string) (n float64, ok bool) {
	text = strings.TrimLeft(text, "▲▼+ ")
	first, rest, ok := leading(text)
	if !ok {
		return 0, false
	}
	if parts := strings.Split(strings.Fields(text)[0], ":"); len(parts) == 2 || len(parts) == 3 {
		return timeOfDay(parts)
	}
	unit, isUnit := unitOf(rest)
	if !isUnit {
		return first, true
	}
	n = first * unit
	for rest = rest[1:]; ; rest = rest[1:] {
		more, after, ok := leading(rest)
		unit, isUnit := unitOf(after)
		if !ok || !isUnit {
			return n, true
		}
		n += more * unit
		rest = after
	}
}

// unitOf is the unit that a text begins with, unless that is the beginning of a word such as min.
func unitOf(text string) (seconds float64, ok bool) {
	if text == "" {
		return 0, false
	}
	seconds, ok = unitSeconds[text[0]]
	return seconds, ok && (len(text) == 1 || text[1] < 'a' || text[1] > 'z')
}

// leading is the number that a text begins with, and what follows it.
func leading(text string) (n float64, rest string, ok bool) {
	end := 0
	for end < len(text) && (strings.IndexByte("0123456789.,", text[end]) >= 0 || end == 0 && text[end] == '-') {
		end++
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(text[:end], ".,"), ",", ""), 64)
	return n, text[end:], err == nil
}

func timeOfDay(parts []string) (seconds float64, ok bool) {
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return 0, false
		}
		seconds += float64(n) * []float64{3600, 60, 1}[i]
	}
	return seconds, true
}
