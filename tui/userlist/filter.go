package userlist

import (
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"spoor/analysis"
	"spoor/analysis/ecrm"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/find"
	"spoor/tui/term"
)

// Filter says which users are shown: all of its terms must hold.
type Filter struct {
	Text  string // as typed
	terms []condition
	words []string // of the terms
}

type condition struct {
	not   bool
	any   []condition // of which one must hold, in place of the others
	match func(j Judged, row int32) bool
	who   func(p *model.Pivots) model.UserSet // in place of match, for what only the events tell
	when  string                              // in place of match: what an event of theirs is like
}

// Empty reports whether the filter takes everybody.
func (f Filter) Empty() bool { return len(f.terms) == 0 }

func (f Filter) match(j Judged, row int32) bool {
	for _, t := range f.terms {
		if t.holds(j, row) == t.not {
			return false
		}
	}
	return true
}

// holds is what the term says of a user, whether it is negated or not.
func (t condition) holds(j Judged, row int32) bool {
	for _, one := range t.any {
		if one.match(j, row) {
			return true
		}
	}
	return t.any == nil && t.match(j, row)
}

// flagWords are the words that stand for a state of the user instead of a piece of the name.
var flagWords = map[string]func(j Judged, row int32) bool{
	"flagged": func(j Judged, row int32) bool { return j.Now.Flagged[row] },
	"robot":   func(j Judged, row int32) bool { return j.Matrix.Robot(int(row)) },
	"judged":  func(j Judged, row int32) bool { return j.Matrix.Judged(int(row)) },
	"hit":     func(j Judged, row int32) bool { return j.hits(row) > 0 },
	"marked":  Judged.marked,
}

// Parse reads terms that are separated by spaces, each negated by a minus before it: words of the user's
// name in any case, flagged, robot, judged, hit, segment:loyal, verdict:none, hit:reading-time, hit:reading-time.low,
// ip:10.0., agent:curl, item:1201, event:{status == 404 && hour < 6}, and comparisons as score>40, views<=3 and
// seen>2026-03-01, with the days of a time zone. "any text" is a piece of the name, user=kim all of it, ~^kim a regular
// expression, and a|b either. The first term that can't be understood is a *find.Error; the filter then has all others.
func Parse(text string, c term.Clock, own analysis.OwnRules) (Filter, error) {
	f := Filter{Text: strings.TrimSpace(text)}
	err := find.EachWord(text, func(w find.Word) error {
		t, err := parseAlternatives(w.Text, c, own)
		if err == nil {
			t.not = w.Not
			f.terms, f.words = append(f.terms, t), append(f.words, w.Text)
		}
		return err
	})
	return f, err
}

// namedTerms are the terms of a name and a value, as segment:loyal.
var namedTerms = map[string]func(value string) (func(Judged, int32) bool, error){
	"segment": segmentTerm, "verdict": verdictTerm,
}

func parseTerm(word string, c term.Clock, own analysis.OwnRules) (t condition, err error) {
	if match, ok, err := nameTerm(word); ok {
		return condition{match: match}, err
	}
	name, value, named := strings.Cut(word, ":")
	folded := find.Fold(word)
	if t, ok, err := namedTerm(name, value, own); named && ok {
		return t, err
	}
	switch at := strings.IndexAny(word, "<>="); {
	case flagWords[word] != nil:
		t.match = flagWords[word]
	case strings.Contains(word, "|"+conditionTerm+":{"):
		err = find.Wrong(word, "a condition is a term by itself; alternatives stand in it, as in event:{a || b}")
	case at == 0:
		err = find.Wrong(word, "what is compared? Write the column before it, without a space: score%s", word)
	case at > 0 && (word[at] != '=' || isColumn(word[:at], own)):
		t.match, err = comparison(word[:at], word[at:], c, own)
	case named && isName(name) && !isAddress(word):
		err = find.Wrong(name+":", "no term %q; there are %s", name+":", strings.Join(termNames, ", "))
	default:
		t.match = func(j Judged, row int32) bool { return find.ContainsFold(j.Matrix.Key[row], folded) }
	}
	return t, err
}

// namedTerm is a term of a name and a value; not ok if there is none of the name.
func namedTerm(name, value string, own analysis.OwnRules) (t condition, ok bool, err error) {
	switch {
	case name == conditionTerm:
		t.when, err = parseCondition(value)
	case name == "hit":
		t.match, err = hitTerm(value, own)
	case namedTerms[name] != nil:
		t.match, err = namedTerms[name](value)
	case eventTerms[name] != nil:
		plain, _ := find.Unquoted(value)
		t.who, err = eventTerms[name](plain)
	default:
		return t, false, nil
	}
	return t, true, err
}

// parseAlternatives reads a word whose parts between | are terms, one of which must hold.
func parseAlternatives(word string, c term.Clock, own analysis.OwnRules) (condition, error) {
	alternatives, err := find.EachAlternative(word, func(term string) (condition, error) {
		return parseTerm(term, c, own)
	})
	if err != nil || len(alternatives) > 1 {
		return condition{any: alternatives}, err
	}
	return alternatives[0], nil
}

// named are the users whose names a test holds for.
func named(holds func(name string) bool) func(j Judged, row int32) bool {
	return func(j Judged, row int32) bool { return holds(j.Matrix.Key[row]) }
}

// nameTerm reads the terms that are about the name alone: "any text", user=kim, user~^kim and ~kim$; ok is false for
// other words.
func nameTerm(word string) (match func(Judged, int32) bool, ok bool, err error) {
	if text, quoted := find.Unquoted(word); quoted {
		return named(find.Contains(text)), true, nil
	}
	for _, begin := range []string{"user=", "user~", "~", "="} {
		value, is := strings.CutPrefix(word, begin)
		switch {
		case !is:
			continue
		case value == "":
			return nil, true, find.Unfinished(word, "whose name?")
		case strings.HasSuffix(begin, "="):
			return named(find.Is(value)), true, nil
		}
		holds, err := find.Regexp(value)
		return named(holds), true, err
	}
	return nil, false, nil
}

// termNames are the names that stand before a colon.
var termNames = []string{"hit:", "segment:", "verdict:", "ip:", "agent:", "family:", "item:", "event:"}

// isName reports whether what stands before a colon looks like the name of a term: letters only.
func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// isAddress reports whether a word is an address, such as fe:: of IPv6, which is a user's name in many logs.
func isAddress(word string) bool {
	_, err := netip.ParseAddr(word)
	return err == nil
}

func segmentTerm(name string) (func(Judged, int32) bool, error) {
	var names []string
	for s := ecrm.Average; s <= ecrm.DeclaredRobot; s++ {
		if name != "" && strings.HasPrefix(s.String(), name) {
			return func(j Judged, row int32) bool { return j.Segments[row] == s }, nil
		}
		names = append(names, s.String())
	}
	if name == "" {
		return nil, find.Unfinished("segment:", "which? There are %s", strings.Join(names, ", "))
	}
	return nil, find.Wrong(name, "no segment %q; there are %s", name, strings.Join(names, ", "))
}

func verdictTerm(name string) (func(Judged, int32) bool, error) {
	if name == "" {
		return nil, find.Unfinished("verdict:", "which? There are %s", strings.Join(store.Labels, ", "))
	}
	for _, label := range store.Labels {
		if strings.HasPrefix(label, name) {
			return func(j Judged, row int32) bool { return j.verdict(row) == label }, nil
		}
	}
	return nil, find.Wrong(name, "no verdict %q; there are %s", name, strings.Join(store.Labels, ", "))
}

// hitTerm takes the users who hit a rule whose name begins so, on either side or on one.
func hitTerm(name string, own analysis.OwnRules) (func(Judged, int32) bool, error) {
	prefix, side, _ := strings.Cut(name, ".")
	var names []string
	for _, rule := range own.All() {
		names = append(names, rule.Name)
	}
	known := slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, prefix) })
	switch {
	case prefix == "":
		return nil, find.Unfinished("hit:", "which rule? There are %s", strings.Join(names, ", "))
	case !known:
		return nil, find.Wrong(prefix, "no rule %q; there are %s", prefix, strings.Join(names, ", "))
	}
	rules := rulesNamed(prefix)
	switch {
	case side == "":
		return func(j Judged, row int32) bool {
			return j.Now.Low.Of(int(row)).Or(j.Now.High.Of(int(row))).And(rules(j)).Any()
		}, nil
	case strings.HasPrefix("low", side):
		return func(j Judged, row int32) bool { return j.Now.Low.Of(int(row)).And(rules(j)).Any() }, nil
	case strings.HasPrefix("high", side):
		return func(j Judged, row int32) bool { return j.Now.High.Of(int(row)).And(rules(j)).Any() }, nil
	}
	return nil, find.Wrong(side, "no side %q; there are low and high", side)
}

// rulesNamed are the rules whose names begin so. Those of one's own are looked up each time, since their numbers change
// with each other; there are few.
func rulesNamed(prefix string) func(j Judged) analysis.RuleBits {
	var builtIn analysis.RuleBits
	for r := range analysis.Rules {
		if strings.HasPrefix(analysis.Rules[r].Name, prefix) {
			builtIn.Add(analysis.RuleID(r))
		}
	}
	return func(j Judged) analysis.RuleBits {
		rules, own := builtIn, j.Matrix.Measuring.Own.List()
		for i := range own {
			if strings.HasPrefix(own[i].Name, prefix) {
				rules.Add(analysis.RuleID(analysis.RuleCount + i))
			}
		}
		return rules
	}
}

var comparisons = map[string]func(a, b float64) bool{
	">": func(a, b float64) bool { return a > b }, ">=": func(a, b float64) bool { return a >= b },
	"<": func(a, b float64) bool { return a < b }, "<=": func(a, b float64) bool { return a <= b },
	"=": func(a, b float64) bool { return a == b },
}

// times are what is compared with days instead of numbers.
var times = map[string]func(j Judged, row int32) int64{
	"first": func(j Judged, row int32) int64 { return j.Matrix.Stats[row].First },
	"last":  func(j Judged, row int32) int64 { return j.Matrix.Stats[row].Last },
	"seen":  func(j Judged, row int32) int64 { return j.Matrix.Stats[row].Last },
}

// comparison compares what users can be sorted by with a number or a day. A value that is not evaluable compares as
// false.
func comparison(name, rest string, c term.Clock, own analysis.OwnRules) (func(Judged, int32) bool, error) {
	all := Orderings(own)
	i := slices.IndexFunc(all, func(o Ordering) bool { return o.Name == name })
	when := times[name]
	if i < 0 && when == nil {
		return nil, find.Wrong(name, "no column %q; there are %s", name, strings.Join(orderingNames(own), ", "))
	}
	holds, err := ParseComparison(name, rest, when != nil, c)
	if when != nil {
		return func(j Judged, row int32) bool { return holds(float64(when(j, row))) }, err
	}
	key := all[i].key
	return func(j Judged, row int32) bool { return holds(key(j, row)) }, err
}

// isColumn reports whether users can be compared by what has that name.
func isColumn(name string, own analysis.OwnRules) bool {
	return times[name] != nil || slices.Contains(orderingNames(own), name)
}

// ParseComparison reads what follows the name of a column: an operator and a number, or a day or month for times, which
// are UTC milliseconds; later than a day is after its end.
func ParseComparison(name, rest string, times bool, c term.Clock) (holds func(x float64) bool, err error) {
	value := strings.TrimLeft(rest, "<>=")
	operator := rest[:len(rest)-len(value)]
	compare, ok := comparisons[operator]
	switch {
	case !ok:
		return nil, find.Wrong(operator, "no comparison %q; there are > >= < <= =", operator)
	case value == "":
		return nil, find.Unfinished(name+operator, "than what?")
	case times:
		return timeTerm(compare, value, c)
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(number) {
		return nil, find.Wrong(value, "%q is not a number", value)
	}
	return func(x float64) bool { return compare(x, number) }, nil
}

func timeTerm(compare func(a, b float64) bool, value string, c term.Clock) (func(ms float64) bool, error) {
	from, to, ok := c.ParsePeriod(value)
	if !ok {
		return nil, find.Wrong(value, "%q is not a day; write 2026-03-01, 2026-03, 2026 or 2026-03-01T14:30", value)
	}
	return func(ms float64) bool {
		side := 0.0
		switch {
		case ms < float64(from):
			side = -1
		case ms >= float64(to):
			side = 1
		}
		return compare(side, 0)
	}, nil
}

// GoesByMarks reports whether the filter has the word marked.
func (f Filter) GoesByMarks() bool { return slices.ContainsFunc(f.words, isMarked) }

func isMarked(word string) bool { return word == "marked" }
