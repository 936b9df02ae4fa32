package web

import (
	"math"
	"strconv"
	"strings"
)

// valueRange is a range of numbers, both ends included.
type valueRange struct{ from, to float64 }

// parseRange reads "20-35", "20-", "-35", "20+" or "20". Numbers are not negative, since a dash stands between them.
func parseRange(text string) (r valueRange, ok bool) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "–", "-"), " ", "")
	r = valueRange{math.Inf(-1), math.Inf(1)}
	if from, isLeast := strings.CutSuffix(text, "+"); isLeast {
		text = from + "-"
	}
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		to = from
	}
	if from == "" && to == "" {
		return r, false
	}
	for _, end := range []struct {
		text string
		at   *float64
	}{{from, &r.from}, {to, &r.to}} {
		if end.text == "" {
			continue
		}
		x, isNumber := parsePlainNumber(end.text)
		if !isNumber {
			return r, false
		}
		*end.at = x
	}
	return r, r.from <= r.to
}

// parsePlainNumber reads digits with at most one point.
func parsePlainNumber(text string) (x float64, ok bool) {
	if strings.Trim(text, "0123456789.") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil
}

func (r valueRange) holds(x float64) bool { return r.from <= x && x <= r.to }

// fitsRange reports whether what a user has lies in one of the ranges that an item lists between semicolons. What is no
// number is met and meets.
func fitsRange(has, asks string) bool {
	x, isNumber := parsePlainNumber(strings.TrimSpace(has))
	if !isNumber {
		return true
	}
	understood := false
	for text := range strings.SplitSeq(asks, ";") {
		if r, ok := parseRange(text); ok {
			if understood = true; r.holds(x) {
				return true
			}
		}
	}
	return !understood
}
