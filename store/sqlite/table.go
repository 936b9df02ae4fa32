package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Table is a table of numbers whose rows are read out of the pages that hold them, which takes a quarter of the time
// that SQLite takes to hand over their values.
type Table struct {
	db      Querier
	name    string
	columns []column
	pages   []uint32 // nil: it is read by SELECT
	last    []int64  // rowid in each page; of the last page the largest there is
}

// column says which kinds of values a column holds: a bit for each of those of a record.
type column uint16

const (
	nulls    column = 1 << kindNull
	integers column = 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5 | 1<<6 | 1<<8 | 1<<9
	reals    column = 1 << kindReal
)

// Value is what a row has in a column: an integer, a real number or NULL.
type Value struct {
	kind byte  // as in a record
	n    int64 // the integer, the bits of the real number, or 0 for NULL
}

// The kinds of values that are no integers, as in a record.
const (
	kindNull = 0
	kindReal = 7
)

// Int is 0 for NULL.
func (v Value) Int() int64 { return v.n }

// Real is NaN for NULL. SQLite keeps whole numbers as integers, in columns of kind REAL as well.
func (v Value) Real() float64 {
	switch v.kind {
	case kindNull:
		return math.NaN()
	case kindReal:
		return math.Float64frombits(uint64(v.n))
	}
	return float64(v.n)
}

// OpenTable finds the pages of a table that has a rowid and so many columns, all of them INTEGER or REAL.
func OpenTable(ctx context.Context, db Querier, name string, columns int) (*Table, error) {
	t := &Table{db: db, name: name}
	inPages, err := t.readColumns(ctx)
	if err != nil {
		return nil, err
	}
	if len(t.columns) != columns {
		return nil, fmt.Errorf("the table %s has %d columns, not %d: %w", name, len(t.columns), columns, ErrDamaged)
	}
	if !inPages || isPlain(db) {
		return t, nil
	}
	tree, err := openLeaves(ctx, db, name)
	if err != nil {
		return nil, err
	}
	t.pages, t.last = tree.pages, tree.last
	return t, nil
}

// readColumns asks the schema for the columns. inPages is whether all of a row is sure to be in one page, and its
// values in the record: a key of the table would not be.
func (t *Table) readColumns(ctx context.Context) (inPages bool, err error) {
	inPages = true
	var pageSize int64
	columns := []string{"type", `"notnull"`, "pk + hidden", "page_size"}
	from := "FROM pragma_table_xinfo(?), pragma_page_size"
	err = Batch(ctx, t.db, columns, from, []any{t.name}, func(v []driver.Value) error {
		kinds := integers
		switch strings.ToUpper(v[0].(string)) {
		case "INTEGER":
		case "REAL":
			kinds |= reals
		default:
			return fmt.Errorf("the table %s does not hold numbers alone: %w", t.name, ErrDamaged)
		}
		if v[1].(int64) == 0 {
			kinds |= nulls
		}
		inPages, pageSize = inPages && v[2].(int64) == 0, v[3].(int64)
		t.columns = append(t.columns, kinds)
		return nil
	})
	return inPages && int64(longestRecord(len(t.columns))) <= pageSize-mostOutside, err
}

// mostOutside is how many bytes of a page the record of a row that lies in it whole can never have: up to 255 at the
// end of the page may be reserved for others, and 35 of the rest are not for records.
const mostOutside = 255 + 35

// longestRecord is how long the record of a row can be: two bytes at the most for the length of its head, and for each
// column one for the kind and up to eight for the value.
func longestRecord(columns int) int { return 2 + 9*columns }

func (t *Table) damaged() error { return Damaged(t.name) }

// EachRow hands over the rows with rowids from first to last, in their order. They are valid only during the call, in
// which nothing else can be asked of the same connection.
func (t *Table) EachRow(ctx context.Context, first, last int64, take func(row []Value) error) error {
	rows := newRowBlock(len(t.columns), 1, take)
	if t.pages == nil {
		return t.selectRows(ctx, first, last, rows.values, take)
	}
	from, _ := slices.BinarySearch(t.last, first)
	to, _ := slices.BinarySearch(t.last, last)
	i := from
	return readPages(ctx, t.db, t.name, t.pages[from:min(to+1, len(t.pages))], func(page []byte) error {
		in := rowRange{after: math.MinInt64, last: t.last[i], from: first, to: last}
		if i > 0 {
			in.after = t.last[i-1]
		}
		i++
		return t.takeRows(page, in, rows)
	})
}

// selectRows is EachRow by plain SQL.
func (t *Table) selectRows(ctx context.Context, first, last int64, row []Value, take func(row []Value) error) error {
	query := "SELECT * FROM " + t.name + " WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
	return selectRows(ctx, t.db, query, []any{first, last}, func(values []driver.Value) error {
		for i, value := range values {
			var kind column
			switch value := value.(type) {
			case nil:
				kind, row[i] = nulls, Value{kind: kindNull}
			case int64:
				kind, row[i] = integers, Value{6, value}
			case float64:
				kind, row[i] = reals, Value{kindReal, int64(math.Float64bits(value))}
			}
			if kind == 0 || t.columns[i]&kind != kind {
				return t.damaged()
			}
		}
		return take(row)
	})
}

// rowBlock gathers rows, one after the other, until there are as many as are handed over at a time.
type rowBlock struct {
	values        []Value
	width, filled int // in values
	take          func(values []Value) error
}

func newRowBlock(width, rows int, take func(values []Value) error) *rowBlock {
	return &rowBlock{values: make([]Value, rows*width), width: width, take: take}
}

// next is where the next row goes.
func (b *rowBlock) next() []Value { return b.values[b.filled : b.filled+b.width] }

// add adds the row that was put there.
func (b *rowBlock) add() error {
	if b.filled += b.width; b.filled < len(b.values) {
		return nil
	}
	return b.end()
}

// end hands over the rows that there are.
func (b *rowBlock) end() error {
	rows := b.values[:b.filled]
	b.filled = 0
	if len(rows) == 0 {
		return nil
	}
	return b.take(rows)
}

// rowRange is which rows a page may hold, and which of them are wanted.
type rowRange struct{ after, last, from, to int64 }

// takeRows reads the rows of a page into a block.
func (t *Table) takeRows(page []byte, in rowRange, into *rowBlock) (err error) {
	longest := uint64(longestRecord(len(t.columns)))
	cells, fault := eachCell(page, leafPage, func(cell []byte) bool {
		length, rest := cutVarint(cell)
		number, record := cutVarint(rest)
		n := int64(number)
		if record == nil || length > longest || uint64(len(record)) < length || n <= in.after || n > in.last {
			return false
		}
		in.after = n
		if err != nil || n < in.from || n > in.to {
			return true
		}
		ok := readRecord(record[:length], t.columns, into.next())
		if ok {
			err = into.add()
		}
		return ok
	})
	if err == nil && (fault != nil || cells == 0 && len(t.pages) > 1) { // only the page of an empty table is empty
		err = t.damaged()
	}
	return err
}

// sizes are how many bytes a number has, by its kind in a record.
var sizes = [...]int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}

// numbers say how a number is made of eight bytes, by its kind: how many bits are not its own, whether any is, and what
// is added, since a 1 has no bytes.
var numbers = func() (all [len(sizes)]struct {
	left       uint8
	mask, plus int64
}) {
	for kind, size := range sizes {
		if size > 0 {
			all[kind].left, all[kind].mask = uint8(64-8*size), -1
		}
	}
	all[9].plus = 1
	return all
}()

// readRecord reads a record of numbers; false if it is none, or not one of these columns.
func readRecord(record []byte, columns []column, row []Value) bool {
	head, rest := cutVarint(record)
	if head > uint64(len(record)) || int(head)-(len(record)-len(rest)) != len(columns) {
		return false
	}
	content := rest[len(columns):]
	for i, kind := range rest[:len(columns)] {
		if kind >= byte(len(sizes)) || columns[i]>>kind&1 == 0 || len(content) < sizes[kind] {
			return false
		}
		row[i] = Value{kind, readNumber(kind, content)}
		if kind == kindReal && math.IsNaN(row[i].Real()) { // SQLite writes it as NULL
			return false
		}
		content = content[sizes[kind]:]
	}
	return len(content) == 0
}

// readNumber reads a number of a kind, of which content has all bytes: the integer, the bits of a real number, or 0 for
// NULL. It reads eight bytes, whatever the size, since that needs no branch that would often be guessed wrong.
func readNumber(kind byte, content []byte) int64 {
	var eight [8]byte
	if cap(content) >= len(eight) { // what follows in the page says nothing
		content = content[:len(eight)]
	} else {
		copy(eight[:], content)
		content = eight[:]
	}
	n := numbers[kind]
	return int64(binary.BigEndian.Uint64(content))>>(n.left&63)&n.mask + n.plus
}

// cutVarint reads a number as SQLite writes it: seven bits a byte, the highest first, every byte but the last one
// marked; a ninth byte has all of its eight bits. The rest is nil if there is none.
func cutVarint(from []byte) (n uint64, rest []byte) {
	for i, b := range from {
		if i == 8 {
			return n<<8 | uint64(b), from[9:]
		}
		n = n<<7 | uint64(b&0x7f)
		if b < 0x80 {
			return n, from[i+1:]
		}
	}
	return 0, nil
}
