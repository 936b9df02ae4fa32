package cli

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDamagedEventsAreNoEmptyList: a list of a case whose events can't be read ends in an error, not in an empty list.
func TestDamagedEventsAreNoEmptyList(t *testing.T) {
	folder := t.TempDir()
	db, log := filepath.Join(folder, "case.db"), filepath.Join(folder, "a.log")
	line := `10.0.0.1 - kim [01/Mar/2026:00:00:00 +0000] "GET /jobs/7 HTTP/1.1" 200 5` + "\n"
	if err := os.WriteFile(log, []byte(strings.Repeat(line, 50)), 0o600); err != nil {
		t.Fatal(err)
	}
	runSpoor(t, "load", "--db", db, log)
	overwriteRoot(t, db, "event")
	for _, args := range [][]string{{"addresses"}, {"addresses", "--all"}, {"addresses", "10.0.0.1"}, {"items"},
		{"items", "/jobs/7"}, {"timeline"}, {"overview"}, {"user", "kim"}, {"user", "kim", "--markdown"},
		{"sql", "SELECT * FROM event"}} {
		var out, errors bytes.Buffer
		args = append(args, "--db", db)
		if status := Run(args, new(bytes.Buffer), &out, &errors); status != statusFailure || errors.Len() == 0 {
			t.Errorf("spoor %q: status %d, %q\n%s", args, status, errors.String(), out.String())
		}
	}
}

// overwriteRoot fills the first page of a table with zeros.
func overwriteRoot(t *testing.T, path, table string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	err = db.QueryRow("SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = ?", table).
		Scan(&page, &size)
	if err == nil {
		_, err = db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(make([]byte, size), (page-1)*size); err != nil {
		t.Fatal(err)
	}
}
