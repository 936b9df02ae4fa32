package store

import (
	"bytes"
	"hash/maphash"
)

// texts numbers distinct texts from 1. It is a hash table that holds no pointer for each text: a case has millions of them, and
// a map of strings takes twice the memory and, mostly waiting for it, twice the time.
type texts struct {
	seed   maphash.Seed
	slots  []slot // as many as a power of two, at most three quarters of them used
	places []textPlace
	blocks [][]byte
}

// slot is half of the hash of a text, and the text's number; 0 in a slot that is free.
type slot struct {
	hash   uint32
	number int32
}

// textPlace is where a text lies.
type textPlace struct{ block, begin, end uint32 }

// textBlock is how many bytes of text are in a block, unless one text is longer.
const textBlock = 1 << 18

func newTexts() texts { return texts{seed: maphash.MakeSeed(), slots: make([]slot, 16)} }

// count is how many texts there are.
func (t *texts) count() int { return len(t.places) }

func (t *texts) at(number int32) []byte {
	place := t.places[number-1]
	return t.blocks[place.block][place.begin:place.end]
}

// find gives the number of a text, or 0.
func (t *texts) find(text []byte) int32 {
	hash := uint32(maphash.Bytes(t.seed, text))
	for i := hash; ; i++ {
		slot := t.slots[int(i)&(len(t.slots)-1)]
		if slot.number == 0 || slot.hash == hash && bytes.Equal(t.at(slot.number), text) {
			return slot.number
		}
	}
}

// add numbers a text that find does not know.
func (t *texts) add(text []byte) int32 {
	if 4*(len(t.places)+1) > 3*len(t.slots) {
		t.grow()
	}
	last := len(t.blocks) - 1
	if last < 0 || len(t.blocks[last])+len(text) > cap(t.blocks[last]) {
		t.blocks = append(t.blocks, make([]byte, 0, max(textBlock, len(text))))
		last++
	}
	block := &t.blocks[last]
	t.places = append(t.places, textPlace{uint32(last), uint32(len(*block)), uint32(len(*block) + len(text))})
	*block = append(*block, text...)
	number := int32(len(t.places))
	t.put(slot{uint32(maphash.Bytes(t.seed, text)), number})
	return number
}

func (t *texts) put(s slot) {
	i := s.hash
	for t.slots[int(i)&(len(t.slots)-1)].number != 0 {
		i++
	}
	t.slots[int(i)&(len(t.slots)-1)] = s
}

func (t *texts) grow() {
	before := t.slots
	t.slots = make([]slot, 2*len(before))
	for _, slot := range before {
		if slot.number != 0 {
			t.put(slot)
		}
	}
}
