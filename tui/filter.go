package tui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"spoor/analysis"
	"spoor/store"
)

// filter says which users are shown: all of its terms must hold.
type filter struct {
	text  string // as typed
	terms []term
}

type term struct {
	not   bool
	match func(j judged, row int32) bool
}

func (f filter) empty() bool { return len(f.terms) == 0 }

func (f filter) match(j judged, row int32) bool {
	for _, t := range f.terms {
		if t.match(j, row) == t.not {
			return false
		}
	}
	return true
}

// flagWords are the words that stand for a state of the user instead of a piece of the name.
var flagWords = map[string]func(j judged, row int32) bool{
	"flagged": func(j judged, row int32) bool { return j.now.Flagged[row] },
	"robot":   func(j judged, row int32) bool { return j.users.Robot(int(row)) },
	"judged":  func(j judged, row int32) bool { return j.users.Judged(int(row)) },
	"hit":     func(j judged, row int32) bool { return j.now.Low[row]|j.now.High[row] != 0 },
}

// parseFilter reads terms that are separated by spaces, each turned round by a minus before it: words of the user's name in any case,
// flagged, robot, judged, hit, segment:loyal, verdict:none, hit:reading-time, hit:reading-time.low, and comparisons as score>40 and views<=3.
func parseFilter(text string) (filter, error) {
	f := filter{text: strings.TrimSpace(text)}
	for _, word := range strings.Fields(text) {
		bare, not := strings.CutPrefix(word, "-")
		if bare == "" {
			continue
		}
		match, err := parseTerm(bare)
		if err != nil {
			return f, err
		}
		f.terms = append(f.terms, term{not, match})
	}
	return f, nil
}

func parseTerm(word string) (func(judged, int32) bool, error) {
	if match, ok := flagWords[word]; ok {
		return match, nil
	}
	if name, ok := strings.CutPrefix(word, "segment:"); ok {
		return segmentTerm(name)
	}
	if name, ok := strings.CutPrefix(word, "verdict:"); ok {
		return verdictTerm(name)
	}
	if name, ok := strings.CutPrefix(word, "hit:"); ok {
		return hitTerm(name)
	}
	if at := strings.IndexAny(word, "<>="); at > 0 {
		return comparison(word[:at], word[at:])
	}
	lower := strings.ToLower(word)
	return func(j judged, row int32) bool { return containsFold(j.users.Key[row], lower) }, nil
}

// containsFold tells whether a key contains a word that is in lower case. Keys are mostly in lower case already, and there may be
// a million of them.
func containsFold(key, lower string) bool {
	return strings.Contains(key, lower) || strings.Contains(strings.ToLower(key), lower)
}

func segmentTerm(name string) (func(judged, int32) bool, error) {
	var names []string
	for s := analysis.Average; s <= analysis.DeclaredRobot; s++ {
		if strings.HasPrefix(s.String(), name) {
			return func(j judged, row int32) bool { return j.segments[row] == s }, nil
		}
		names = append(names, s.String())
	}
	return nil, fmt.Errorf("no segment %q; there are %s", name, strings.Join(names, ", "))
}

func verdictTerm(name string) (func(judged, int32) bool, error) {
	for _, label := range store.Labels {
		if strings.HasPrefix(label, name) {
			return func(j judged, row int32) bool { is, _ := j.verdict(row); return is == label }, nil
		}
	}
	return nil, fmt.Errorf("no verdict %q; there are %s", name, strings.Join(store.Labels, ", "))
}

func hitTerm(name string) (func(judged, int32) bool, error) {
	rule, side, _ := strings.Cut(name, ".")
	var bit uint32
	var names []string
	for r := range analysis.Rules {
		if strings.HasPrefix(analysis.Rules[r].Name, rule) {
			bit |= 1 << r
		}
		names = append(names, analysis.Rules[r].Name)
	}
	switch {
	case bit == 0:
		return nil, fmt.Errorf("no rule %q; there are %s", rule, strings.Join(names, ", "))
	case side == "":
		return func(j judged, row int32) bool { return (j.now.Low[row]|j.now.High[row])&bit != 0 }, nil
	case strings.HasPrefix("low", side):
		return func(j judged, row int32) bool { return j.now.Low[row]&bit != 0 }, nil
	case strings.HasPrefix("high", side):
		return func(j judged, row int32) bool { return j.now.High[row]&bit != 0 }, nil
	}
	return nil, fmt.Errorf("no side %q; there are low and high", side)
}

var comparisons = map[string]func(a, b float64) bool{
	">": func(a, b float64) bool { return a > b }, ">=": func(a, b float64) bool { return a >= b },
	"<": func(a, b float64) bool { return a < b }, "<=": func(a, b float64) bool { return a <= b },
	"=": func(a, b float64) bool { return a == b },
}

// comparison compares what users can be sorted by with a number. A value that is not evaluable compares as false.
func comparison(name, rest string) (func(judged, int32) bool, error) {
	i := slices.IndexFunc(orderings, func(o ordering) bool { return o.name == name })
	if i < 0 {
		var names []string
		for _, o := range orderings {
			names = append(names, o.name)
		}
		return nil, fmt.Errorf("no column %q; there are %s", name, strings.Join(names, ", "))
	}
	digits := strings.TrimLeft(rest, "<>=")
	operator := rest[:len(rest)-len(digits)]
	compare, ok := comparisons[operator]
	if !ok {
		return nil, fmt.Errorf("no comparison %q; there are > >= < <= =", operator)
	}
	if digits == "" {
		return func(judged, int32) bool { return true }, nil // still being typed
	}
	number, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsNaN(number) {
		return nil, fmt.Errorf("%q is no number", digits)
	}
	key := orderings[i].key
	return func(j judged, row int32) bool { return compare(key(j, row), number) }, nil
}
