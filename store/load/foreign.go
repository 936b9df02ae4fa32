package load

import (
	"bytes"
	"fmt"
)

// foreignFiles are files that are no logs but lie beside them, by what they begin with, and what can be done about
// each.
var foreignFiles = []struct {
	what   string
	offset int // of the magic bytes
	magic  string
	advice string
}{
	{"a zip archive", 0, "PK\x03\x04", "unpack it first: unzip"},
	{"an empty zip archive", 0, "PK\x05\x06", "name a log"},
	{"a zip archive of several parts", 0, "PK\x07\x08", "unpack it first: unzip"},
	{"a tar archive", 257, "ustar", "unpack it first: tar -xf"},
	{"a 7-Zip archive", 0, "7z\xbc\xaf\x27\x1c", "unpack it first: 7z x"},
	{"a RAR archive", 0, "Rar!\x1a\x07", "unpack it first: unrar x"},
	{"a cabinet archive", 0, "MSCF\x00", "unpack it first: cabextract"},
	{"an ar archive", 0, "!<arch>\n", "unpack it first: ar x"},
	{"compressed by LZMA", 0, "\x5d\x00\x00", "unpack it first: unlzma"},
	{"compressed by LZ4", 0, "\x04\x22\x4d\x18", "unpack it first: lz4 -d"},
	{"compressed by LZ4", 0, "\x02\x21\x4c\x18", "unpack it first: lz4 -d"},
	{"compressed by lzip", 0, "LZIP\x01", "unpack it first: lzip -d"},
	{"compressed by lzop", 0, "\x89LZO\x00", "unpack it first: lzop -d"},
	{"compressed by Snappy", 0, "\xff\x06\x00\x00sNaPpY", "unpack it first: snzip -d"},
	{"compressed by zlib", 0, "\x78\x01", "unpack it first: pigz -dc"},
	{"compressed by zlib", 0, "\x78\x9c", "unpack it first: pigz -dc"},
	{"compressed by zlib", 0, "\x78\xda", "unpack it first: pigz -dc"},
	{"compressed by pack", 0, "\x1f\x1e", "unpack it first: unpack"},
	{"compressed by compress", 0, "\x1f\x9d", "unpack it first: uncompress"},
	{"a journal of systemd", 0, "LPKSHHRH", "try: journalctl -o json --file FILE | spoor load -"},
	{"a database of SQLite", 0, "SQLite format 3\x00", "name a log, or a case with --db"},
	{"a Windows event log", 0, "ElfFile\x00", "export it as CSV first"},
	{"a packet capture", 0, "\xd4\xc3\xb2\xa1", "name a log"},
	{"a packet capture", 0, "\x0a\x0d\x0d\x0a", "name a log"},
	{"an Avro file", 0, "Obj\x01", "write it as CSV or JSON lines first"},
	{"a Parquet file", 0, "PAR1", `have DuckDB write it as JSON lines and load these: ` +
		`duckdb -c "COPY (FROM 'FILE') TO 'log.json' (FORMAT json)"`},
}

// checkForeign says what a file is, of which head is the beginning of the unpacked content, if it is no log.
func checkForeign(head []byte) error {
	if c := containerOf(head); c != nil {
		return fmt.Errorf("it is compressed twice, the inner time by %s; unpack it once and load the result", c.name)
	}
	for _, f := range foreignFiles {
		if len(head) >= f.offset && bytes.HasPrefix(head[f.offset:], []byte(f.magic)) {
			return fmt.Errorf("it is %s; %s", f.what, f.advice)
		}
	}
	return nil
}

// isBinary reports what is no text in any encoding of one byte: a log has hardly any NULs.
func isBinary(head []byte) bool {
	head = head[:min(len(head), 64<<10)]
	return bytes.Count(head, []byte{0})*20 > len(head)
}
