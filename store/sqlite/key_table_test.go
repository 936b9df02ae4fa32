package sqlite

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// keysImage is a database of one table WITHOUT ROWID, as SQLite has written it.
func keysImage(t testing.TB, size, rows int) *image {
	t.Helper()
	f := newFileOf(t, size, placed+";")
	check(t, f.insert(t, InsertFew, placedRows(rand.New(rand.NewPCG(3, uint64(rows))), 1, rows)))
	_, err := f.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	check(t, err)
	content, err := os.ReadFile(f.path)
	check(t, err)
	content[18], content[19] = 1, 1 // no write-ahead log
	return &image{layout{size: size, pages: slices.Collect(slices.Chunk(content, size))}}
}

// readKeys reads the table out of its pages, so many parts at a time. What comes is damage, or the rows that SQL gives.
func (m *image) readKeys(t *testing.T, step int) (rows []string, err error) {
	t.Helper()
	db := m.open(t)
	if err := CheckTrees(t.Context(), db); err != nil {
		return nil, isDamage(t, err)
	}
	read := func(table *KeyTable) (rows []string, err error) {
		for from := 0; from < table.Parts() && err == nil; from += step {
			err = table.EachRow(t.Context(), from, min(from+step, table.Parts()), func(row []Value) error {
				rows = append(rows, fmt.Sprint(row[0].Int(), row[1].Int(), row[2].Int(), row[3].Int()))
				return nil
			})
		}
		return rows, err
	}
	table, err := OpenKeyTable(t.Context(), db, "placed", placed, 4)
	if err == nil {
		rows, err = read(table)
	}
	if err != nil {
		return nil, isDamage(t, err)
	}
	plain, err := OpenKeyTable(t.Context(), Plain(db), "placed", placed, 4)
	check(t, err)
	want, err := read(plain)
	check(t, err)
	if !slices.Equal(rows, want) {
		t.Fatalf("%d rows\n%.400q\nSQL gives %d\n%.400q", len(rows), rows, len(want), want)
	}
	return rows, nil
}

func TestKeyTable(t *testing.T) {
	for _, size := range []int{smallPage, 4096, 16384} {
		for _, count := range []int{0, 1, 50, 5000} {
			m := keysImage(t, size, count)
			for _, step := range []int{1, 3, 10_000} {
				if rows, err := m.readKeys(t, step); err != nil || len(rows) != count {
					t.Errorf("%d rows of %d in pages of %d bytes: %v", len(rows), count, size, err)
				}
			}
		}
	}
}

// TestKeyTableOfAnotherKind is read by SELECT.
func TestKeyTableOfAnotherKind(t *testing.T) {
	f := newFileOf(t, 4096, placed+";")
	check(t, f.insert(t, InsertFew, placedRows(rand.New(rand.NewPCG(1, 1)), 1, 5000)))
	table, err := OpenKeyTable(t.Context(), f.reader, "placed", placed+" -- of somebody else", 4)
	check(t, err)
	if table.pages != nil {
		t.Error("it is read by pages")
	}
	rows := 0
	check(t, table.EachRow(t.Context(), 0, 1, func([]Value) error { rows++; return nil }))
	if rows != 5000 {
		t.Errorf("%d rows", rows)
	}
}

// FuzzDamagedKeys changes bytes of the pages of a tree of three levels.
func FuzzDamagedKeys(f *testing.F) {
	sound := keysImage(f, smallPage, 1000)
	inner := 0
	for _, page := range sound.pages {
		if page[0] == indexInnerPage {
			inner++
		}
	}
	if inner < 3 {
		f.Fatalf("%d inner pages are too few for three levels", inner)
	}
	root := binary.BigEndian.AppendUint16(nil, 0) // the second page
	f.Add([]byte{})
	f.Add(append(slices.Clone(root), 0, 0, leafPage))
	f.Add(append(slices.Clone(root), 0, 0, innerPage)) // a page of a table with rowids
	f.Add(append(slices.Clone(root), 0, atCellCount+1, 0))
	f.Add(append(slices.Clone(root), 0, atLastChild+3, 2))
	f.Add([]byte{0, 9, 0, atCellCount + 1, 0, 0, 20, 1, 200, 130, 0, 30, 1, 90, 7})
	f.Fuzz(func(t *testing.T, changes []byte) {
		m := sound.changed(changes)
		unchanged := slices.EqualFunc(m.pages, sound.pages, slices.Equal)
		if rows, err := m.readKeys(t, 7); unchanged && (err != nil || len(rows) != 1000) {
			t.Fatalf("the sound file: %d rows, %v", len(rows), err)
		}
	})
}

func BenchmarkKeyTable(b *testing.B) {
	f := newFileOf(b, 16384, placed+";")
	check(b, f.insert(b, InsertFew, placedRows(rand.New(rand.NewPCG(1, 1)), 1, 100_000)))
	for _, way := range []struct {
		name string
		db   Querier
	}{{"pages", f.reader}, {"select", Plain(f.reader)}} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				table, err := OpenKeyTable(b.Context(), way.db, "placed", placed, 4)
				check(b, err)
				sum := int64(0)
				check(b, table.EachRow(b.Context(), 0, table.Parts(), func(row []Value) error {
					sum += row[2].Int()
					return nil
				}))
			}
		})
	}
}
