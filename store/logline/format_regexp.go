package logline

import (
	"fmt"
	"slices"

	"spoor/store/logline/lineregexp"
)

// regexpLine is a kind of line as a regular expression (RE2) with named groups.
type regexpLine struct {
	regexp *lineregexp.Regexp
	places []int // of the groups
}

// maxRegexpsSize is how large the regular expressions of a format may be together.
const maxRegexpsSize = 200_000

// compileRegexp compiles a regular expression that takes the whole line.
func compileRegexp(text string, placeOf func(name string) int) (*regexpLine, error) {
	compiled, err := lineregexp.Compile(text)
	if err != nil {
		return nil, err
	}
	names := compiled.Names()
	if !slices.ContainsFunc(names, func(name string) bool { return name != "" }) {
		return nil, fmt.Errorf("no group has a name; write values as in (?P<user>\\S+)")
	}
	r := &regexpLine{regexp: compiled}
	for _, name := range names {
		place := nowhere
		if name != "" {
			place = placeOf(name)
		}
		r.places = append(r.places, place)
	}
	return r, nil
}

func (l *regexpLine) match(line []byte, r *record) (matched bool) {
	r.groups, matched = l.regexp.Match(line, r.groups)
	if !matched {
		return false
	}
	for i, place := range l.places {
		if place != nowhere && r.groups[2*i] >= 0 {
			r.keep(place, line[r.groups[2*i]:r.groups[2*i+1]])
		}
	}
	return true
}
