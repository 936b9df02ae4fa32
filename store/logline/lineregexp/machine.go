package lineregexp

import (
	"bytes"
	"unicode/utf8"
)

// stepsPerByte is how many steps a line may take for each of its bytes before the standard library is asked.
const stepsPerByte = 64

// machine tries an expression on a line.
type machine struct {
	line   []byte
	groups []int
	steps  int // that are left
}

// run reports whether the line matches from at on, from a node on. Where several ways are open it takes the one to
// prefer.
func (m *machine) run(n *node, at int) bool {
	for {
		if m.steps--; m.steps <= 0 {
			return false
		}
		switch n.op {
		case opEnd:
			return at == len(m.line)
		case opGroup:
			m.groups[n.group] = at
		case opLiteral:
			if !bytes.HasPrefix(m.line[at:], n.literal) {
				return false
			}
			at += len(n.literal)
		case opSet:
			if at == len(m.line) || !n.set.has(m.line[at]) {
				return false
			}
			at += m.width(at)
		case opChoice:
			return m.choose(n, at)
		case opLoop:
			end := at + n.run(m.line[at:])
			m.steps -= end - at
			if end == at && n.least > 0 {
				return false
			}
			if !n.decided {
				return m.loop(n, at, end)
			}
			at = end
		}
		n = n.next
	}
}

// width is how many bytes the character at a place has.
func (m *machine) width(at int) int {
	if m.line[at] < utf8.RuneSelf {
		return 1
	}
	_, width := utf8.DecodeRune(m.line[at:])
	return width
}

// choose tries the ways of a choice. A way that was of no use leaves no group behind.
func (m *machine) choose(n *node, at int) bool {
	for i := range n.ways {
		way := &n.ways[i]
		if !m.mayStart(way.start, at) {
			continue
		}
		if m.run(way.start, at) {
			return true
		}
		for _, group := range way.groups {
			m.groups[group] = -1
		}
	}
	return false
}

// mayStart reports whether what stands at a place can be the first of a node and all behind it.
func (m *machine) mayStart(n *node, at int) bool {
	if at == len(m.line) {
		return n.atEnd
	}
	return n.first.has(m.line[at])
}

// loop tries the ends of a loop over what stands from at to end, the longest first unless it is lazy.
func (m *machine) loop(n *node, at, end int) bool {
	least := at
	if n.least > 0 {
		least += m.width(at)
	}
	if n.lazy {
		for ; ; least += m.width(least) {
			m.steps--
			if m.mayStart(n.next, least) && m.run(n.next, least) {
				return true
			}
			if least >= end || m.steps <= 0 {
				return false
			}
		}
	}
	for {
		m.steps--
		if m.mayStart(n.next, end) && m.run(n.next, end) {
			return true
		}
		if end <= least || m.steps <= 0 {
			return false
		}
		_, width := utf8.DecodeLastRune(m.line[:end])
		end -= width
	}
}
