package sqlite

import (
	"cmp"
	"context"
	"database/sql/driver"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unsafe"
)

// Texts is a table of a number, which is its rowid, and columns of kind TEXT or INTEGER, some of which are wanted. Its
// rows are read out of the pages that hold them, a piece of the table at a time: to fetch a piece takes the connection,
// to read its rows does not, and may be done by any goroutine.
type Texts struct {
	db      Querier
	name    string
	columns []string     // that are wanted
	of      []textColumn // all that the table has behind the number
	pages   []uint32     // nil: it is read by SELECT
	last    []int64      // number in each page; of the last page the largest there is
	largest int64        // number
}

// textColumn is a column of Texts.
type textColumn struct {
	text, null bool
	wanted     int // its place among those that are wanted, or −1
}

// TextValue is what a row has in a column. It is good as long as its piece is.
type TextValue struct {
	text   []byte
	number int64
}

// Text is empty for NULL.
func (v TextValue) Text() string { return unsafe.String(unsafe.SliceData(v.text), len(v.text)) }

// Bytes is Text as bytes, which nobody may change.
func (v TextValue) Bytes() []byte { return v.text }

// Int is 0 for NULL.
func (v TextValue) Int() int64 { return v.number }

const (
	// pagesInPiece is how many pages are fetched at a time.
	pagesInPiece = 64
	// rowsInPiece is how many numbers there are in a piece where it is read by SELECT.
	rowsInPiece = 8192
)

// OpenTexts finds the pages of a table.
func OpenTexts(ctx context.Context, db Querier, name string, columns ...string) (*Texts, error) {
	t := &Texts{db: db, name: name, columns: columns}
	inPages, err := t.readColumns(ctx)
	if err != nil {
		return nil, err
	}
	if !inPages || isPlain(db) {
		err := db.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM "+name).Scan(&t.largest)
		return t, Explain(err)
	}
	tree, err := openLeaves(ctx, db, name)
	if err != nil {
		return nil, err
	}
	t.pages, t.last = tree.pages, tree.last
	return t, nil
}

// readColumns asks the schema for the columns, and reports whether the table is one that its pages are read of.
func (t *Texts) readColumns(ctx context.Context) (inPages bool, err error) {
	inPages = true
	wanted := 0
	columns := []string{"name", "type", `"notnull"`, "pk", "hidden OR dflt_value IS NOT NULL", "encoding = 'UTF-8'"}
	from := "FROM pragma_table_xinfo(?), pragma_encoding"
	first := true
	err = Batch(ctx, t.db, columns, from, []any{t.name}, func(v []driver.Value) error {
		number, special, isUTF8 := v[3].(int64) == 1, v[4].(int64) != 0, v[5].(int64) == 1
		kind := v[1].(string)
		if first {
			first, inPages = false, number && kind == "INTEGER" && v[2].(int64) == 0 && isUTF8 // else it has no rowid
			return nil
		}
		column := textColumn{kind == "TEXT", v[2].(int64) == 0, slices.Index(t.columns, strings.Clone(v[0].(string)))}
		if column.wanted >= 0 {
			wanted++
		}
		inPages = inPages && !number && !special && (column.text || kind == "INTEGER")
		t.of = append(t.of, column)
		return nil
	})
	return inPages && wanted == len(t.columns), err
}

// Pieces is how many pieces there are.
func (t *Texts) Pieces() int {
	if t.pages == nil {
		return int((t.largest + rowsInPiece - 1) / rowsInPiece)
	}
	return (len(t.pages) + pagesInPiece - 1) / pagesInPiece
}

// Behind is the first piece that may have a row behind a number, which is not negative.
func (t *Texts) Behind(number int64) int {
	if t.pages == nil {
		return int(number / rowsInPiece)
	}
	page, _ := slices.BinarySearch(t.last, number)
	return page / pagesInPiece
}

// TextPiece is rows that follow each other. The memory of one can be used for the next.
type TextPiece struct {
	table  *Texts
	pages  []byte // one after the other
	size   int    // of a page
	ranges []rowRange
	long   []longText // rows that no page holds as a whole, or all of them where they are read by SELECT
}

// longText is a row of its own memory.
type longText struct {
	number int64
	row    []TextValue
}

// Fetch fetches a piece.
func (t *Texts) Fetch(ctx context.Context, i int, into *TextPiece) error {
	into.table, into.pages, into.ranges, into.long = t, into.pages[:0], into.ranges[:0], nil
	if t.pages == nil {
		first := int64(i) * rowsInPiece
		return into.selectRows(ctx, "id > ? AND id <= ?", first, first+rowsInPiece)
	}
	from := i * pagesInPiece
	page := from
	wanted := t.pages[from:min(from+pagesInPiece, len(t.pages))]
	err := readPages(ctx, t.db, t.name, wanted, func(data []byte) error {
		if page == from {
			into.size = len(data)
			into.pages = slices.Grow(into.pages, len(data)*len(wanted))
		}
		if len(data) != into.size {
			return Damaged(t.name)
		}
		in := rowRange{after: math.MinInt64, last: t.last[page]}
		if page > 0 {
			in.after = t.last[page-1]
		}
		page++
		into.pages, into.ranges = append(into.pages, data...), append(into.ranges, in)
		return nil
	})
	if err != nil {
		return err
	}
	return into.fetchLong(ctx)
}

// fetchLong fetches the rows that are longer than a page.
func (p *TextPiece) fetchLong(ctx context.Context) error {
	var long []int64
	for page := range slices.Chunk(p.pages, max(p.size, 1)) {
		_, _ = eachCell(page, leafPage, func(cell []byte) bool { // a fault is found when the rows are read
			length, rest := cutVarint(cell)
			if number, record := cutVarint(rest); record != nil && p.isLong(length) {
				long = append(long, int64(number))
			}
			return true
		})
	}
	if len(long) == 0 {
		return nil
	}
	list, err := json.Marshal(long)
	if err != nil {
		return err
	}
	return p.selectRows(ctx, "id IN (SELECT value FROM json_each(?))", string(list))
}

// isLong reports whether a record may not be in its page as a whole.
func (p *TextPiece) isLong(length uint64) bool { return length > uint64(p.size-mostOutside) }

// selectRows reads rows by SQL, and sorts them.
func (p *TextPiece) selectRows(ctx context.Context, where string, args ...any) error {
	t := p.table
	from := "FROM " + t.name + " NOT INDEXED WHERE " + where
	columns := append([]string{"id"}, t.columns...)
	err := Batch(ctx, t.db, columns, from, args, func(v []driver.Value) error {
		row := make([]TextValue, len(t.columns))
		for i, value := range v[1:] {
			switch value := value.(type) {
			case nil:
			case int64:
				row[i].number = value
			default:
				row[i].text = []byte(value.(string))
			}
		}
		p.long = append(p.long, longText{v[0].(int64), row})
		return nil
	})
	slices.SortFunc(p.long, func(a, b longText) int { return cmp.Compare(a.number, b.number) })
	return err
}

// Each hands over the rows in the order of their numbers. They are good until the memory of the piece is used again.
func (p *TextPiece) Each(take func(number int64, row []TextValue) error) error {
	if p.table.pages == nil {
		for _, row := range p.long {
			if err := take(row.number, row.row); err != nil {
				return err
			}
		}
		return nil
	}
	row := make([]TextValue, len(p.table.columns))
	for i, in := range p.ranges {
		if err := p.takeRows(p.pages[i*p.size:(i+1)*p.size], in, row, take); err != nil {
			return err
		}
	}
	return nil
}

func (p *TextPiece) takeRows(page []byte, in rowRange, row []TextValue,
	take func(number int64, row []TextValue) error) (err error) {
	cells, fault := eachCell(page, leafPage, func(cell []byte) bool {
		length, rest := cutVarint(cell)
		n, record := cutVarint(rest)
		number := int64(n)
		if record == nil || number <= in.after || number > in.last {
			return false
		}
		in.after = number
		if err != nil {
			return true
		}
		if p.isLong(length) {
			at, found := slices.BinarySearchFunc(p.long, number, func(long longText, number int64) int {
				return cmp.Compare(long.number, number)
			})
			if found {
				err = take(number, p.long[at].row)
			}
			return found
		}
		ok := uint64(len(record)) >= length && p.table.readRecord(record[:length], row)
		if ok {
			err = take(number, row)
		}
		return ok
	})
	if err == nil && (fault != nil || cells == 0 && len(p.table.pages) > 1) { // only the page of an empty table is empty
		err = Damaged(p.table.name)
	}
	return err
}

// readRecord reads a record: a number that is kept elsewhere, as NULL, and the columns; false if it is none.
func (t *Texts) readRecord(record []byte, row []TextValue) bool {
	head, kinds := cutVarint(record)
	if kinds == nil || head > uint64(len(record)) || head <= uint64(len(record)-len(kinds)) || kinds[0] != kindNull {
		return false
	}
	kinds, content := kinds[1:head-uint64(len(record)-len(kinds))], record[head:]
	for _, column := range t.of {
		kind := uint64(kindNull) // of a column that was added later
		if len(kinds) > 0 {
			if kind, kinds = cutVarint(kinds); kinds == nil {
				return false
			}
		}
		length, ok := column.length(kind)
		if !ok || length > uint64(len(content)) {
			return false
		}
		if column.wanted >= 0 {
			row[column.wanted] = column.value(kind, content[:length])
		}
		content = content[length:]
	}
	return len(kinds) == 0 && len(content) == 0
}

// length is how many bytes a value of a kind has, if it can be one of the column.
func (c textColumn) length(kind uint64) (length uint64, ok bool) {
	switch {
	case kind == kindNull:
		return 0, c.null
	case c.text:
		return (kind - firstText) / 2, kind >= firstText && kind%2 == 1
	}
	if kind >= uint64(len(sizes)) || integers>>kind&1 == 0 {
		return 0, false
	}
	return uint64(sizes[kind]), true
}

func (c textColumn) value(kind uint64, content []byte) TextValue {
	if c.text {
		return TextValue{text: content}
	}
	return TextValue{number: readNumber(byte(kind), content)}
}

// firstText is the kind of an empty text in a record; one of n bytes has a kind that is larger by 2n.
const firstText = 13
