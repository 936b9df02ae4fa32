package load

import (
	"bytes"
	"fmt"
)

// strangers are files that are no logs but lie beside them, by what they begin with, and what can be done about each.
var strangers = []struct {
	what   string
	offset int // of the magic bytes
	magic  string
	advice string
}{
	{"a zip archive", 0, "PK\x03\x04", "unpack it first: unzip"},
	{"a tar archive", 257, "ustar", "unpack it first: tar -xf"},
	{"a 7-Zip archive", 0, "7z\xbc\xaf\x27\x1c", "unpack it first: 7z x"},
	{"compressed by LZ4", 0, "\x04\x22\x4d\x18", "unpack it first: lz4 -d"},
	{"compressed by compress", 0, "\x1f\x9d", "unpack it first: uncompress"},
	{"a journal of systemd", 0, "LPKSHHRH", "try: journalctl -o json --file FILE | spoor load -"},
	{"a database of SQLite", 0, "SQLite format 3\x00", "name a log, or a case with --db"},
	{"a Parquet file", 0, "PAR1", "write it as CSV or JSON lines first"},
}

// checkStranger says what a file is, of which head is the beginning, if it is no log.
func checkStranger(head []byte) error {
	for _, s := range strangers {
		if len(head) >= s.offset && bytes.HasPrefix(head[s.offset:], []byte(s.magic)) {
			return fmt.Errorf("it is %s; %s", s.what, s.advice)
		}
	}
	return nil
}

// isBinary tells what is no text in any encoding of one byte: a log has hardly any NULs.
func isBinary(head []byte) bool {
	head = head[:min(len(head), 64<<10)]
	return bytes.Count(head, []byte{0})*20 > len(head)
}
