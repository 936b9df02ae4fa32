package web

import "spoor/internal/hugepage"

// hashNumbers numbers hashes from 1, in the order in which they come. They are spread evenly, so that their last bits
// say where they are looked for, and a look waits for memory once, where a map waits two or three times.
type hashNumbers struct {
	slots   []numberedHash // as many as a power of two, at most half of them used
	count   int
	fetched int32 // nothing to know: what is read is fetched
}

// numberedHash is a hash with its number, 0 in a slot that is free.
type numberedHash struct {
	hash   uint64
	number int32
}

func newHashNumbers() hashNumbers { return hashNumbers{slots: make([]numberedHash, 16)} }

// find is the number of a hash, 0 if it has none.
func (n *hashNumbers) find(hash uint64) int32 { return n.slots[n.place(hash)].number }

// fetch has the place come from memory that a hash is likely to be found at, and waits for nothing.
func (n *hashNumbers) fetch(hash uint64) { n.fetched += n.slots[hash&uint64(len(n.slots)-1)].number }

// place is where a hash is, or else belongs.
func (n *hashNumbers) place(hash uint64) int {
	for i := hash; ; i++ {
		place := int(i & uint64(len(n.slots)-1))
		if slot := &n.slots[place]; slot.number == 0 || slot.hash == hash {
			return place
		}
	}
}

// add gives a hash that has no number the next one.
func (n *hashNumbers) add(hash uint64) int32 {
	if 2*n.count >= len(n.slots) {
		before := n.slots
		n.slots = hugepage.Make[numberedHash](2 * len(before))
		for _, slot := range before {
			if slot.number != 0 {
				n.slots[n.place(slot.hash)] = slot
			}
		}
	}
	n.count++
	n.slots[n.place(hash)] = numberedHash{hash, int32(n.count)}
	return int32(n.count)
}

// each calls do for every hash, in no order that means anything.
func (n *hashNumbers) each(do func(hash uint64)) {
	for _, slot := range n.slots {
		if slot.number != 0 {
			do(slot.hash)
		}
	}
}
