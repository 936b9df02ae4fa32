package analysis

import "math/bits"

// RuleBits is a set of rules.
type RuleBits struct {
	builtIn uint32 // bit r is set if rule r is in it
	own     uint64 // bit r − RuleCount
}

const _ = uint32(1) << (RuleCount - 1) // does not compile with more built-in rules than bits

// Has reports whether a rule is in the set.
func (b RuleBits) Has(r RuleID) bool {
	if r < RuleCount {
		return b.builtIn>>r&1 != 0
	}
	return b.own>>(r-RuleCount)&1 != 0
}

// Add puts a rule into the set.
func (b *RuleBits) Add(r RuleID) {
	if r < RuleCount {
		b.builtIn |= 1 << r
	} else {
		b.own |= 1 << (r - RuleCount)
	}
}

// Or is the set of what is in either.
func (b RuleBits) Or(other RuleBits) RuleBits {
	return RuleBits{b.builtIn | other.builtIn, b.own | other.own}
}

// And is the set of what is in both.
func (b RuleBits) And(other RuleBits) RuleBits {
	return RuleBits{b.builtIn & other.builtIn, b.own & other.own}
}

// Any reports whether any rule is in the set.
func (b RuleBits) Any() bool { return b.builtIn != 0 || b.own != 0 }

// Len is how many rules are in the set.
func (b RuleBits) Len() int { return bits.OnesCount32(b.builtIn) + bits.OnesCount64(b.own) }

// HitSets are sets of rules by row. Those of one's own take memory only where there are any.
type HitSets struct {
	builtIn []uint32
	own     []uint64 // nil: none is in any
}

// NewHitSets returns empty sets for so many rows, with room for rules of one's own or without.
func NewHitSets(rows int, own bool) HitSets {
	s := HitSets{builtIn: make([]uint32, rows)}
	if own {
		s.own = make([]uint64, rows)
	}
	return s
}

// Of is the set of a row.
func (s HitSets) Of(row int) RuleBits {
	b := RuleBits{builtIn: s.builtIn[row]}
	if s.own != nil {
		b.own = s.own[row]
	}
	return b
}

// Add puts a rule into the set of a row.
func (s HitSets) Add(row int, r RuleID) {
	if r < RuleCount {
		s.builtIn[row] |= 1 << r
	} else {
		s.own[row] |= 1 << (r - RuleCount)
	}
}
