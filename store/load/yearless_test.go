package load

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"spoor/store"
)

const yearless = "Dec 31 23:59:59 web sshd[1]: Accepted password for kim from 192.0.2.1 port 22 ssh2\n" +
	"Jan  1 00:00:01 web sshd[1]: Accepted password for kim from 192.0.2.1 port 22 ssh2\n"

// TestYearOfTheFile takes the year that times do not name from when the log was written, plain or compressed, or else
// from today.
func TestYearOfTheFile(t *testing.T) {
	written := time.Date(2024, 1, 5, 12, 0, 0, 0, time.UTC)
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	zip.ModTime = written
	_, err := zip.Write([]byte(yearless))
	check(t, err)
	check(t, zip.Close())
	plain, archive, today := write(t, "auth.log", []byte(yearless)), write(t, "auth.log.gz", packed.Bytes()),
		write(t, "new.log", []byte(yearless))
	check(t, os.Chtimes(plain, written, written))
	for name, test := range map[string]struct {
		path    string
		stdin   []byte
		year    int // of the second line
		written string
	}{
		"plain":    {plain, nil, 2024, "2024-01-05"},
		"gzip":     {archive, nil, 2024, "2024-01-05"},
		"today":    {today, nil, 2026, ""},
		"stdin":    {"-", []byte(yearless), 2026, ""},
		"gz stdin": {"-", packed.Bytes(), 2024, "2024-01-05"},
	} {
		preview, err := Look(t.Context(), test.path, Options{Now: now, Input: bytes.NewReader(test.stdin)}, 5)
		check(t, err)
		if len(preview.FirstEvents) != 2 {
			t.Fatalf("%s: %+v", name, preview)
		}
		last, first := time.UnixMilli(preview.FirstEvents[0].Time).UTC(), time.UnixMilli(preview.FirstEvents[1].Time).UTC()
		if last.Year() != test.year-1 || first.Year() != test.year || first.Sub(last) != 2*time.Second {
			t.Errorf("%s: %s, %s", name, last, first)
		}
		said := false
		for _, remark := range preview.Remarks {
			said = said || remark == store.Remark{Kind: store.NoYear, Name: test.written}
		}
		if !said {
			t.Errorf("%s: %+v", name, preview.Remarks)
		}
	}
}
