package clickhouse

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"spoor/store/server"
)

// The Native format of ClickHouse, of which this package needs texts and whole numbers: a block is the number of
// columns and of rows, then each column with its name, its type and its values one after the other. The library for it
// would make the binary four megabytes larger.

// values are those of a column.
type values interface {
	kind() string // the type, as ClickHouse calls it
	rows() int
	sent() []byte // all of them
}

// result is a column of an answer.
type result interface {
	// read reads the values of a type, or says that it can't be that one.
	read(kind string, from *bufio.Reader, rows int) error
}

// column is a column of a block that is sent.
type column struct {
	name string
	values
}

// sentTexts are a column that is sent, of type String: the texts with their lengths.
type sentTexts struct {
	all   []byte
	count int
}

func textsOf(list ...string) *sentTexts {
	t := &sentTexts{}
	for _, text := range list {
		t.add(text)
	}
	return t
}

func (t *sentTexts) kind() string { return "String" }
func (t *sentTexts) rows() int    { return t.count }
func (t *sentTexts) sent() []byte { return t.all }

func (t *sentTexts) add(text string) {
	t.all = append(binary.AppendUvarint(t.all, uint64(len(text))), text...)
	t.count++
}

func (t *sentTexts) addBytes(text []byte) {
	t.all = append(binary.AppendUvarint(t.all, uint64(len(text))), text...)
	t.count++
}

// texts are a column of an answer, of type String.
type texts struct {
	all  []byte
	ends []int
}

// at is a text, which stays as it is until the next block.
func (t *texts) at(row int) []byte {
	begin := 0
	if row > 0 {
		begin = t.ends[row-1]
	}
	return t.all[begin:t.ends[row]]
}

// The most that an answer may hold, so that a wrong one takes no memory.
const (
	mostRows = 1 << 24
	mostText = 1 << 30
)

// mostAhead is how many bytes of long texts there is room for before they have come.
const mostAhead = 16 << 20

// usualRows are those of a block for which there is room before they have come.
const usualRows = 1 << 16

var errFormat = errors.New("it is not in the format that was asked for")

func (t *texts) read(kind string, from *bufio.Reader, rows int) error {
	if kind != "String" {
		return errKind(kind, "String")
	}
	return t.readTexts(from, rows)
}

func errKind(is, want string) error {
	return fmt.Errorf("%w: a column is of type %s, not %s", errFormat, is, want)
}

func (t *texts) readTexts(from *bufio.Reader, rows int) error {
	t.all, t.ends = t.all[:0], slices.Grow(t.ends[:0], min(rows, usualRows))
	for len(t.ends) < rows {
		t.takeWhole(from, rows)
		if len(t.ends) == rows {
			break
		}
		length, err := readCount(from, mostText)
		if err != nil {
			return err
		}
		t.all = slices.Grow(t.all, min(length*(rows-len(t.ends)), mostAhead))
		if err := t.readOne(from, length); err != nil {
			return err
		}
	}
	return nil
}

// takeWhole takes texts that are in the buffer whole, at most up to so many.
func (t *texts) takeWhole(from *bufio.Reader, rows int) {
	seen, _ := from.Peek(from.Buffered())
	used := 0
	for len(t.ends) < rows {
		length, size := binary.Uvarint(seen[used:])
		if size <= 0 || length > uint64(len(seen)-used-size) {
			break
		}
		used += size
		t.all = append(t.all, seen[used:used+int(length)]...)
		t.ends = append(t.ends, len(t.all))
		used += int(length)
	}
	_, _ = from.Discard(used) // it has just been seen
}

// readOne takes no more memory than mostAhead for what the length says, and has not come.
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

func (n *numbers[T]) sent() []byte {
	size := binary.Size(T(0))
	sent := make([]byte, 0, size*len(n.all))
	for _, x := range n.all {
		for shift := 0; shift < 8*size; shift += 8 {
			sent = append(sent, byte(uint64(x)>>shift))
		}
	}
	return sent
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

// int64s are a column of an answer, of whole numbers of any size.
type int64s []int64

// sizes are those of the numbers of a type.
var sizes = map[string]int{"UInt8": 1, "UInt16": 2, "UInt32": 4, "UInt64": 8, "Int64": 8, "DateTime64(3, 'UTC')": 8}

func (n *int64s) read(kind string, from *bufio.Reader, rows int) error {
	size := sizes[kind]
	if size == 0 {
		return errKind(kind, "a whole number")
	}
	*n = slices.Grow((*n)[:0], min(rows, usualRows))
	for len(*n) < rows {
		seen, err := from.Peek(size * min(rows-len(*n), from.Size()/size))
		if err != nil {
			return unexpected(err)
		}
		*n = appendNumbers(*n, seen, size)
		_, _ = from.Discard(len(seen)) // they have just been seen
	}
	return nil
}

func appendNumbers(to []int64, from []byte, size int) []int64 {
	count := len(from) / size
	to = slices.Grow(to, count)
	added := to[len(to) : len(to)+count]
	switch size {
	case 1:
		for i := range added {
			added[i] = int64(from[i])
		}
	case 2:
		for i := range added {
			added[i] = int64(binary.LittleEndian.Uint16(from[2*i:]))
		}
	case 4:
		for i := range added {
			added[i] = int64(binary.LittleEndian.Uint32(from[4*i:]))
		}
	default:
		for i := range added {
			added[i] = int64(binary.LittleEndian.Uint64(from[8*i:]))
		}
	}
	return to[:len(to)+count]
}

// coded are a column of an answer, of texts that may be told once for a whole block.
type coded struct {
	texts
	of      []uint32
	isCoded bool
	numbers int64s // scratch
}

// column is the column as the model reads it.
func (c *coded) column() server.Texts {
	column := server.Texts{All: c.all, Ends: c.ends}
	if c.isCoded {
		column.Of = c.of
	}
	return column
}

// How ClickHouse tells a column of type LowCardinality: a version, then for each block a word whose low byte is the
// size of the numbers, the texts, and for each row the number of its text.
const (
	dictionaryVersion = 1
	ownTexts          = 1 << 9
	sharedTexts       = 1 << 8
)

func (c *coded) read(kind string, from *bufio.Reader, rows int) error {
	c.isCoded = false
	if kind != "LowCardinality(String)" || rows == 0 {
		return c.texts.read(strings.TrimSuffix(strings.TrimPrefix(kind, "LowCardinality("), ")"), from, rows)
	}
	if err := c.numbers.read("UInt64", from, 3); err != nil {
		return err
	}
	version, how, count := c.numbers[0], c.numbers[1], c.numbers[2]
	if version != dictionaryVersion || how&ownTexts == 0 || how&sharedTexts != 0 || count < 0 || count > mostRows {
		return errFormat
	}
	if err := c.readTexts(from, int(count)); err != nil {
		return err
	}
	return c.readNumbers(how&0xff, from, rows)
}

// readNumbers reads the number of the text of each row, by the size of a number.
func (c *coded) readNumbers(size int64, from *bufio.Reader, rows int) error {
	if err := c.numbers.read("UInt64", from, 1); err != nil {
		return err
	}
	kinds := []string{"UInt8", "UInt16", "UInt32", "UInt64"}
	if c.numbers[0] != int64(rows) || size >= int64(len(kinds)) {
		return errFormat
	}
	if err := c.numbers.read(kinds[size], from, rows); err != nil {
		return err
	}
	c.of, c.isCoded = c.of[:0], true
	for _, number := range c.numbers {
		if number < 0 || number >= int64(len(c.ends)) {
			return errFormat
		}
		c.of = append(c.of, uint32(number))
	}
	return nil
}

// writeBlock writes a block with columns that all have as many rows.
func writeBlock(to io.Writer, columns []column) error {
	head := binary.AppendUvarint(nil, uint64(len(columns)))
	head = binary.AppendUvarint(head, uint64(columns[0].rows()))
	for _, c := range columns {
		if _, err := to.Write(append(head, textsOf(c.name, c.kind()).all...)); err != nil {
			return err
		}
		if _, err := to.Write(c.sent()); err != nil {
			return err
		}
		head = nil
	}
	return nil
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
		if err := head.readTexts(from, 2); err != nil { // name and type
			return 0, err
		}
		if err := c.read(string(head.at(1)), from, rows); err != nil {
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
