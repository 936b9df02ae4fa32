package codec

import (
	"encoding/binary"
	"errors"
	"math"
)

// Numbers say what the numbers of addresses, clients, paths and users stand for in what was written: the first number,
// which is 1, stands for the first of the list.
type Numbers struct{ Addresses, Clients, Paths, Users []int32 }

// Writer writes values one after the other, and numbers everything as it comes.
type Writer struct {
	Written []byte  // so far
	Numbers Numbers // what the numbers in it stand for
	known   [4]map[int32]int
}

// NewWriter has written nothing yet.
func NewWriter() *Writer { return &Writer{known: [4]map[int32]int{{}, {}, {}, {}}} }

// Count writes a number that is not negative.
func (w *Writer) Count(n int) { w.Written = binary.AppendUvarint(w.Written, uint64(n)) }

// Whole writes any whole number.
func (w *Writer) Whole(n int64) { w.Written = binary.AppendVarint(w.Written, n) }

// Flag writes yes or no.
func (w *Writer) Flag(is bool) {
	if is {
		w.Count(1)
	} else {
		w.Count(0)
	}
}

func (w *Writer) number(kind int, list *[]int32, n int32) {
	number := w.known[kind][n]
	if number == 0 {
		*list = append(*list, n)
		number = len(*list)
		w.known[kind][n] = number
	}
	w.Count(number)
}

// Address writes the number of an address.
func (w *Writer) Address(n int32) { w.number(0, &w.Numbers.Addresses, n) }

// Client writes the number of a client.
func (w *Writer) Client(n int32) { w.number(1, &w.Numbers.Clients, n) }

// Path writes the number of a path.
func (w *Writer) Path(n int32) { w.number(2, &w.Numbers.Paths, n) }

// User writes the number of a user.
func (w *Writer) User(n int32) { w.number(3, &w.Numbers.Users, n) }

// Reader reads what a Writer wrote. After an error all that it reads is 0.
type Reader struct {
	from    []byte
	Numbers *Numbers
	err     error
}

// NewReader reads what was written with numbers that stand for what the lists say.
func NewReader(written []byte, numbers *Numbers) *Reader {
	return &Reader{from: written, Numbers: numbers}
}

// End is the error of what was read; there is one, too, where more is left.
func (r *Reader) End() error {
	if len(r.from) > 0 {
		return errDamaged
	}
	return r.err
}

// Count reads what [Writer.Count] wrote.
func (r *Reader) Count() int {
	n, length := binary.Uvarint(r.from)
	if length <= 0 || n > math.MaxInt32 {
		r.from, r.err = nil, errDamaged
		return 0
	}
	r.from = r.from[length:]
	return int(n)
}

// Whole reads what [Writer.Whole] wrote.
func (r *Reader) Whole() int64 {
	n, length := binary.Varint(r.from)
	if length <= 0 {
		r.from, r.err = nil, errDamaged
		return 0
	}
	r.from = r.from[length:]
	return n
}

// Number is what the next number stands for; ok is false at the end of a list.
func (r *Reader) Number(list []int32) (n int32, ok bool) {
	number := r.Count()
	if number == 0 {
		return 0, false
	}
	if number > len(list) {
		r.from, r.err = nil, errDamaged
		return 0, false
	}
	return list[number-1], true
}

// Of is number, where there must be one.
func (r *Reader) Of(list []int32) int32 {
	n, ok := r.Number(list)
	if !ok {
		r.err = errDamaged
	}
	return n
}

var errDamaged = errors.New("what was kept of addresses and paths can't be read")
