package load

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"
)

func tarred(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	check(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))}))
	_, err := w.Write(content)
	check(t, err)
	check(t, w.Close())
	return out.Bytes()
}

// TestForeignFiles names what lies beside logs, and loads the log among it.
func TestForeignFiles(t *testing.T) {
	journal := append([]byte("LPKSHHRH\x00\x00"), bytes.Repeat([]byte{0xff}, 600<<10)...)
	utmp := bytes.Repeat([]byte("\x07\x00\x00\x00\x34\x02\x00\x00pts/0\x00\x00\x00\x00\x00kim\n\x00\x00"), 500)
	for words, content := range map[string][]byte{
		"it is a zip archive; unpack it first: unzip":                    append([]byte("PK\x03\x04\x14\x00"), utmp...),
		"it is a tar archive; unpack it first: tar -xf":                  zipped(t, tarred(t, "access.log", goodLog(1, 100))),
		"it is compressed twice, the inner time by gzip; unpack it once": zipped(t, zipped(t, goodLog(1, 100))),
		"it is a RAR archive; unpack it first: unrar x":                  append([]byte("Rar!\x1a\x07\x00"), utmp...),
		"it is compressed by LZMA; unpack it first: unlzma":              append([]byte("\x5d\x00\x00\x80\x00"), utmp...),
		"it is compressed by zlib; unpack it first: pigz":                append([]byte("\x78\x9c"), utmp...),
		"it is a journal of systemd; try: journalctl -o":                 journal,
		"it is a database of SQLite; name a log, or a case":              append([]byte("SQLite format 3\x00"), utmp...),
		"it holds binary data, not text; if it is UTF-16, use":           utmp,
	} {
		c := newCase(t)
		log, foreign := write(t, "a.log", goodLog(1, 50)), write(t, "foreign", content)
		summary, err := Files(t.Context(), c, []string{foreign, log}, Options{Now: now})
		if err == nil || !strings.HasPrefix(err.Error(), foreign+": "+words) || strings.Contains(err.Error(), "\n") ||
			summary.Lines != 50 {
			t.Errorf("%s: %+v, %v", words, summary, err)
		}
	}
}
