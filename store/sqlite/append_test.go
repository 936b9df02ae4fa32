package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// appendable is a table that pages can be appended to, with a number in each row or without one.
type appendable struct {
	name, create string
	key          bool
}

var appendables = []appendable{
	{"kept", "CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT NOT NULL, n INTEGER) STRICT", true},
	{"bare", "CREATE TABLE bare (text TEXT NOT NULL, n INTEGER) STRICT", false},
}

// placed is a table WITHOUT ROWID.
const placed = `CREATE TABLE placed (run INTEGER NOT NULL, n INTEGER NOT NULL, first INTEGER NOT NULL,
	last INTEGER NOT NULL, PRIMARY KEY (run, n)) STRICT, WITHOUT ROWID`

// placedRows are rows of it, of some runs from one on.
func placedRows(r *rand.Rand, run, count int) Rows {
	values := make([][4]int64, count)
	for i := range values {
		values[i] = [4]int64{int64(run + i/100), int64(i * 3), r.Int64() >> r.IntN(64), -r.Int64() >> r.IntN(64)}
	}
	return Rows{Into: "placed (run, n, first, last)", Behind: placed, Count: count, Put: func(i int, to Values) {
		for _, n := range values[i] {
			to.Integer(n)
		}
	}}
}

// rows are rows of it from a number on, whose texts are mostly short and now and then longer than pages.
func (a appendable) rows(r *rand.Rand, from, count int) Rows {
	texts := make([]string, count)
	for i := range texts {
		texts[i] = strings.Repeat("x", r.IntN(pick(r, 1, 20, 20, 100, 3000)))
	}
	rows := Rows{Into: a.name + " (text, n)", Like: a.create, Count: count, Put: func(i int, to Values) {
		to.Text(texts[i])
		to.Integer(int64(from + i))
	}}
	if a.key {
		rows.Into = a.name + " (id, text, n)"
		rows.Key = func(i int) int64 { return int64(from) + int64(i)*3 }
	}
	return rows
}

// appendAlways is [Insert] by pages alone, however few rows there are and however many pages are free.
func appendAlways(ctx context.Context, transaction *Tx, tables ...Rows) error {
	a, err := newAppender(ctx, transaction)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if table.Count == 0 {
			continue
		}
		if err := a.add(ctx, table); err != nil {
			return err
		}
	}
	return a.finish(ctx)
}

// content is all of a table, as text.
func content(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	var all sql.NullString
	query := "SELECT group_concat(rowid || ' ' || n || ' ' || text, char(10)) " +
		"FROM (SELECT rowid, * FROM " + table + " ORDER BY rowid)"
	if table == "placed" {
		query = "SELECT group_concat(run || ' ' || n || ' ' || first || ' ' || last, char(10)) " +
			"FROM (SELECT * FROM placed ORDER BY run, n)"
	}
	check(t, db.QueryRow(query).Scan(&all))
	return all.String
}

// TestAppendedPagesAreTheFileSQLiteWouldWrite appends pages to one file and has SQLite insert the same rows into
// another, between other changes that both make: the content is always the same, also for a connection that had read
// the pages before, and SQLite finds no fault with the file.
func TestAppendedPagesAreTheFileSQLiteWouldWrite(t *testing.T) {
	seeds := uint64(2)
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		seeds = 100
	}
	for _, page := range []int{512, 4096, 16384, 65536} {
		t.Run(fmt.Sprint(page), func(t *testing.T) {
			for seed := range seeds {
				comparePages(t, page, rand.New(rand.NewPCG(uint64(page), seed)))
			}
		})
	}
}

func comparePages(t *testing.T, page int, r *rand.Rand) {
	schema := appendables[0].create + ";" + appendables[1].create + ";" + placed + ";" +
		"CREATE TABLE other (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;"
	pages, plain := newFileOf(t, page, schema), newFileOf(t, page, schema)
	from := 1
	for range 3 + r.IntN(4) {
		count := pick(r, 1, 10, 300, 3000)
		seed := r.Uint64()
		for f, insert := range map[*file]Inserter{pages: appendAlways, plain: InsertFew} {
			own := rand.New(rand.NewPCG(seed, 0))
			between := func(transaction *Tx) error { return someChange(t.Context(), transaction, own) }
			check(t, Change(t.Context(), f.writer, func(transaction *Tx) error {
				if err := between(transaction); err != nil {
					return err
				}
				err := insert(t.Context(), transaction, appendables[0].rows(own, from, count),
					appendables[1].rows(own, from, count/2), placedRows(own, from, count))
				if err != nil {
					return err
				}
				return between(transaction)
			}))
			check(t, Change(t.Context(), f.writer, between))
		}
		from += 4 * count
		for _, table := range []string{"kept", "bare", "placed"} {
			want := content(t, plain.writer, table)
			if content(t, pages.writer, table) != want || content(t, pages.reader, table) != want {
				t.Fatalf("%s is another table", table)
			}
		}
		noFault(t, pages)
	}
}

// someChange makes a change as SQLite makes them: it frees pages, and takes them and new ones.
func someChange(ctx context.Context, transaction *Tx, r *rand.Rand) error {
	for _, statement := range []string{
		fmt.Sprintf("DELETE FROM kept WHERE id %% 7 = %d AND id < (SELECT max(id) FROM kept)", r.IntN(40)),
		fmt.Sprintf("DELETE FROM bare WHERE rowid %% 5 = %d AND rowid < (SELECT max(rowid) FROM bare)", r.IntN(50)),
		fmt.Sprintf("DELETE FROM placed WHERE n %% 12 = %d", 3*r.IntN(20)),
		fmt.Sprintf("INSERT OR IGNORE INTO placed SELECT run, n + 1, 1, 2 FROM placed WHERE last %% 9 = %d", -r.IntN(30)),
		fmt.Sprintf("UPDATE placed SET first = last, last = 0 WHERE n %% 21 = %d", 3*r.IntN(20)),
		fmt.Sprintf("UPDATE kept SET text = text || 'longer' WHERE id %% 11 = %d", r.IntN(40)),
		fmt.Sprintf("INSERT OR IGNORE INTO other SELECT text, n FROM kept WHERE id %% 3 = %d", r.IntN(10)),
		fmt.Sprintf("DELETE FROM other WHERE a > '%d'", r.IntN(30)),
	} {
		if r.IntN(3) > 0 {
			continue
		}
		if _, err := transaction.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func noFault(t *testing.T, f *file) {
	t.Helper()
	var fault string
	check(t, f.reader.QueryRow("PRAGMA integrity_check").Scan(&fault))
	if fault != "ok" {
		t.Fatal(fault)
	}
}

// newFileOf is newFile with pages of a size.
func newFileOf(t testing.TB, page int, schema string) *file {
	t.Helper()
	f := &file{path: filepath.Join(t.TempDir(), "file.db")}
	check(t, Create(t.Context(), f.path, Header{ApplicationID: 1, UserVersion: 1, Page: page}, schema))
	f.open(t)
	return f
}

// TestPagesThatAreTakenBack ends the change after pages were appended.
func TestPagesThatAreTakenBack(t *testing.T) {
	f := newFileOf(t, 512, appendables[0].create+";")
	r := rand.New(rand.NewPCG(1, 1))
	check(t, f.insert(t, appendAlways, appendables[0].rows(r, 1, 500)))
	before := content(t, f.writer, "kept")
	err := Change(t.Context(), f.writer, func(transaction *Tx) error {
		check(t, appendAlways(t.Context(), transaction, appendables[0].rows(r, 10_000, 5000)))
		return context.Canceled
	})
	if err != context.Canceled {
		t.Fatal(err)
	}
	if content(t, f.writer, "kept") != before || content(t, f.reader, "kept") != before {
		t.Error("something is left of a change that was taken back")
	}
	noFault(t, f)
	check(t, f.insert(t, appendAlways, appendables[0].rows(r, 10_000, 5000)))
	noFault(t, f)
}

// TestWhatTakesNoPages inserts into tables and files that are made otherwise than pages could be appended to.
func TestWhatTakesNoPages(t *testing.T) {
	const table = "CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT NOT NULL, n INTEGER) STRICT;"
	for name, schema := range map[string]string{
		"index":          table + "CREATE INDEX some ON kept (n);",
		"trigger":        table + "CREATE TRIGGER some AFTER INSERT ON kept BEGIN DELETE FROM kept WHERE id < 0; END;",
		"unique":         "CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT NOT NULL, n INTEGER UNIQUE) STRICT;",
		"without rowid":  "CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT NOT NULL, n INTEGER) STRICT, WITHOUT ROWID;",
		"more columns":   "CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT NOT NULL, n INTEGER, more TEXT) STRICT;",
		"other columns":  "CREATE TABLE kept (id INTEGER PRIMARY KEY, n INTEGER, text TEXT NOT NULL) STRICT;",
		"auto_vacuum":    "PRAGMA auto_vacuum = FULL; VACUUM; " + table,
		"UTF-16":         "PRAGMA encoding = 'UTF-16le'; " + table,
		"free pages":     table + "CREATE TABLE large AS SELECT zeroblob(100000) AS x; DROP TABLE large;",
		"few free pages": table + "CREATE TABLE some AS SELECT 1 AS x; DROP TABLE some;",
		"nothing is odd": table,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file.db")
			db, err := sql.Open("sqlite", path)
			check(t, err)
			db.SetMaxOpenConns(1)
			_, err = db.Exec(schema)
			check(t, err)
			check(t, db.Close())
			f := &file{path: path}
			f.open(t)
			rows := appendables[0].rows(rand.New(rand.NewPCG(1, 1)), 1, leastAppended)
			var taken bool
			check(t, Change(t.Context(), f.writer, func(transaction *Tx) error {
				others, err := appendPages(t.Context(), transaction, []Rows{rows})
				taken = len(others) == 0
				return err
			}))
			if taken != (name == "nothing is odd" || name == "few free pages") {
				t.Errorf("pages are taken: %v", taken)
			}
			noFault(t, f)
		})
	}
}

// TestPlacedRowsTakeNoPages inserts into tables WITHOUT ROWID that are made otherwise.
func TestPlacedRowsTakeNoPages(t *testing.T) {
	for schema, want := range map[string]bool{
		placed: true,
		strings.Replace(placed, "(run, n)", "(n, run)", 1):           false,
		strings.Replace(placed, "(run, n)", "(run DESC, n)", 1):      false,
		strings.Replace(placed, ", WITHOUT ROWID", "", 1):            false,
		strings.Replace(placed, ", PRIM", ", more INTEGER, PRIM", 1): false,
		placed + "; CREATE INDEX some ON placed (last)":              false,
	} {
		f := newFileOf(t, 512, schema+";")
		err := Change(t.Context(), f.writer, func(transaction *Tx) error {
			rows := placedRows(rand.New(rand.NewPCG(1, 1)), 1, leastAppended)
			others, err := appendPages(t.Context(), transaction, []Rows{rows})
			if taken := len(others) == 0; taken != want {
				t.Errorf("%s: pages are taken: %v", schema, taken)
			}
			return err
		})
		check(t, err)
		noFault(t, f)
	}
}

// TestPagesBehindDamage appends to tables whose last pages are not what they should be.
func TestPagesBehindDamage(t *testing.T) {
	for name, rows := range map[string]func(r *rand.Rand, from, count int) Rows{
		appendables[0].create: appendables[0].rows,
		placed:                placedRows,
	} {
		t.Run(name, func(t *testing.T) { testPagesBehindDamage(t, name, rows) })
	}
}

func testPagesBehindDamage(t *testing.T, schema string, rows func(r *rand.Rand, from, count int) Rows) {
	f := newFileOf(t, 512, schema+";")
	r := rand.New(rand.NewPCG(1, 1))
	check(t, f.insert(t, appendAlways, rows(r, 1, 2000)))
	err := f.insert(t, appendAlways, rows(r, 5, 10)) // rows that are there
	if err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Error(err)
	}
	var edge []uint32
	table := rows(r, 1, 1)
	check(t, Change(t.Context(), f.writer, func(transaction *Tx) error {
		a, err := newAppender(t.Context(), transaction)
		check(t, err)
		edge, err = a.edge(t.Context(), &table)
		return err
	}))
	if len(edge) < 3 {
		t.Fatalf("a tree of %d levels", len(edge))
	}
	faults := 0
	for _, number := range edge {
		for range 200 {
			err := Change(t.Context(), f.writer, func(transaction *Tx) error {
				a, err := newAppender(t.Context(), transaction)
				check(t, err)
				page, err := a.read(t.Context(), table.Table(), number)
				check(t, err)
				page[r.IntN(pick(r, 20, len(page)))] ^= byte(1 << r.IntN(8))
				_, err = transaction.Exec("INSERT INTO sqlite_dbpage (pgno, data) VALUES (?, ?)", number, page)
				check(t, err)
				if err := appendAlways(t.Context(), transaction, rows(r, 100_000, 100)); err != nil {
					return err
				}
				return context.Canceled
			})
			if err != context.Canceled {
				if faults++; !strings.Contains(err.Error(), "damaged") {
					t.Error(err)
				}
			}
		}
	}
	if faults == 0 {
		t.Error("no damage was found")
	}
	noFault(t, f)
}

// TestPageOfTheLock numbers pages about the one that SQLite locks a file by.
func TestPageOfTheLock(t *testing.T) {
	for _, size := range []int{512, 4096, 65536} {
		lock := uint32(lockByte/size) + 1
		l := layout{size: size, before: lock - 3}
		var numbers []uint32
		for range 4 {
			number := l.newNumber()
			l.page(number)[0] = 1
			numbers = append(numbers, number)
		}
		if want := []uint32{lock - 2, lock - 1, lock + 1, lock + 2}; !slices.Equal(numbers, want) || l.end() != lock+2 {
			t.Errorf("%d bytes: pages %d up to %d, want %d", size, numbers, l.end(), want)
		}
		if l.pages[2] != nil {
			t.Error("the page of the lock holds something")
		}
	}
}
