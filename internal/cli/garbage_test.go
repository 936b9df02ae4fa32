package cli

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// gcPercent is how much garbage the next collection waits for.
func gcPercent() int {
	percent := debug.SetGCPercent(100)
	debug.SetGCPercent(percent)
	return percent
}

// TestGarbageOfALoad: where much is in use half as much may be garbage, where little is 80 MB, and after the load as
// much as before.
func TestGarbageOfALoad(t *testing.T) {
	t.Setenv("GOGC", "")
	before := gcPercent()
	back := collectOften()
	if percent := gcPercent(); percent > 100*leastGarbage/leastInUse {
		t.Errorf("%d %% of what the runtime takes to be in use at the least are more than 80 MB", percent)
	}
	settlesAt := func(what string, ok func(percent int) bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); !ok(gcPercent()); time.Sleep(10 * time.Millisecond) {
			if runtime.GC(); time.Now().After(end) {
				t.Fatalf("%s: %d %%", what, gcPercent())
			}
		}
	}
	used := make([]byte, 200<<20) // of which nothing is ever written to
	settlesAt("200 MB are in use", func(percent int) bool { return percent == garbageShare })
	runtime.KeepAlive(used)
	settlesAt("little is in use", func(percent int) bool {
		return percent > 2*garbageShare && percent <= 100*leastGarbage/leastInUse
	})
	back()
	runtime.GC()
	time.Sleep(50 * time.Millisecond)
	if after := gcPercent(); after != before {
		t.Errorf("%d %% after a load, %d %% before", after, before)
	}
}
