package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"spoor/store/model"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestCaseIsMadeClosedAndOpenedAgain(t *testing.T) {
	// None of these characters may be taken for an option or an escape of SQLite's file names.
	for _, name := range []string{"spoor.db", "a?mode=memory#b%41.db", "with space & ü;.db", "%", "file:x"} {
		path := filepath.Join(t.TempDir(), name)
		if IsCase(path) {
			t.Errorf("%s is a case before it is there", name)
		}
		c, err := OpenOrCreate(t.Context(), path)
		check(t, err)
		check(t, c.SetTimeout(t.Context(), model.DefaultTimeout/2))
		check(t, c.Close())
		names := filesIn(t, filepath.Dir(path))
		if len(names) != 1 || names[0] != name {
			t.Errorf("%q: files %q after closing", name, names)
		}
		if !IsCase(path) {
			t.Errorf("%s is not a case", name)
		}
		c, err = Open(t.Context(), path)
		check(t, err)
		if timeout, err := sessionTimeout(t.Context(), c.db()); err != nil || timeout != model.DefaultTimeout/2 {
			t.Errorf("%s: timeout %s, %v", name, timeout, err)
		}
		if c.Path() != path {
			t.Errorf("path %q, want %q", c.Path(), path)
		}
		check(t, c.Close())
	}
}

func filesIn(t *testing.T, directory string) []string {
	t.Helper()
	entries, err := os.ReadDir(directory)
	check(t, err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestCaseIsOnlyForItsOwner(t *testing.T) {
	c := newCase(t)
	info, err := os.Stat(c.Path())
	check(t, err)
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("mode %o", mode)
	}
}

func TestWhatIsNoCaseIsLeftAsItIs(t *testing.T) {
	foreign := sqliteFile(t, "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1); PRAGMA user_version = 1;")
	newer := sqliteFile(t, "PRAGMA application_id = 1936748402; PRAGMA user_version = 99; CREATE TABLE later (x);")
	for _, test := range []struct {
		name    string
		content []byte
		want    error
		words   string
	}{
		{"a text", []byte("127.0.0.1 - - [01/Jan/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 200 1\n"),
			errNotCase, "not an SQLite file"},
		{"one byte", []byte("S"), errNotCase, "not an SQLite file"},
		{"a header that is cut off", foreign[:50], errNotCase, "not an SQLite file"},
		{"another program's database", foreign, errNotCase, "another program's database"},
		{"a newer case", newer, errNewer, "use a newer spoor"},
		{"a log of NULs", make([]byte, 4096), errNotCase, "not an SQLite file"},
	} {
		directory := t.TempDir()
		path := filepath.Join(directory, "file")
		check(t, os.WriteFile(path, test.content, 0o644))
		for _, open := range []func(context.Context, string, ...Option) (*Case, error){Open, OpenOrCreate} {
			_, err := open(t.Context(), path)
			if !errors.Is(err, test.want) ||
				!strings.Contains(err.Error(), test.words) || !strings.Contains(err.Error(), path) {
				t.Errorf("%s: %v", test.name, err)
			}
		}
		if content, err := os.ReadFile(path); err != nil || !bytes.Equal(content, test.content) {
			t.Errorf("%s has been changed (%v)", test.name, err)
		}
		if names := filesIn(t, directory); len(names) != 1 {
			t.Errorf("%s: files %q", test.name, names)
		}
		if is, want := IsCase(path), test.want == errNewer; is != want {
			t.Errorf("%s counts as a case: %t, want %t", test.name, is, want)
		}
	}
}

// sqliteFile is the content of a database that a script has made.
func sqliteFile(t *testing.T, script string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.db")
	db, err := sql.Open("sqlite", path)
	check(t, err)
	_, err = db.Exec(script)
	check(t, err)
	check(t, db.Close())
	content, err := os.ReadFile(path)
	check(t, err)
	return content
}

func TestDirectoryIsNoCase(t *testing.T) {
	if _, err := OpenOrCreate(t.Context(), t.TempDir()); !errors.Is(err, errNotCase) {
		t.Error(err)
	}
}

func TestCaseInADirectoryThatIsNotThere(t *testing.T) {
	_, err := OpenOrCreate(t.Context(), filepath.Join(t.TempDir(), "no", "such", "case.db"))
	if err == nil || !strings.Contains(err.Error(), "check that its directory exists") {
		t.Error(err)
	}
}

func TestOpenWantsACaseThatIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case.db")
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "no such case") {
		t.Error(err)
	}
	if names := filesIn(t, filepath.Dir(path)); len(names) != 0 {
		t.Errorf("opening has made %q", names)
	}
	check(t, os.WriteFile(path, nil, 0o600))
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Error(err)
	}
}

func TestEmptyAndHalfMadeFilesBecomeCases(t *testing.T) {
	half := sqliteFile(t, "PRAGMA application_id = 1936748402; CREATE TABLE t (x); DROP TABLE t;")
	if id := binary.BigEndian.Uint32(half[68:]); id != applicationID {
		t.Fatalf("application id %#x", id)
	}
	for _, content := range [][]byte{nil, half} {
		path := filepath.Join(t.TempDir(), "case.db")
		check(t, os.WriteFile(path, content, 0o600))
		c := openCase(t, path)
		if info, err := c.Info(t.Context()); err != nil || info.Events != 0 || info.Users != 0 {
			t.Errorf("%+v, %v", info, err)
		}
	}
}

func TestDamagedCaseIsAnErrorWithAdvice(t *testing.T) {
	c, _ := generatedCase(t, 1, 3000, 1000)
	path := c.Path()
	_, err := c.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	check(t, err)
	content, err := os.ReadFile(path)
	check(t, err)
	for i := 2 * 4096; i < len(content); i += 3 {
		content[i] ^= 0x55
	}
	damaged := filepath.Join(t.TempDir(), "damaged.db")
	check(t, os.WriteFile(damaged, content, 0o600))
	d, err := Open(t.Context(), damaged)
	if err == nil {
		defer d.Close()
		_, err = d.Matrix(t.Context())
	}
	if err == nil || !strings.Contains(err.Error(), "recover") {
		t.Errorf("a damaged case: %v", err)
	}
}

// TestPagesByUse: a case that is made for logs has large pages, so that a load writes fewer of them, and one for live
// events small ones, since each commit writes whole pages. One that is there stays as it is.
func TestPagesByUse(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		name    string
		options []Option
		want    int
	}{
		{"live", nil, 4096}, {"logs", []Option{ForLogs}, 16384}, {"live", []Option{ForLogs}, 4096}, {"logs", nil, 16384},
	} {
		c, err := OpenOrCreate(t.Context(), filepath.Join(dir, test.name), test.options...)
		check(t, err)
		var page int
		check(t, c.writer.QueryRowContext(t.Context(), "PRAGMA page_size").Scan(&page))
		check(t, c.Close())
		if page != test.want {
			t.Errorf("%s: pages of %d bytes, want %d", test.name, page, test.want)
		}
	}
}
