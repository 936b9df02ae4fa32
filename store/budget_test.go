package store

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"spoor/store/logline"
)

// TestEventsAreTakenInWithoutAllocation adds events whose texts are known: all but a few of those of a large log.
func TestEventsAreTakenInWithoutAllocation(t *testing.T) {
	events := benchmarkEvents(1000)
	intake, err := newCase(t).NewIntake(t.Context())
	check(t, err)
	add := func() {
		for i := range events {
			events[i].addTo(intake)
		}
	}
	add()
	if n := testing.AllocsPerRun(20, add); n > 10 { // the list of rows grows
		t.Errorf("%v allocations for %d events", n, len(events))
	}
}

// TestBudgetOfManyTexts holds what events cost none of whose texts has come before: what of them stays in memory for
// the rest of a load.
func TestBudgetOfManyTexts(t *testing.T) {
	const events, bytes = 20_000, 300
	intake, err := newCase(t).NewIntake(t.Context())
	check(t, err)
	add := func(i int) {
		path := fmt.Sprintf("/jobs/%d/", i) + strings.Repeat("x", 2000)
		agent := fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64; rv:%d) Gecko/20100101 Firefox/121.0", i)
		(&placed{Event: logline.Event{
			Key: fmt.Append(nil, i), Agent: []byte(agent), Target: []byte(path),
			Referrer: []byte("https://a.example" + path),
		}}).addTo(intake)
		if i%1000 == 999 {
			intake.Cut()
		}
	}
	for i := range events { // rows that wait for their numbers take the same memory however many events there are
		add(i)
	}
	before := heap()
	for i := range events {
		add(events + i)
	}
	if each := (heap() - before) / events; each > bytes {
		t.Errorf("%d bytes an event, want at most %d", each, bytes)
	}
	runtime.KeepAlive(intake)
}

// heap is how many bytes of memory are in use.
func heap() int64 {
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return int64(now.HeapAlloc)
}

// TestBudgetOfAnEvent holds what an event of a busy site costs, with everything that belongs to it: bytes on disk, and
// allocations from the run to the metrics.
func TestBudgetOfAnEvent(t *testing.T) {
	const bytes, allocations = 48, 1
	c := newCase(t)
	events := benchmarkEvents(1 << 19)
	run := benchmarkRun(t, c, events)
	rehearsed := false
	allocated := testing.AllocsPerRun(1, func() {
		if !rehearsed { // it calls once before it counts
			rehearsed = true
			return
		}
		check(t, c.AppendRun(t.Context(), run))
		check(t, c.Derive(t.Context(), nil))
	})
	_, err := c.writer.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
	check(t, err)
	file, err := os.Stat(c.Path())
	check(t, err)
	if each := float64(file.Size()) / float64(len(events)); each > bytes {
		t.Errorf("%.1f bytes an event, want at most %d", each, bytes)
	}
	if each := allocated / float64(len(events)); each > allocations {
		t.Errorf("%.2f allocations an event, want at most %d", each, allocations)
	}
}
