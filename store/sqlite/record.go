package sqlite

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// record is a row as SQLite writes it: the type of each value, then their bytes
// (https://sqlite.org/fileformat2.html#record_format).
type record struct{ types, content []byte }

func (r *record) clear() { r.types, r.content = r.types[:0], r.content[:0] }

func (r *record) Null() { r.types = append(r.types, 0) }

func (r *record) Integer(n int64) {
	shape := shapeOf(n)
	r.types = append(r.types, shape.kind)
	end := len(r.content)
	r.content = slices.Grow(r.content, 8)[:end+8]
	shape.put(n, r.content[end:])
	r.content = r.content[:end+int(shape.size)]
}

// Integers is Integer for each of a list, and Null for what is missing.
func (r *record) Integers(list []int64) {
	begin, end := len(r.types), len(r.content)
	types := slices.Grow(r.types, len(list))[:begin+len(list)]
	content := slices.Grow(r.content, 8*len(list))[:end+8*len(list)]
	kinds := types[begin:]
	for i, n := range list {
		shape := shapeOf(n)
		if n == Missing {
			shape = integerShape{kind: kindNull}
		}
		kinds[i] = shape.kind
		shape.put(n, content[end:])
		end += int(shape.size)
	}
	r.types, r.content = types, content[:end]
}

// integerShape is how an integer stands in a record.
type integerShape struct {
	kind byte
	size uint8 // in bytes
	left uint8 // of 64 bits, which are not written
}

// put writes an integer, the highest byte first. Eight are written, and those behind the size say nothing: this needs
// no branch, which would often be guessed wrong.
func (s integerShape) put(n int64, to []byte) { binary.BigEndian.PutUint64(to, uint64(n)<<(s.left&63)) }

// shapeOf is the shortest shape that holds an integer.
func shapeOf(n int64) integerShape {
	return shapes[bits.Len64(uint64(n^n>>63))|int(n>>63&64)]
}

// shapes are those of integers by how many bits they need besides that of the sign, 64 more of those below 0. 0 and 1
// have kinds of their own, and no bytes.
var shapes = func() (all [128]integerShape) {
	for bits := range 64 {
		for kind := byte(6); kind > 0 && 8*sizes[kind] > bits; kind-- {
			all[bits] = integerShape{kind, uint8(sizes[kind]), uint8(64 - 8*sizes[kind])}
		}
		all[64+bits] = all[bits]
	}
	all[0], all[1] = integerShape{kind: 8}, integerShape{kind: 9}
	return all
}()

// Real writes a whole number as an integer, which is shorter; in a column of kind REAL it is a real number all the
// same. What is no number is NULL, as in SQLite itself.
func (r *record) Real(x float64) {
	if math.IsNaN(x) {
		r.Null()
		return
	}
	if n := int64(x); math.Abs(x) < 1<<47 && math.Float64bits(float64(n)) == math.Float64bits(x) {
		r.Integer(n)
		return
	}
	r.types = append(r.types, kindReal)
	r.content = binary.BigEndian.AppendUint64(r.content, math.Float64bits(x))
}

func (r *record) Text(s string) {
	r.types = appendVarint(r.types, 13+2*uint64(len(s)))
	r.content = append(r.content, s...)
}

func (r *record) Blob(b []byte) {
	r.types = appendVarint(r.types, 12+2*uint64(len(b)))
	r.content = append(r.content, b...)
}

// headLength is how many bytes the head has: the types, and its own length before them.
func (r *record) headLength() int {
	length := len(r.types) + 1
	for len(r.types)+varintLength(uint64(length)) > length {
		length++
	}
	return length
}

// appendTo appends the whole record, whose head has so many bytes.
func (r *record) appendTo(to []byte, head int) []byte {
	return append(append(appendVarint(to, uint64(head)), r.types...), r.content...)
}

// appendVarint appends a number in SQLite's way: seven bits a byte, the highest first, every byte but the last one
// marked. It must have less than 57 bits.
func appendVarint(to []byte, n uint64) []byte {
	switch {
	case n < 1<<7:
		return append(to, byte(n))
	case n < 1<<14:
		return append(to, byte(n>>7)|0x80, byte(n)&0x7f)
	case n < 1<<21:
		return append(to, byte(n>>14)|0x80, byte(n>>7)|0x80, byte(n)&0x7f)
	}
	for shift := 7 * (varintLength(n) - 1); shift > 0; shift -= 7 {
		to = append(to, byte(n>>shift)|0x80)
	}
	return append(to, byte(n)&0x7f)
}

func varintLength(n uint64) int {
	length := 1
	for ; n > 0x7f; n >>= 7 {
		length++
	}
	return length
}
