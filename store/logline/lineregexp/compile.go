package lineregexp

import (
	"bytes"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// node takes a piece of a line; next takes what is behind it.
type node struct {
	op      op
	next    *node
	literal []byte // of opLiteral
	group   int    // of opGroup: the number to set
	ways    []way  // of opChoice, the one to prefer first

	// Of opSet and opLoop.
	set     set
	least   int  // 0 or 1 characters
	lazy    bool // as few as possible are preferred
	decided bool // what is behind it can't begin with any character of the set, so there is but one end
	except  int  // the only byte that the set does not have; negative if it is not of that kind

	first set  // the bytes with which what this node and all behind it take may begin
	atEnd bool // they may take nothing
}

type op uint8

const (
	opEnd     op = iota // of the line
	opLiteral           // a text
	opSet               // a character of a set
	opLoop              // characters of a set
	opGroup             // a group begins or ends
	opChoice            // one of several ways
)

// way is one of a choice.
type way struct {
	start  *node
	groups []int // that only it sets
}

// compile prepares an expression for backtracking; nil if it has what can't be tried so.
func compile(re *syntax.Regexp) *node {
	groups := groupsOf(re, nil)
	slices.Sort(groups)
	if len(slices.Compact(groups)) < len(groups) { // a group is repeated: what it was before would have to be known
		return nil
	}
	start, _ := build(re, &node{op: opEnd, atEnd: true})
	return start
}

// build is the node of an expression before that of all behind it; ok is false if it has what can't be tried.
func build(re *syntax.Regexp, next *node) (n *node, ok bool) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return next, true
	case syntax.OpLiteral:
		return buildLiteral(re, next)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		n = &node{op: opSet, next: next}
		n.set, ok = setOf(re)
		n.first = n.set
		return n, ok
	case syntax.OpStar, syntax.OpPlus:
		return buildLoop(re, next)
	case syntax.OpCapture:
		end := &node{op: opGroup, next: next, group: 2*re.Cap + 1, first: next.first, atEnd: next.atEnd}
		if n, ok = build(re.Sub[0], end); !ok {
			return nil, false
		}
		return &node{op: opGroup, next: n, group: 2 * re.Cap, first: n.first, atEnd: n.atEnd}, true
	case syntax.OpConcat:
		for i := len(re.Sub) - 1; i >= 0; i-- {
			if next, ok = build(re.Sub[i], next); !ok {
				return nil, false
			}
		}
		return next, true
	case syntax.OpQuest:
		empty := &syntax.Regexp{Op: syntax.OpEmptyMatch}
		if re.Flags&syntax.NonGreedy != 0 {
			return buildChoice([]*syntax.Regexp{empty, re.Sub[0]}, next)
		}
		return buildChoice([]*syntax.Regexp{re.Sub[0], empty}, next)
	case syntax.OpAlternate:
		return buildChoice(re.Sub, next)
	default:
		return nil, false
	}
}

func buildLiteral(re *syntax.Regexp, next *node) (n *node, ok bool) {
	text := literalText(re)
	if len(text) == 0 || re.Flags&syntax.FoldCase != 0 {
		return nil, false
	}
	n = &node{op: opLiteral, next: next, literal: text}
	n.first.add(text[0])
	return n, true
}

// buildLoop is the node of a repetition, which can be one of a single character only.
func buildLoop(re *syntax.Regexp, next *node) (n *node, ok bool) {
	n = &node{op: opLoop, next: next, lazy: re.Flags&syntax.NonGreedy != 0}
	if n.set, ok = setOf(re.Sub[0]); !ok {
		return nil, false
	}
	n.decided = !n.set.meets(next.first)
	n.except = n.set.exception()
	n.first = n.set
	if re.Op == syntax.OpPlus {
		n.least = 1
		return n, true
	}
	n.first.join(next.first)
	n.atEnd = next.atEnd
	return n, true
}

func buildChoice(ways []*syntax.Regexp, next *node) (*node, bool) {
	n := &node{op: opChoice}
	for _, re := range ways {
		start, ok := build(re, next)
		if !ok {
			return nil, false
		}
		n.ways = append(n.ways, way{start, groupsOf(re, nil)})
		n.first.join(start.first)
		n.atEnd = n.atEnd || start.atEnd
	}
	return n, true
}

func groupsOf(re *syntax.Regexp, groups []int) []int {
	if re.Op == syntax.OpCapture {
		groups = append(groups, 2*re.Cap, 2*re.Cap+1)
	}
	for _, sub := range re.Sub {
		groups = groupsOf(sub, groups)
	}
	return groups
}

// run is how many bytes at the front of a text are of characters of the set.
func (n *node) run(text []byte) int {
	if n.except >= 0 {
		if end := bytes.IndexByte(text, byte(n.except)); end >= 0 {
			return end
		}
		return len(text)
	}
	for i, c := range text {
		if !n.set.has(c) {
			return i
		}
	}
	return len(text)
}

// set is a set of bytes. Those of characters beyond ASCII are in it all or not at all.
type set [4]uint64

func (s *set) has(c byte) bool { return s[c>>6]>>(c&63)&1 != 0 }
func (s *set) add(c byte)      { s[c>>6] |= 1 << (c & 63) }

func (s *set) join(other set) {
	for i, bits := range other {
		s[i] |= bits
	}
}

func (s *set) meets(other set) bool {
	return s[0]&other[0] != 0 || s[1]&other[1] != 0 || s[2]&other[2] != 0 || s[3]&other[3] != 0
}

// exception is the only byte that is not in the set; negative if it is not the only one, or none.
func (s *set) exception() int {
	exception := -1
	for c := range 256 {
		if s.has(byte(c)) {
			continue
		}
		if exception >= 0 {
			return -1
		}
		exception = c
	}
	return exception
}

// setOf is the set of what an expression takes a character of; ok is false if it takes something else, or only some of
// the characters beyond ASCII.
func setOf(re *syntax.Regexp) (s set, ok bool) {
	ranges := re.Rune
	switch re.Op {
	case syntax.OpAnyChar:
		ranges = []rune{0, unicode.MaxRune}
	case syntax.OpAnyCharNotNL:
		ranges = []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}
	case syntax.OpLiteral:
		if len(ranges) != 1 || ranges[0] >= utf8.RuneSelf || re.Flags&syntax.FoldCase != 0 {
			return s, false
		}
		s.add(byte(ranges[0]))
		return s, true
	case syntax.OpCharClass:
	default:
		return s, false
	}
	for i := 0; i < len(ranges); i += 2 {
		low, high := ranges[i], ranges[i+1]
		for c := low; c <= high && c < utf8.RuneSelf; c++ {
			s.add(byte(c))
		}
		switch {
		case high < utf8.RuneSelf:
		case low > utf8.RuneSelf || high < unicode.MaxRune:
			return s, false
		default:
			s[2], s[3] = ^uint64(0), ^uint64(0)
		}
	}
	return s, true
}
