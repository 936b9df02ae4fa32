// Package lineregexp matches whole lines with regular expressions, several times faster than the standard library
// does and with the same result.
//
// Package regexp promises a time linear in the line and pays for it on every line. Expressions that describe lines of
// a log hardly ever need that: between their parts stand texts that tell at once where a part ends. So most of them
// are tried by backtracking, which is as fast as code written for the format, and only a line that needs too many
// steps, or an expression that can't be tried so, is left to package regexp. Both prefer the same match, the
// leftmost-first one.
package lineregexp

import (
	"bytes"
	"fmt"
	"regexp"
	"regexp/syntax"
	"unicode/utf8"
)

// The limits of a regular expression, whoever wrote it: its length in bytes, and its size with repetitions written out.
const (
	maxLength = 4096
	maxSize   = 20_000
)

// Regexp is a regular expression (RE2) that takes a whole line. It may be used by several goroutines at once.
type Regexp struct {
	standard *regexp.Regexp
	start    *node  // of what backtracks; nil if the expression can't be tried so
	literal  []byte // which each line has that matches, to be looked for before all else
	size     int
}

// Compile compiles an expression. An error says what is wrong with it, or that it is too large.
func Compile(text string) (*Regexp, error) {
	if len(text) > maxLength {
		return nil, fmt.Errorf("%d bytes is too long; at most %d can be read", len(text), maxLength)
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	size := sizeOf(parsed)
	if size > maxSize {
		return nil, fmt.Errorf("its repetitions make it too large; repeat less, or write +")
	}
	standard, err := regexp.Compile("^(?:" + text + ")$")
	if err != nil {
		return nil, err
	}
	simple := parsed.Simplify()
	return &Regexp{standard, compile(simple), literalOf(simple), size}, nil
}

// sizeOf is about how many instructions an expression takes; it stops counting beyond the limit.
func sizeOf(re *syntax.Regexp) int {
	size := 1 + len(re.Rune)
	for _, sub := range re.Sub {
		size += sizeOf(sub)
		if size > maxSize {
			return size
		}
	}
	if re.Op == syntax.OpRepeat {
		size *= max(re.Max, re.Min, 1)
	}
	return size
}

// literalOf is the longest text that stands in every match, whatever else does; nil if none is known.
func literalOf(re *syntax.Regexp) (longest []byte) {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return literalText(re)
		}
	case syntax.OpCapture, syntax.OpConcat, syntax.OpPlus:
		for _, sub := range re.Sub {
			if literal := literalOf(sub); len(literal) > len(longest) {
				longest = literal
			}
		}
	}
	return longest
}

// literalText is the text of a literal; nil if it holds what a line has wherever it is no UTF-8.
func literalText(re *syntax.Regexp) []byte {
	for _, r := range re.Rune {
		if r == utf8.RuneError {
			return nil
		}
	}
	return []byte(string(re.Rune))
}

// Size is about how many instructions the expression takes.
func (r *Regexp) Size() int { return r.size }

// Names are the names of the groups, "" for one without; the first is that of the whole line.
func (r *Regexp) Names() []string { return r.standard.SubexpNames() }

// Match reports whether the whole line matches, and where its groups begin and end: two numbers for each, -1 for one
// that takes no part. They are written over groups, which may be nil and is to be given again for the next line.
func (r *Regexp) Match(line []byte, groups []int) ([]int, bool) {
	if r.literal != nil && !bytes.Contains(line, r.literal) { // as in most lines of other formats
		return groups, false
	}
	if r.start != nil {
		groups = unset(groups, 2*(r.standard.NumSubexp()+1))
		m := machine{line: line, groups: groups, steps: stepsPerByte * (len(line) + 1)}
		matched := m.run(r.start, 0)
		if m.steps > 0 {
			groups[0], groups[1] = 0, len(line)
			return groups, matched
		}
	}
	found := r.standard.FindSubmatchIndex(line)
	return append(groups[:0], found...), found != nil
}

// unset makes n numbers -1 of a slice that may be shorter.
func unset(groups []int, n int) []int {
	groups = groups[:0]
	for range n {
		groups = append(groups, -1)
	}
	return groups
}
