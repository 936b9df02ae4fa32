package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// leaves are the pages of a table that hold its rows. Reading rows out of them takes a quarter of the time that SQLite takes to hand
// over their values.
type leaves struct {
	db    querier
	table string
	pages []uint32
	last  []int64 // rowid in each page; of the last page the largest there is
}

// findLeaves goes down the tree of a table.
func findLeaves(ctx context.Context, db querier, table string) (*leaves, error) {
	l := &leaves{db: db, table: table, pages: make([]uint32, 1), last: []int64{math.MaxInt64}}
	if err := db.QueryRowContext(ctx, "SELECT rootpage FROM sqlite_schema WHERE name = ?", table).Scan(&l.pages[0]); err != nil {
		return nil, explain(err)
	}
	for {
		under := &leaves{db: db, table: table}
		down := false
		i := 0
		err := l.read(ctx, l.pages[:1], func(page []byte) error { down = page[0] == innerPage; return nil })
		if err != nil || !down {
			return l, err
		}
		err = l.read(ctx, l.pages, func(page []byte) error {
			i++
			return under.takeChildren(page, l.last[i-1])
		})
		if err != nil {
			return nil, err
		}
		l = under
	}
}

// read hands over pages by their numbers, in that order. A page is valid only during the call.
func (l *leaves) read(ctx context.Context, numbers []uint32, take func(page []byte) error) error {
	list, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	return collect(ctx, l.db, []string{"p.data"}, "FROM json_each(?) n CROSS JOIN sqlite_dbpage p ON p.pgno = n.value", []any{string(list)}, func(v []driver.Value) error {
		page, ok := v[0].([]byte)
		if !ok || len(page) < 512 {
			return l.damaged()
		}
		return take(page)
	})
}

func (l *leaves) damaged() error {
	return fmt.Errorf("the table %s is damaged; recover what is left with: sqlite3 CASE .recover", l.table)
}

// takeChildren adds the pages under an inner page, whose last row is given.
func (l *leaves) takeChildren(page []byte, last int64) error {
	err := l.eachCell(page, innerPage, func(cell []byte) bool {
		if len(cell) < 4 {
			return false
		}
		key, rest := cutVarint(cell[4:])
		l.pages, l.last = append(l.pages, binary.BigEndian.Uint32(cell)), append(l.last, int64(key))
		return rest != nil
	})
	l.pages, l.last = append(l.pages, binary.BigEndian.Uint32(page[atLastChild:])), append(l.last, last)
	return err
}

// eachCell hands over the cells of a page, each with what lies behind it, until take finds a fault in one.
func (l *leaves) eachCell(page []byte, kind byte, take func(cell []byte) bool) error {
	places := page[8:]
	if kind == innerPage {
		places = page[12:]
	}
	cells := int(binary.BigEndian.Uint16(page[atCellCount:]))
	if page[0] != kind || 2*cells > len(places) {
		return l.damaged()
	}
	for i := range cells {
		if at := int(binary.BigEndian.Uint16(places[2*i:])); at >= len(page) || !take(page[at:]) {
			return l.damaged()
		}
	}
	return nil
}

// value is what a row has in a column: an integer, a real number or NULL.
type value struct {
	kind byte  // as in a record
	n    int64 // the integer, the bits of the real number, or 0 for NULL
}

// real is NaN for NULL. SQLite keeps whole numbers as integers, in columns of kind REAL as well.
func (v value) real() float64 {
	switch v.kind {
	case 0:
		return math.NaN()
	case 7:
		return math.Float64frombits(uint64(v.n))
	}
	return float64(v.n)
}

// eachRow hands over the rows with numbers from first to last, in their order, of a table that holds nothing but numbers. They are
// valid only during the call.
func (l *leaves) eachRow(ctx context.Context, columns int, first, last int64, take func(row []value) error) error {
	from, _ := slices.BinarySearch(l.last, first)
	to, _ := slices.BinarySearch(l.last, last)
	row := make([]value, columns)
	return l.read(ctx, l.pages[from:min(to+1, len(l.pages))], func(page []byte) error {
		return l.takeRows(page, first, last, row, take)
	})
}

func (l *leaves) takeRows(page []byte, first, last int64, row []value, take func(row []value) error) (err error) {
	fault := l.eachCell(page, leafPage, func(cell []byte) bool {
		length, rest := cutVarint(cell)
		number, record := cutVarint(rest)
		if uint64(len(record)) < length {
			return false
		}
		if n := int64(number); err != nil || n < first || n > last {
			return true
		}
		ok := readRecord(record[:length], row)
		if ok {
			err = take(row)
		}
		return ok
	})
	return cmp.Or(err, fault)
}

// sizes are how many bytes a number has, by its kind in a record.
var sizes = [...]int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}

// readRecord reads a record of numbers; false if it is none, or has another number of them.
func readRecord(record []byte, row []value) bool {
	head, rest := cutVarint(record)
	types := int(head) - (len(record) - len(rest))
	if types != len(row) || len(rest) < types {
		return false
	}
	content := rest[types:]
	for i, kind := range rest[:types] {
		if int(kind) >= len(sizes) || len(content) < sizes[kind] {
			return false
		}
		row[i] = value{kind, readNumber(kind, content)}
		content = content[sizes[kind]:]
	}
	return true
}

func readNumber(kind byte, content []byte) int64 {
	switch kind {
	case 1:
		return int64(int8(content[0]))
	case 2:
		return int64(int16(binary.BigEndian.Uint16(content)))
	case 3:
		return int64(int8(content[0]))<<16 | int64(content[1])<<8 | int64(content[2])
	case 4:
		return int64(int32(binary.BigEndian.Uint32(content)))
	case 5:
		return int64(int16(binary.BigEndian.Uint16(content)))<<32 | int64(binary.BigEndian.Uint32(content[2:]))
	case 6, 7:
		return int64(binary.BigEndian.Uint64(content))
	case 9:
		return 1
	}
	return 0
}

// cutVarint reads a number as appendVarint writes it; the rest is nil if there is none.
func cutVarint(from []byte) (n uint64, rest []byte) {
	for i := 0; i < len(from) && i < 8; i++ {
		n = n<<7 | uint64(from[i]&0x7f)
		if from[i] < 0x80 {
			return n, from[i+1:]
		}
	}
	return 0, nil
}
