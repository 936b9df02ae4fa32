package clickhouse

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The Native format of ClickHouse, of which this package needs texts and whole numbers: a block is the number of columns and of rows, then
// each column with its name, its type and its values one after the other. The library for it would make the binary four megabytes larger.

// values are those of a column.
type values interface {
	kind() string // the type, as ClickHouse calls it
	rows() int
	appendTo(block []byte) []byte
}

// result is a column of an answer.
type result interface {
	kind() string
	read(from *bufio.Reader, rows int) error
}

// column is a column of a block that is sent.
type column struct {
	name string
	values
}

// texts are a column of type String.
type texts struct {
	all  []byte
	ends []int
}

func textsOf(list ...string) *texts {
	t := &texts{}
	for _, text := range list {
		t.add(text)
	}
	return t
}

func (t *texts) kind() string { return "String" }
func (t *texts) rows() int    { return len(t.ends) }

func (t *texts) add(text string) {
	t.all = append(t.all, text...)
	t.ends = append(t.ends, len(t.all))
}

func (t *texts) addBytes(text []byte) {
	t.all = append(t.all, text...)
	t.ends = append(t.ends, len(t.all))
}

// at is a text, which stays as it is until the next block.
func (t *texts) at(row int) []byte {
	begin := 0
	if row > 0 {
		begin = t.ends[row-1]
	}
	return t.all[begin:t.ends[row]]
}

func (t *texts) appendTo(block []byte) []byte {
	for row := range t.ends {
		text := t.at(row)
		block = append(binary.AppendUvarint(block, uint64(len(text))), text...)
	}
	return block
}

// The most that an answer may hold, so that a wrong one takes no memory.
const (
	mostRows = 1 << 24
	mostText = 1 << 30
)

var errFormat = errors.New("it is not in the format that was asked for")

func (t *texts) read(from *bufio.Reader, rows int) error {
	t.all, t.ends = t.all[:0], t.ends[:0]
	for range rows {
		length, err := readCount(from, mostText)
		if err != nil {
			return err
		}
		if err := t.readOne(from, length); err != nil {
			return err
		}
	}
	return nil
}

// readOne takes memory as the text comes, not as its length says.
func (t *texts) readOne(from *bufio.Reader, length int) error {
	for length > 0 {
		part := min(length, from.Size())
		seen, err := from.Peek(part)
		if err != nil {
			return unexpected(err)
		}
		t.all = append(t.all, seen...)
		_, _ = from.Discard(part) // it has just been seen
		length -= part
	}
	t.ends = append(t.ends, len(t.all))
	return nil
}

// numbers are a column of whole numbers of a type.
type numbers[T uint8 | uint16 | uint32 | uint64 | int64] struct {
	of  string
	all []T
}

func (n *numbers[T]) kind() string { return n.of }
func (n *numbers[T]) rows() int    { return len(n.all) }
func (n *numbers[T]) add(x T)      { n.all = append(n.all, x) }

func (n *numbers[T]) appendTo(block []byte) []byte {
	size := binary.Size(T(0))
	for _, x := range n.all {
		for shift := 0; shift < 8*size; shift += 8 {
			block = append(block, byte(uint64(x)>>shift))
		}
	}
	return block
}

func uint8s() *numbers[uint8] { return &numbers[uint8]{of: "UInt8"} }

func uint64s(list ...int64) *numbers[uint64] {
	n := &numbers[uint64]{of: "UInt64"}
	for _, x := range list {
		n.add(uint64(x))
	}
	return n
}

func int64Of(list ...int64) *numbers[int64] { return &numbers[int64]{"Int64", list} }

// int64s are a column of an answer, of type Int64.
type int64s []int64

func (n *int64s) kind() string { return "Int64" }

func (n *int64s) read(from *bufio.Reader, rows int) error {
	*n = (*n)[:0]
	for range rows {
		seen, err := from.Peek(8)
		if err != nil {
			return unexpected(err)
		}
		*n = append(*n, int64(binary.LittleEndian.Uint64(seen)))
		_, _ = from.Discard(8) // it has just been seen
	}
	return nil
}

// appendBlock appends a block with columns that all have as many rows.
func appendBlock(block []byte, columns []column) []byte {
	block = binary.AppendUvarint(block, uint64(len(columns)))
	block = binary.AppendUvarint(block, uint64(columns[0].rows()))
	for _, c := range columns {
		for _, text := range []string{c.name, c.kind()} {
			block = append(binary.AppendUvarint(block, uint64(len(text))), text...)
		}
		block = c.appendTo(block)
	}
	return block
}

// readBlock reads a block into the columns that were asked for, and returns how many rows it has.
func readBlock(from *bufio.Reader, columns []result) (rows int, err error) {
	count, err := readCount(from, len(columns))
	if err != nil {
		return 0, err
	}
	if rows, err = readCount(from, mostRows); err != nil {
		return 0, err
	}
	if count != len(columns) {
		return 0, fmt.Errorf("%w: %d columns, not %d", errFormat, count, len(columns))
	}
	var head texts
	for _, c := range columns {
		if err := head.read(from, 2); err != nil { // name and type
			return 0, err
		}
		if kind := string(head.at(1)); kind != c.kind() {
			return 0, fmt.Errorf("%w: column %s is of type %s, not %s", errFormat, head.at(0), kind, c.kind())
		}
		if err := c.read(from, rows); err != nil {
			return 0, err
		}
	}
	return rows, nil
}

func readCount(from *bufio.Reader, most int) (int, error) {
	count, err := binary.ReadUvarint(from)
	if err != nil {
		return 0, unexpected(err)
	}
	if count > uint64(most) {
		return 0, errFormat
	}
	return int(count), nil
}

// unexpected is the error of an answer that ends within a block.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
