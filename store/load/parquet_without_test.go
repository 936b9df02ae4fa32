//go:build !parquet

package load

import (
	"bytes"
	"strings"
	"testing"
)

// TestParquetIsToldApart shows the line of DuckDB that turns the file into what can be read.
func TestParquetIsToldApart(t *testing.T) {
	content := append([]byte("PAR1\x15\x04\x15"), bytes.Repeat([]byte{0, 0x2c, 0xff, '\n'}, 500)...)
	for name, content := range map[string][]byte{"a.parquet": content, "a.parquet.gz": zipped(t, content)} {
		_, err := Files(t.Context(), newCase(t), []string{write(t, name, content)}, Options{Now: now})
		if err == nil || !strings.Contains(err.Error(), `duckdb -c "COPY (FROM 'FILE') TO 'log.json' (FORMAT json)"`) ||
			strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
