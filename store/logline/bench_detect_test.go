package logline

import (
	"fmt"
	"testing"
)

// BenchmarkDetect tells the format of a thousand lines: one that is told at once, and one that no format fits.
func BenchmarkDetect(b *testing.B) {
	unknown := make([][]byte, 1000)
	for i := range unknown {
		unknown[i] = fmt.Appendf(nil, `www.a%d.example 203.0.113.%d - ann [03/May/2024:10:00:%02d +0000] (%d s) `+
			`"GET /x/%d HTTP/1.1" 301 368 "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
			i%7, i%250, i%60, i%9, i)
	}
	b.Run("combined", func(b *testing.B) { benchmarkDetect(b, benchmarkLines()[:1000]) })
	b.Run("unknown", func(b *testing.B) { benchmarkDetect(b, unknown) })
}

func benchmarkDetect(b *testing.B, lines [][]byte) {
	for b.Loop() {
		if _, err := Detect(lines, Options{Now: readingDay}); err != nil {
			b.Fatal(err)
		}
	}
}
