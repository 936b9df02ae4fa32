package sqlite

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// attachImage lets the writer of a file read an image as bulk.
func attachImage(t *testing.T, f *file, m *image) {
	t.Helper()
	address, forget := showImage(m)
	defer forget()
	_, err := f.writer.Exec("ATTACH ? AS bulk", address)
	check(t, err)
	t.Cleanup(func() {
		_, err := f.writer.Exec("DETACH bulk")
		check(t, err)
	})
}

// TestSQLiteFindsNoFaultWithAnImage reads images with few and many pages, and with records of all lengths about those
// at which they no longer fit into a page.
func TestSQLiteFindsNoFaultWithAnImage(t *testing.T) {
	const size = 512 // the smallest, so that the trees are high
	r := rand.New(rand.NewPCG(1, 1))
	for name, texts := range map[string][]string{
		"one row": {"a"},
		"lengths": func() (texts []string) {
			for length := range 3 * size {
				texts = append(texts, strings.Repeat("x", length))
			}
			return texts
		}(),
		"many rows": make([]string, 40_000),
		"large rows": func() (texts []string) {
			for range 300 {
				texts = append(texts, strings.Repeat("large ", r.IntN(20_000)))
			}
			return texts
		}(),
	} {
		number := func(i int) int64 { return int64(i)*int64(i) - 7 }
		m := newImage(size, []Rows{
			{Into: "empty (a)"},
			{Into: "texts (number, text)", Count: len(texts), Put: func(i int, to Values) {
				to.Integer(number(i))
				to.Text(texts[i])
			}},
			{Into: "numbers (number)", Count: 3, Put: func(i int, to Values) { to.Integer(number(i)) }},
		})
		t.Run(name, func(t *testing.T) {
			f := newFile(t, "")
			attachImage(t, f, m)
			var fault string
			check(t, f.writer.QueryRow("PRAGMA bulk.integrity_check").Scan(&fault))
			if fault != "ok" {
				t.Fatal(fault)
			}
			var empty, three int
			counts := "SELECT (SELECT count(*) FROM bulk.empty), (SELECT count(*) FROM bulk.numbers)"
			check(t, f.writer.QueryRow(counts).Scan(&empty, &three))
			if empty != 0 || three != 3 {
				t.Errorf("%d and %d rows", empty, three)
			}
			i := 0
			columns := []string{"number", "text"}
			check(t, Batch(t.Context(), f.writer, columns, "FROM bulk.texts", nil, func(v []driver.Value) error {
				if v[0] != number(i) || v[1] != texts[i] {
					t.Fatalf("row %d: %v %.20q", i, v[0], v[1])
				}
				i++
				return nil
			}))
			if i != len(texts) {
				t.Errorf("%d rows, want %d", i, len(texts))
			}
		})
	}
}

// TestRecordIsWhatSQLiteWrites compares files: one table, written by SQLite and as an image.
func TestRecordIsWhatSQLiteWrites(t *testing.T) {
	f := newFile(t, "")
	r := rand.New(rand.NewPCG(1, 1))
	const columns = 140 // more than one byte counts
	statement := "CREATE TABLE wide (c0 REAL"
	for column := 1; column < columns; column++ {
		statement += fmt.Sprintf(", c%d REAL", column)
	}
	list := make([]float64, columns)
	for i := range list {
		list[i] = pick(r, 0, 1, -1, 0.5, float64(r.IntN(1<<40)), -float64(r.IntN(1<<20)), float64(1<<60), 1e300)
	}
	wide := Rows{Into: "wide", Count: 1, Like: statement + ")", Put: func(_ int, to Values) {
		for _, x := range list {
			to.Real(x)
		}
	}}
	var ours record
	wide.Put(0, &ours)
	_, err := f.writer.Exec(wide.Like)
	check(t, err)
	attachImage(t, f, newImage(imagePage, []Rows{wide}))
	_, err = f.writer.Exec("INSERT INTO main.wide SELECT * FROM bulk.wide WHERE rowid > 0") // value by value
	check(t, err)
	var page []byte
	root := "(SELECT rootpage FROM sqlite_schema WHERE name = 'wide')"
	check(t, f.writer.QueryRow("SELECT data FROM sqlite_dbpage WHERE pgno = "+root).Scan(&page))
	if record := ours.appendTo(nil, ours.headLength()); !bytes.HasSuffix(page, record) {
		t.Errorf("SQLite writes\n%x\nand not\n%x", page[len(page)-len(record):], record)
	}
}
