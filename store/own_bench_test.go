package store

import (
	"os"
	"testing"

	"spoor/analysis"
	"spoor/store/sqlite"
)

// BenchmarkOwnRules measures everybody by four rules of one's own, in the case that SPOOR_BENCH_CASE names.
func BenchmarkOwnRules(b *testing.B) {
	path := os.Getenv("SPOOR_BENCH_CASE")
	if path == "" {
		b.Skip("SPOOR_BENCH_CASE names no case")
	}
	c, err := Open(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	matrix, err := c.Matrix(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	own, err := analysis.NewOwnRules([]analysis.OwnRule{
		{Name: "night", Where: "hour < 6 && status == 404"},
		{Name: "admin", Measure: analysis.MeasurePerHour, Of: analysis.ThePaths, Where: `path startsWith "/admin/"`},
		{Name: "export", Measure: analysis.MeasureShare, Where: `path contains "export" and not (agent contains "bot")`},
		{Name: "bytes", Measure: analysis.MeasureSum, Of: analysis.TheBytes, Where: "bytes > 50000"},
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		err := c.snapshot(b.Context(), func(db sqlite.Querier) error {
			_, err := withOwn(b.Context(), db, matrix, nil, own, nil)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
