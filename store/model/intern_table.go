package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash/maphash"
	"unsafe"

	"spoor/internal/hugepage"
)

// internTable numbers distinct texts from 1. A case has millions of them, and looking one up is mostly waiting for
// memory: this hash table waits twice, for a slot and for the text, where a map of strings waits three times and takes
// twice the room. It is not for use by more than one goroutine at a time.
type internTable struct {
	seed   maphash.Seed
	slots  []slot // as many as a power of two, at most three quarters of them used
	blocks [][]byte
	memory hugepage.Parts[byte] // for more blocks
	last   int32                // number that has been given

	longest int // text that is kept as it is, in bytes; a longer one is known by its SHA-256
	digest  [sha256.Size]byte
	fetched byte // nothing to know: what is read is fetched
}

// slot is half of the hash of a text, and where its entry begins: its place in the blocks in units of four bytes, plus
// 1; 0 in a slot that is free. An entry is the number, the length, and the text.
type slot struct{ hash, place uint32 }

const (
	// textBlock is how many bytes of entries are in a block, unless one entry is longer; it is a power of two.
	textBlock = 1 << 18
	// entryHead is how many bytes the number and the length take.
	entryHead = 8
	// entryUnit is what the entries begin at a multiple of, so that four bytes can tell 16 GiB of places.
	entryUnit = 4

	// LongestText is how long a text may be that is kept as it is. Hardly any is longer, unless somebody means to fill the
	// memory.
	LongestText = 256
	// ofDigest in the length of an entry says that it is a digest.
	ofDigest = 1 << 31
)

func newInternTable() internTable {
	return internTable{seed: maphash.MakeSeed(), slots: make([]slot, 16), longest: LongestText}
}

// Count is how many texts there are.
func (t *internTable) Count() int { return int(t.last) }

// kept is what is kept of a text, and the length that its entry has: no two texts share both.
func (t *internTable) kept(text []byte) (kept []byte, length uint32) {
	if len(text) <= t.longest {
		return text, uint32(len(text))
	}
	t.digest = sha256.Sum256(text)
	return t.digest[:], sha256.Size | ofDigest
}

// Find gives the number of a text, or 0.
func (t *internTable) Find(text []byte) int32 {
	kept, length := t.kept(text)
	return t.find(kept, length, t.hash(kept))
}

func (t *internTable) hash(kept []byte) uint32 { return uint32(maphash.Bytes(t.seed, kept)) }

// slot is the first slot that a text with this hash may be in.
func (t *internTable) slot(hash uint32) slot { return t.slots[int(hash)&(len(t.slots)-1)] }

func (t *internTable) find(kept []byte, length, hash uint32) int32 {
	for i := hash; ; i++ {
		slot := t.slot(i)
		if slot.place == 0 {
			return 0
		}
		if slot.hash == hash {
			if number, has, found := t.entry(slot.place); has == length && bytes.Equal(found, kept) {
				return number
			}
		}
	}
}

// lookup is a text that is looked for together with others.
type lookup struct {
	kept         []byte
	length, hash uint32
	slot         slot // the first that it may be in
	digest       [sha256.Size]byte
}

// begin begins to look for a text.
func (t *internTable) begin(l *lookup, text []byte) {
	if l.kept, l.length = t.kept(text); l.length&ofDigest != 0 {
		l.digest = t.digest
		l.kept = l.digest[:]
	}
	l.hash = t.hash(l.kept)
}

// numberAll gives texts their numbers; add numbers one that is not there. To look a text up is mostly waiting for
// memory: first for a slot, then for the entry that is likely to be its. Here all of them wait at once.
func (t *internTable) numberAll(texts [][]byte, looks []lookup, numbers []int32, add func(i int) int32) {
	for i, text := range texts {
		t.begin(&looks[i], text)
	}
	for i := range texts {
		looks[i].slot = t.slot(looks[i].hash)
	}
	for i := range texts {
		if l := &looks[i]; l.slot.place != 0 && l.slot.hash == l.hash {
			at := uint64(l.slot.place-1) * entryUnit
			t.fetched += t.blocks[at/textBlock][at%textBlock]
		}
	}
	for i := range texts {
		l := &looks[i]
		if numbers[i] = t.find(l.kept, l.length, l.hash); numbers[i] == 0 {
			numbers[i] = add(i)
		}
	}
}

func (t *internTable) entry(place uint32) (number int32, length uint32, text []byte) {
	at := uint64(place-1) * entryUnit
	entry := t.blocks[at/textBlock][at%textBlock:]
	length = binary.LittleEndian.Uint32(entry[4:])
	return int32(binary.LittleEndian.Uint32(entry)), length, entry[entryHead : entryHead+length&^ofDigest]
}

// number is the number of a text, which it gets if it has none.
func (t *internTable) number(text string) int32 { return t.numberBytes([]byte(text)) }

func (t *internTable) numberBytes(text []byte) int32 {
	if number := t.Find(text); number != 0 {
		return number
	}
	return t.add(text)
}

// add numbers a text that find does not know.
func (t *internTable) add(text []byte) int32 {
	t.addEntry(t.kept(text))
	return t.last
}

// keep is add, and gives a copy of the text: the one in its entry, which nobody writes to again, unless that is a
// digest.
func (t *internTable) keep(text []byte) (number int32, kept string) {
	what, length := t.kept(text)
	if in := t.addEntry(what, length); length&ofDigest == 0 {
		return t.last, unsafe.String(unsafe.SliceData(in), len(in))
	}
	return t.last, string(text)
}

// addEntry adds an entry of what is kept of a text, which it gives back as it lies there.
func (t *internTable) addEntry(text []byte, length uint32) (in []byte) {
	if 4*(int(t.last)+1) > 3*len(t.slots) {
		t.grow()
	}
	end := len(t.blocks) - 1
	if end < 0 || len(t.blocks[end])+entryHead+len(text) > cap(t.blocks[end]) {
		t.blocks = append(t.blocks, t.block(entryHead+len(text)+entryUnit))
		end++
	}
	t.last++
	block := t.blocks[end]
	place := uint32((end*textBlock+len(block))/entryUnit) + 1
	block = binary.LittleEndian.AppendUint32(block, uint32(t.last))
	block = binary.LittleEndian.AppendUint32(block, length)
	block = append(block, text...)
	t.blocks[end] = block[:min((len(block)+entryUnit-1)/entryUnit*entryUnit, cap(block))]
	t.put(slot{t.hash(text), place})
	return block[len(block)-len(text):]
}

// block is memory for entries, the next of which takes so many bytes.
func (t *internTable) block(next int) []byte {
	if next > textBlock {
		return make([]byte, 0, next)
	}
	return t.memory.Next(textBlock)[:0]
}

func (t *internTable) put(s slot) {
	i := s.hash
	for t.slots[int(i)&(len(t.slots)-1)].place != 0 {
		i++
	}
	t.slots[int(i)&(len(t.slots)-1)] = s
}

func (t *internTable) grow() {
	before := t.slots
	t.slots = hugepage.Make[slot](2 * len(before))
	for _, slot := range before {
		if slot.place != 0 {
			t.put(slot)
		}
	}
}
