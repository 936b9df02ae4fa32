package store

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// attachImage lets the writer of a case read an image as bulk.
func attachImage(t *testing.T, c *Case, m *dbImage) {
	t.Helper()
	address, forget := showImage(m)
	defer forget()
	_, err := c.writer.Exec("ATTACH ? AS bulk", address)
	check(t, err)
	t.Cleanup(func() {
		_, err := c.writer.Exec("DETACH bulk")
		check(t, err)
	})
}

// TestSQLiteFindsNoFaultWithAnImage reads images with few and many pages, and with records of all lengths about those at which
// they no longer fit into a page.
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
		m := newDBImage(size, []rows{
			{into: "empty (a)"},
			{into: "texts (number, text)", count: len(texts), put: func(i int, to values) { to.integer(number(i)); to.text(texts[i]) }},
			{into: "numbers (number)", count: 3, put: func(i int, to values) { to.integer(number(i)) }},
		})
		t.Run(name, func(t *testing.T) {
			c := newCase(t)
			attachImage(t, c, m)
			var fault string
			check(t, c.writer.QueryRow("PRAGMA bulk.integrity_check").Scan(&fault))
			if fault != "ok" {
				t.Fatal(fault)
			}
			var empty, three int
			check(t, c.writer.QueryRow("SELECT (SELECT count(*) FROM bulk.empty), (SELECT count(*) FROM bulk.numbers)").Scan(&empty, &three))
			if empty != 0 || three != 3 {
				t.Errorf("%d and %d rows", empty, three)
			}
			i := 0
			check(t, batchRows(t.Context(), c.writer, []string{"number", "text"}, "FROM bulk.texts", nil, func(v []driver.Value) error {
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
	c := newCase(t)
	r := rand.New(rand.NewPCG(1, 1))
	const columns = 140 // more than one byte counts
	statement := "CREATE TABLE wide (c0 REAL"
	for column := 1; column < columns; column++ {
		statement += fmt.Sprintf(", c%d REAL", column)
	}
	list := make([]float64, columns)
	for i := range list {
		list[i] = []float64{0, 1, -1, 0.5, float64(r.IntN(1 << 40)), -float64(r.IntN(1 << 20)), float64(1 << 60), 1e300}[r.IntN(8)]
	}
	wide := rows{into: "wide", count: 1, like: statement + ")", put: func(_ int, to values) {
		for _, x := range list {
			to.real(x)
		}
	}}
	var ours record
	wide.put(0, &ours)
	_, err := c.writer.Exec(wide.like)
	check(t, err)
	attachImage(t, c, newDBImage(imagePage, []rows{wide}))
	_, err = c.writer.Exec("INSERT INTO main.wide SELECT * FROM bulk.wide WHERE rowid > 0") // value by value
	check(t, err)
	var page []byte
	check(t, c.writer.QueryRow("SELECT data FROM sqlite_dbpage WHERE pgno = (SELECT rootpage FROM sqlite_schema WHERE name = 'wide')").Scan(&page))
	if !bytes.HasSuffix(page, ours.appendTo(nil)) {
		t.Errorf("SQLite writes\n%x\nand not\n%x", page[len(page)-len(ours.appendTo(nil)):], ours.appendTo(nil))
	}
}
