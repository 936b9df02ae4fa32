package server

import (
	"crypto/sha256"
	"encoding/binary"
)

// digest stands for a text that need not be kept.
type digest [16]byte

func digestOf(text []byte) digest {
	sum := sha256.Sum256(text)
	return digest(sum[:16])
}

// digests number texts that are known by their digests alone, from 1. The zero digests have none.
type digests struct {
	list  []digest
	slots []int32 // by the beginning of a digest: the numbers, 0 in a slot that is free; as many as a power of two
}

// find is the number of a text, 0 if it has none.
func (d *digests) find(of digest) int32 {
	if len(d.slots) == 0 {
		return 0
	}
	return d.slots[d.slot(of)]
}

// number is the number of a text, which it gets if it has none.
func (d *digests) number(of digest) (number int32, isNew bool) {
	if number = d.find(of); number != 0 {
		return number, false
	}
	d.list = append(d.list, of)
	if number = int32(len(d.list)); 2*len(d.list) > len(d.slots) {
		d.grow()
	} else {
		d.slots[d.slot(of)] = number
	}
	return number, true
}

// slot is that of a digest, or the free one where it would be.
func (d *digests) slot(of digest) int {
	last := len(d.slots) - 1
	for i := int(binary.LittleEndian.Uint32(of[:])); ; i++ {
		if number := d.slots[i&last]; number == 0 || d.list[number-1] == of {
			return i & last
		}
	}
}

func (d *digests) grow() {
	d.slots = make([]int32, max(16, 2*len(d.slots)))
	for i, of := range d.list {
		d.slots[d.slot(of)] = int32(i) + 1
	}
}
