package logline

import (
	"fmt"
	"regexp"
	"regexp/syntax"
)

// regexpLine is a kind of line as a regular expression (RE2) with named groups. It costs several times what a pattern does.
type regexpLine struct {
	regexp *regexp.Regexp
	places []int // of the groups
	size   int
}

// The limits of a regular expression, whoever wrote it: its length in bytes, and its size with repetitions written out.
const (
	maxRegexp     = 4096
	maxRegexpSize = 20_000

	maxRegexpsSize = 200_000 // of those of a format together
)

// compileRegexp compiles a regular expression that takes the whole line.
func compileRegexp(text string, placeOf func(name string) int) (*regexpLine, error) {
	if len(text) > maxRegexp {
		return nil, fmt.Errorf("%d bytes are too long; at most %d can be read", len(text), maxRegexp)
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	if size := regexpSize(parsed); size > maxRegexpSize {
		return nil, fmt.Errorf("its repetitions make it too large; repeat less, or write +")
	}
	compiled, err := regexp.Compile("^(?:" + text + ")$")
	if err != nil {
		return nil, err
	}
	r := &regexpLine{regexp: compiled, size: regexpSize(parsed)}
	named := false
	for _, name := range compiled.SubexpNames() {
		place := nowhere
		if name != "" {
			place, named = placeOf(name), true
		}
		r.places = append(r.places, place)
	}
	if !named {
		return nil, fmt.Errorf("no group has a name; write values as in (?P<user>\\S+)")
	}
	return r, nil
}

// regexpSize is about how many instructions a regular expression takes; it stops counting beyond the limit.
func regexpSize(re *syntax.Regexp) int {
	size := 1 + len(re.Rune)
	for _, sub := range re.Sub {
		size += regexpSize(sub)
		if size > maxRegexpSize {
			return size
		}
	}
	if re.Op == syntax.OpRepeat {
		size *= max(re.Max, re.Min, 1)
	}
	return size
}

func (l *regexpLine) match(line []byte, r *record) bool {
	found := l.regexp.FindSubmatchIndex(line)
	if found == nil {
		return false
	}
	for i, place := range l.places {
		if place != nowhere && found[2*i] >= 0 {
			r.keep(place, line[found[2*i]:found[2*i+1]])
		}
	}
	return true
}
