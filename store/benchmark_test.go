package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"spoor/analysis"
	"spoor/store/logline"
)

// benchmarkEvents are those of a busy site: 20,000 users, 5,000 items, 200 agents.
func benchmarkEvents(count int) []placed {
	r := rand.New(rand.NewPCG(1, 1))
	text := func(format string, n int) []byte { return fmt.Appendf(nil, format, r.IntN(n)) }
	events := make([]placed, count)
	for i := range events {
		user := r.IntN(1 + r.IntN(20_000))
		events[i] = placed{Event: logline.Event{
			Time: int64(i) * 100, Key: fmt.Appendf(nil, "user%d", user),
			Client: fmt.Appendf(nil, "10.%d.%d.1", user/256, user%256),
			Agent:  fmt.Appendf(nil, "Mozilla/5.0 (number %d)", user%200), Action: []byte("GET"), Target: text("/jobs/%d", 5000),
			Referrer: text("https://example.com/list?page=%d", 100), Status: 200, Bytes: 5000}, Source: 1, Line: int64(i + 1),
		}
	}
	return events
}

func perSecond(b *testing.B, count int, what string) {
	b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), what+"/s")
}

func benchmarkRun(b testing.TB, c *Case, events []placed) *Run {
	intake, err := c.NewIntake(b.Context())
	check(b, err)
	for i := range events {
		events[i].addTo(intake)
	}
	run := intake.Cut()
	run.Sources = []Source{{ID: 1, Path: "/log", State: Complete,
		First: 0, Last: events[len(events)-1].Time, Events: int64(len(events)),
		Fingerprint: []byte{1}, Digest: []byte{1}}}
	return run
}

func BenchmarkIntake(b *testing.B) {
	events := benchmarkEvents(1 << 18)
	c := newCase(b)
	for b.Loop() {
		benchmarkRun(b, c, events)
	}
	perSecond(b, len(events), "events")
}

func BenchmarkAppendRun(b *testing.B) {
	events := benchmarkEvents(1 << 18)
	directory := b.TempDir()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		c := openCase(b, filepath.Join(directory, fmt.Sprint(i)))
		run := benchmarkRun(b, c, events)
		b.StartTimer()
		check(b, c.AppendRun(b.Context(), run))
	}
	perSecond(b, len(events), "rows")
}

func benchmarkCase(b *testing.B) (*Case, int) {
	b.Helper()
	events := benchmarkEvents(1 << 19)
	c := newCase(b)
	check(b, c.AppendRun(b.Context(), benchmarkRun(b, c, events)))
	check(b, c.Derive(b.Context(), nil))
	return c, len(events)
}

func BenchmarkDerive(b *testing.B) {
	c, events := benchmarkCase(b)
	for b.Loop() {
		check(b, c.Derive(b.Context(), nil))
	}
	perSecond(b, events, "events")
}

func BenchmarkMatrix(b *testing.B) {
	c, _ := benchmarkCase(b)
	var matrix *analysis.Matrix
	for b.Loop() {
		var err error
		matrix, err = c.Matrix(b.Context())
		check(b, err)
	}
	perSecond(b, matrix.Len(), "users")
}

func BenchmarkTrack(b *testing.B) {
	c, _ := benchmarkCase(b)
	matrix, err := c.Matrix(b.Context())
	check(b, err)
	busiest := 0
	for row := range matrix.Len() {
		if matrix.Stats[row].Events > matrix.Stats[busiest].Events {
			busiest = row
		}
	}
	for b.Loop() {
		_, err := c.Track(b.Context(), matrix.Key[busiest])
		check(b, err)
	}
	perSecond(b, int(matrix.Stats[busiest].Events), "events")
}
