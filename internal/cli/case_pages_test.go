package cli

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// pageSize is how many bytes a page of a case has, as the head of the file says.
func pageSize(t *testing.T, db string) uint16 {
	file, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	return binary.BigEndian.Uint16(file[16:])
}

func TestCaseThatLoadMakesHasLargePages(t *testing.T) {
	log, db := filepath.Join(t.TempDir(), "access.log"), filepath.Join(t.TempDir(), "case.db")
	line := `192.0.2.1 - ada [01/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"` + "\n"
	if err := os.WriteFile(log, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	runSpoor(t, "load", "--db", db, log)
	if got := pageSize(t, db); got != 16<<10 {
		t.Errorf("pages of %d bytes", got)
	}
}
