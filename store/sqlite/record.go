package sqlite

import (
	"encoding/binary"
	"math"
)

// record is a row as SQLite writes it: the type of each value, then their bytes
// (https://sqlite.org/fileformat2.html#record_format).
type record struct{ types, content []byte }

func (r *record) clear() { r.types, r.content = r.types[:0], r.content[:0] }

func (r *record) Null() { r.types = append(r.types, 0) }

func (r *record) Integer(n int64) {
	c := r.content
	switch {
	case n == 0 || n == 1:
		r.types = append(r.types, 8+byte(n))
		return
	case n == int64(int8(n)):
		r.types, c = append(r.types, 1), append(c, byte(n))
	case n == int64(int16(n)):
		r.types, c = append(r.types, 2), append(c, byte(n>>8), byte(n))
	case n == n<<40>>40:
		r.types, c = append(r.types, 3), append(c, byte(n>>16), byte(n>>8), byte(n))
	case n == int64(int32(n)):
		r.types, c = append(r.types, 4), append(c, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	case n == n<<16>>16:
		r.types, c = append(r.types, 5), append(c, byte(n>>40), byte(n>>32), byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	default:
		r.types, c = append(r.types, 6), binary.BigEndian.AppendUint64(c, uint64(n))
	}
	r.content = c
}

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
	r.types = append(r.types, 7)
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

// appendTo appends the whole record. Its first number is the length of the types and of that number itself.
func (r *record) appendTo(to []byte) []byte {
	length := uint64(len(r.types)) + 1
	for uint64(len(r.types)+varintLength(length)) > length {
		length++
	}
	return append(append(appendVarint(to, length), r.types...), r.content...)
}

// appendVarint appends a number in SQLite's way: seven bits a byte, the highest first, every byte but the last one
// marked. It must have less than 57 bits.
func appendVarint(to []byte, n uint64) []byte {
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
