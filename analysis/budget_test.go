package analysis

import (
	"runtime"
	"testing"
	"time"

	"spoor/analysis/web"
)

// TestBudgetOfOneUser holds what it takes in memory to measure a user besides the events themselves: behind a proxy one
// address can have them all.
func TestBudgetOfOneUser(t *testing.T) {
	const count, bytes = 1 << 20, 40
	events := make([]web.Event, count)
	for i := range events {
		events[i] = web.Event{Time: int64(i) * 5000, Item: int32(i % 1000), Menu: 1, Client: 1,
			Request: int32(1 + i%1000), Traits: web.View}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	NewMeasurer(sessionsOf(30*time.Minute), Window{0, count * 5000}, nil).Measure(events, Profile{Address: true})
	runtime.ReadMemStats(&after)
	if each := float64(after.TotalAlloc-before.TotalAlloc) / count; each > bytes {
		t.Errorf("%.1f bytes an event, want at most %d", each, bytes)
	}
}
