package store

import (
	"os"
	"testing"
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

// TestBudgetOfAnEvent holds what an event of a busy site costs, with everything that belongs to it: bytes on disk, and allocations
// from the run to the metrics.
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
		_, err := c.Derive(t.Context(), nil)
		check(t, err)
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
