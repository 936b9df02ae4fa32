package sqlite

import (
	"database/sql"
	"path/filepath"
	"testing"
)

// file is a database of a test.
type file struct {
	path           string
	writer, reader *sql.DB
}

// newFile makes a database of a schema that is closed when the test ends.
func newFile(t testing.TB, schema string) *file {
	t.Helper()
	f := &file{path: filepath.Join(t.TempDir(), "file.db")}
	check(t, Create(t.Context(), f.path, Header{ApplicationID: 1, UserVersion: 1}, schema))
	f.open(t)
	return f
}

// open opens a file that is there until the test ends.
func (f *file) open(t testing.TB) {
	t.Helper()
	var err error
	f.writer, err = OpenWriter(f.path)
	check(t, err)
	f.reader, err = OpenReader(f.path, 4, true)
	check(t, err)
	t.Cleanup(func() {
		check(t, f.reader.Close())
		check(t, f.writer.Close())
	})
}

// insert appends rows in a change of their own.
func (f *file) insert(t testing.TB, insert Inserter, tables ...Rows) error {
	t.Helper()
	return Change(t.Context(), f.writer, func(transaction *Tx) error {
		return insert(t.Context(), transaction, tables...)
	})
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sizeOf is how many entries a map has.
func sizeOf(m interface{ Range(func(k, v any) bool) }) int {
	n := 0
	m.Range(func(_, _ any) bool { n++; return true })
	return n
}

// put gives a value to a row.
func put(value any, to Values) {
	switch value := value.(type) {
	case nil:
		to.Null()
	case int64:
		to.Integer(value)
	case float64:
		to.Real(value)
	case string:
		to.Text(value)
	case []byte:
		to.Blob(value)
	}
}
