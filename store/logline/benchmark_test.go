package logline

import (
	"fmt"
	"testing"
	"time"
)

// benchmarkLines are as long and as varied as those of a busy site: about 190 bytes, three a second.
func benchmarkLines() [][]byte {
	agents := []string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36",
		"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148",
	}
	start := time.Date(2024, 6, 3, 8, 0, 0, 0, time.UTC)
	lines := make([][]byte, 10_000)
	for i := range lines {
		lines[i] = fmt.Appendf(nil, `203.0.%d.%d - - [%s] "GET /jobs/%d?from=list HTTP/1.1" 200 %d `+
			`"https://jobs.example/list/%d" "%s"`,
			i%113, i%251, start.Add(time.Duration(i/3)*time.Second).Format("02/Jan/2006:15:04:05 -0700"),
			i*7919%9973, 1000+i%40000, i%97, agents[i%len(agents)])
	}
	return lines
}

func BenchmarkCombined(b *testing.B) {
	benchmark(b, "combined", benchmarkLines())
}

func BenchmarkJSON(b *testing.B) {
	lines := make([][]byte, 10_000)
	for i := range lines {
		lines[i] = fmt.Appendf(nil, `{"event":"purchase","user_id":"%d","product_id":"%d",`+
			`"timestamp":"2021-01-01 12:%02d:%02d","amount":%d.50,"currency":"KRW"}`,
			i%997, i*7919%9973, i/60%60, i%60, i)
	}
	benchmark(b, "json", lines)
}

func benchmark(b *testing.B, name string, lines [][]byte) {
	format, err := Named(name)
	if err != nil {
		b.Fatal(err)
	}
	p := NewParser(format, Options{})
	size := 0
	for _, line := range lines {
		size += len(line)
	}
	b.SetBytes(int64(size / len(lines)))
	b.ReportAllocs()
	var e Event
	i := 0
	for b.Loop() {
		if reason := p.Parse(lines[i], &e); reason != OK {
			b.Fatal(reason)
		}
		if i++; i == len(lines) {
			i = 0
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
}
