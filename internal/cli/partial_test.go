package cli

import (
	"bytes"
	"database/sql"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// TestScanSaysWhatItsNumbersLeaveOut has a log that was not read to its end, a filter that takes nobody, and a user who
// did nothing in the time that is looked at.
func TestScanSaysWhatItsNumbersLeaveOut(t *testing.T) {
	rules := kimInTheCrowd(t)
	saying := func(args ...string) (out, errors string) {
		t.Helper()
		var written, said bytes.Buffer
		Run(append(args, rules[:2]...), new(bytes.Buffer), &written, &said)
		return written.String(), said.String()
	}
	if _, said := saying("scan"); strings.Contains(said, "partial") {
		t.Errorf("of a whole log: %s", said)
	}
	if _, said := saying("scan", "--filter", "zzz"); !strings.Contains(said, "the filter takes none of 42 users") {
		t.Errorf("of nobody: %s", said)
	}
	_, said := saying("user", "u7", "--until", "2026-03-01T10:05:00Z")
	if !strings.Contains(said, `"u7" has no event in that time`) {
		t.Errorf("of somebody who came later: %s", said)
	}
	if _, said := saying("user", "u70", "--until", "2026-03-01T10:05:00Z"); !strings.Contains(said, `no user "u70"`) {
		t.Errorf("of somebody who never came: %s", said)
	}
	db, err := sql.Open("sqlite", rules[1])
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "UPDATE source SET state = 'loading'"); err != nil {
		t.Fatal(err)
	}
	if _, said := saying("scan"); !strings.Contains(said, "partial: access.log is not read to its end; wait for") {
		t.Errorf("of a part of a log: %s", said)
	}
	if out, _ := saying("scan", "--json"); !strings.Contains(out, `"partial": true`) {
		t.Error("JSON does not say that the case is partial")
	}
}
