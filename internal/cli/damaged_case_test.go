package cli

import (
	"bytes"
	"database/sql"
	"fmt"
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

// TestNoTableIsLostUnseen: where a table can't be read, whichever it is, a command says what it says without the
// damage, or ends in an error.
func TestNoTableIsLostUnseen(t *testing.T) {
	t.Chdir(t.TempDir())
	var lines strings.Builder
	for i := range 40 {
		fmt.Fprintf(&lines, "10.0.0.%d - u%d [01/Mar/2026:00:00:%02d +0000] \"GET /jobs/%d HTTP/1.1\" 200 5\n",
			i%7, i%9, i, i)
	}
	for name, text := range map[string]string{"a.log": lines.String() + "no line\n", "truth.csv": "user,kind\nu1,bad\n",
		"people.csv": "user,joined\nu1,2026-01-01\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	runSpoor(t, "load", "--db", "case.db", "--profiles", "people.csv", "a.log")
	tables := strings.Fields(runSpoor(t, "sql", "--db", "case.db",
		"SELECT name FROM sqlite_schema WHERE rootpage > 0"))
	whole, err := os.ReadFile("case.db")
	if err != nil {
		t.Fatal(err)
	}
	restore := func() {
		for name, content := range map[string][]byte{"case.db": whole, "case.db-wal": nil} {
			if err := os.WriteFile(name, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, line := range []string{"info", "info --json", "rejects", "scan --all --addresses=all --json",
		"scan --lines ecs", "user u1 --json", "user u1 --html", "items --json", "addresses --json",
		"timeline", "overview --json", "segments", "whatif --set flag.score=1", "audit", "evaluate --truth truth.csv",
		"rules learn", "site show", "measure"} {
		args := append(strings.Fields(line), "--db", "case.db")
		run := func() (status int, said string) {
			var out, errors bytes.Buffer
			status = Run(args, new(bytes.Buffer), &out, &errors)
			return status, out.String() + errors.String()
		}
		_, want := run()
		for _, table := range tables[1:] {
			restore()
			overwriteRoot(t, "case.db", table)
			if status, got := run(); status == statusOK && got != want {
				t.Errorf("spoor %s without %s: %s\nwant %s", line, table, got, want)
			}
		}
		restore()
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
