package load

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/store"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newCase(t testing.TB) *store.Case {
	t.Helper()
	return openCase(t, filepath.Join(t.TempDir(), "case.db"))
}

func openCase(t testing.TB, path string) *store.Case {
	t.Helper()
	c, err := store.OpenOrCreate(context.Background(), path)
	check(t, err)
	t.Cleanup(func() { check(t, c.Close()) })
	return c
}

// now is the moment of loading; the lines of the tests are from the two months before.
var now = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// mustLoad loads logs, which must succeed.
func mustLoad(t testing.TB, c *store.Case, paths ...string) Summary {
	t.Helper()
	summary, err := Files(t.Context(), c, paths, Options{Now: now})
	check(t, err)
	return summary
}

// loadInRuns loads in runs of few lines.
func loadInRuns(ctx context.Context, c *store.Case, runLines int64, o Options, paths ...string) (Summary, error) {
	o.Now = now
	l, err := newLoader(ctx, c, o)
	if err != nil {
		return Summary{}, err
	}
	l.runLines = runLines
	summary, err := l.load(ctx, paths)
	return summary, err
}

// write makes a file of a test.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	check(t, os.WriteFile(path, content, 0o600))
	return path
}

// zipped compresses; each part becomes a gzip member of its own.
func zipped(t testing.TB, parts ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&out)
		_, err := w.Write(part)
		check(t, err)
		check(t, w.Close())
	}
	return out.Bytes()
}

// goodLine is a line of an access log.
func goodLine(r *rand.Rand) string {
	at := now.Add(-time.Duration(r.Int64N(60*24*3600)) * time.Second)
	return fmt.Sprintf(`10.0.0.%d - user%d [%s] "GET /jobs/%d HTTP/1.1" 200 %d "-" "agent %d"`,
		r.IntN(5), r.IntN(20), at.Format("02/Jan/2006:15:04:05 -0700"), r.IntN(50), r.IntN(9000), r.IntN(3))
}

// goodLog is a log of good lines.
func goodLog(seed uint64, lines int) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	var b bytes.Buffer
	for range lines {
		b.WriteString(goodLine(r) + "\n")
	}
	return b.Bytes()
}

// open reads a case file beside the case.
func open(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	check(t, err)
	db.SetMaxOpenConns(1)
	return db
}

// query gives the answer of a case file to a query, a string a row.
func query(t testing.TB, path, query string, args ...any) []string {
	t.Helper()
	db := open(t, path)
	defer db.Close()
	return rows(t, db, query, args...)
}

func rows(t testing.TB, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	answer, err := db.Query(query, args...)
	check(t, err)
	defer answer.Close()
	columns, err := answer.Columns()
	check(t, err)
	var lines []string
	for answer.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		check(t, answer.Scan(into...))
		lines = append(lines, fmt.Sprintf("%v", values))
	}
	check(t, answer.Err())
	return lines
}

// dump is everything that a case holds, with sources by the names of their files alone.
func dump(t testing.TB, c *store.Case) map[string][]string {
	t.Helper()
	db := open(t, c.Path())
	defer db.Close()
	all := map[string][]string{}
	for _, bracketed := range rows(t, db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
		name := strings.Trim(bracketed, "[]")
		all[name] = rows(t, db, "SELECT * FROM "+name)
	}
	for i, line := range all["source"] {
		words := strings.Split(line, " ")
		words[1] = filepath.Base(words[1])
		all["source"][i] = strings.Join(words, " ")
	}
	return all
}

func sameDump(t testing.TB, got, want map[string][]string) {
	t.Helper()
	for name := range want {
		if !slices.Equal(got[name], want[name]) {
			t.Errorf("table %s: %d rows\n%s\nwant %d rows\n%s", name, len(got[name]), someOf(got[name]), len(want[name]),
				someOf(want[name]))
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d tables, want %d", len(got), len(want))
	}
}

func someOf(lines []string) string { return strings.Join(lines[:min(len(lines), 10)], "\n") }
