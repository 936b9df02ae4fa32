package load

import (
	"path/filepath"
	"strconv"
	"testing"

	"spoor/store"
)

// BenchmarkFiles is a whole load: into a new case on disk, every user measured.
func BenchmarkFiles(b *testing.B) {
	const lines = 400_000
	content := goodLog(1, lines)
	log := write(b, "a.log", content)
	directory := b.TempDir()
	b.SetBytes(int64(len(content)))
	for i := 0; b.Loop(); i++ {
		c, err := store.OpenOrCreate(b.Context(), filepath.Join(directory, strconv.Itoa(i)))
		check(b, err)
		mustLoad(b, c, log)
		check(b, c.Close())
	}
	b.ReportMetric(lines*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
