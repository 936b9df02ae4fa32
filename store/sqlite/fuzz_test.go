package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// smallPage is how large the pages are that are damaged: the smallest, so that trees are high.
const smallPage = leastPage

// numbersImage is a database of one table of four columns.
func numbersImage(rows int) *image {
	r := rand.New(rand.NewPCG(1, uint64(rows)))
	return newImage(smallPage, []Rows{{Into: "numbers", Like: numbersSchema, Count: rows, Put: func(_ int, to Values) {
		to.Integer(int64(r.Uint64()) >> r.IntN(64))
		if r.IntN(2) == 0 {
			to.Null()
		} else {
			to.Integer(r.Int64N(1000))
		}
		to.Real(pick(r, randomReal(r), math.NaN()))
		to.Real(randomReal(r))
	}}})
}

// clone is an image of its own pages.
func (m *image) clone() *image {
	own := *m
	own.pages = make([][]byte, len(m.pages))
	for i := range m.pages {
		own.pages[i] = slices.Clone(m.pages[i])
	}
	return &own
}

// changed is an image of which bytes have changed, five of changes for each: the page, the place there, and the byte.
// The first page, which is about the file and its tables, stays as it is.
func (m *image) changed(changes []byte) *image {
	own := m.clone()
	for change := range slices.Chunk(changes, 5) {
		if len(change) == 5 {
			page := own.pages[1+int(binary.BigEndian.Uint16(change))%(len(own.pages)-1)]
			page[int(binary.BigEndian.Uint16(change[2:]))%len(page)] = change[4]
		}
	}
	return own
}

// open opens the image as SQLite's own file, with the settings of [OpenReader].
func (m *image) open(t testing.TB) *sql.DB {
	t.Helper()
	address, forget := showImage(m)
	t.Cleanup(forget)
	db, err := sql.Open("sqlite", address+"&_query_only=1&_defensive=1&_dqs=0&_error_rc=1"+
		"&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=mmap_size(0)")
	check(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { check(t, db.Close()) })
	return db
}

// readSound reads the table numbers of an image out of its pages. What comes is damage, or the rows that SQL gives.
func (m *image) readSound(t *testing.T) (rows []string, err error) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	db := m.open(t)
	if err := CheckTrees(ctx, db); err != nil {
		return nil, isDamage(t, err)
	}
	table, err := OpenTable(ctx, db, "numbers", 4)
	if err != nil {
		return nil, isDamage(t, err)
	}
	most := len(m.pages) * m.size / shortestCell // what else there was would have been read twice
	err = table.EachRow(ctx, math.MinInt64, math.MaxInt64, func(row []Value) error {
		if rows = append(rows, rowText(table, row)); len(rows) > most {
			t.Fatalf("more than %d rows", most)
		}
		return nil
	})
	if err != nil {
		return nil, isDamage(t, err)
	}
	plain, err := OpenTable(ctx, Plain(db), "numbers", 4)
	check(t, err)
	if want := rowsOf(t, plain, math.MinInt64, math.MaxInt64); !slices.Equal(rows, want) {
		t.Fatalf("%d rows\n%.400q\nSQL gives %d\n%.400q", len(rows), rows, len(want), want)
	}
	return rows, nil
}

// isDamage is an error that says that the file is damaged, and that at once.
func isDamage(t *testing.T, err error) error {
	t.Helper()
	if !IsDamage(err) || errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	return err
}

// FuzzDamagedPages changes bytes of the pages of a tree of three levels.
func FuzzDamagedPages(f *testing.F) {
	sound := numbersImage(1500)
	inner := 0
	for _, page := range sound.pages {
		if page[0] == innerPage {
			inner++
		}
	}
	if inner < 3 {
		f.Fatalf("%d inner pages are too few for three levels", inner)
	}
	root := binary.BigEndian.AppendUint16(nil, uint16(len(sound.pages)-2)) // the last page
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 0, leafPage})
	f.Add(append(slices.Clone(root), 0, 0, 2))                    // no kind of a table
	f.Add(append(slices.Clone(root), 0, atCellCount+1, 0))        // no cells
	f.Add(append(slices.Clone(root), 0, atLastChild+3, 2))        // a leaf beside inner pages
	f.Add(append(slices.Clone(root), 0, atLastChild+3, root[1]))  // itself, or some other
	f.Add(append(slices.Clone(root), 0, 12, 0, 0, 1, 0, 200, 99)) // a cell that is elsewhere, and one of another page
	f.Fuzz(func(t *testing.T, changes []byte) {
		m := sound.changed(changes)
		unchanged := slices.EqualFunc(m.pages, sound.pages, slices.Equal)
		if rows, err := m.readSound(t); unchanged && (err != nil || len(rows) != 1500) {
			t.Fatalf("the sound file: %d rows, %v", len(rows), err)
		}
	})
}

// FuzzPage has a whole page be anything: the only one of its table, or one of those on the lowest level.
func FuzzPage(f *testing.F) {
	single, several := numbersImage(10), numbersImage(60)
	for _, m := range []*image{single, several} {
		for _, page := range m.pages[1:] {
			f.Add(page)
		}
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		for _, sound := range []*image{single, several} {
			for n := 1; n < len(sound.pages); n += 3 {
				m := sound.clone()
				clear(m.pages[n])
				copy(m.pages[n], page)
				_, _ = m.readSound(t)
			}
		}
	})
}

// valuesOf makes values of any kind out of bytes.
func valuesOf(data []byte) (values []any) {
	cut := func(n int) []byte {
		part := data[:min(n, len(data))]
		data = data[len(part):]
		return part
	}
	number := func() uint64 { return binary.LittleEndian.Uint64(append(slices.Clone(cut(8)), make([]byte, 8)...)) }
	for len(data) > 0 {
		switch kind := cut(1)[0]; kind % 6 {
		case 0:
			values = append(values, nil)
		case 1:
			values = append(values, int64(number())>>(kind/6))
		case 2:
			values = append(values, math.Float64frombits(number()))
		case 3:
			values = append(values, string(cut(int(kind))))
		case 4:
			values = append(values, slices.Clone(cut(int(kind))))
		case 5: // longer than there are bytes
			values = append(values, string(slices.Repeat([]byte{kind}, int(number()%40_000))))
		}
	}
	return values
}

// FuzzImage writes rows of any values as pages of several sizes. SQLite finds no fault with them, and gives the values
// back.
func FuzzImage(f *testing.F) {
	f.Add([]byte("\x00\x01abcdefgh\x02abcdefgh\x03abc\x04abc\x05ab"), byte(3))
	f.Add([]byte("\x05\x00\x20\x00\x00\x00\x00\x00\x00\x0b\xdf\x01\x00\x00\x00\x00\x00\x00"), byte(1))
	f.Fuzz(func(t *testing.T, data []byte, columns byte) {
		values := valuesOf(data)
		width := int(columns)%5 + 1
		names := []string{"a", "b", "c", "d", "e"}[:width]
		like := fmt.Sprintf("CREATE TABLE anything (%s)", strings.Join(names, ", "))
		for _, size := range []int{smallPage, 4096, imagePage} {
			m := newImage(size, []Rows{{Into: "anything", Like: like, Count: len(values) / width, Put: func(row int, to Values) {
				for _, value := range values[row*width:][:width] {
					put(value, to)
				}
			}}})
			db := m.open(t)
			var fault string
			check(t, db.QueryRow("PRAGMA integrity_check").Scan(&fault))
			if fault != "ok" {
				t.Fatal(fault)
			}
			next := 0
			check(t, Batch(t.Context(), db, names, "FROM anything", nil, func(row []driver.Value) error {
				for _, got := range row {
					if want := values[next]; !sameValue(got, want) {
						t.Fatalf("value %d of pages of %d bytes: %#.40v, want %#.40v", next, size, got, want)
					}
					next++
				}
				return nil
			}))
			if next != len(values)/width*width {
				t.Fatalf("%d values, want %d", next, len(values)/width*width)
			}
		}
	})
}

// sameValue compares a value with what was written: a whole real number is an integer where the column does not say
// REAL, and what is no number is NULL.
func sameValue(got driver.Value, want any) bool {
	switch want := want.(type) {
	case float64:
		switch got := got.(type) {
		case nil:
			return math.IsNaN(want)
		case int64:
			return float64(got) == want
		}
		return got == want
	case []byte:
		got, ok := got.([]byte)
		return ok && slices.Equal(got, want)
	}
	return got == want
}
