package cli

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// What a load holds are mostly texts that stay, so that to collect garbage often costs little, and a log of unique
// texts takes a fifth less memory. But to collect a few megabytes at a time would take a tenth of a load.
const (
	garbageShare = 50       // percent of what is in use, that may be garbage
	leastGarbage = 80 << 20 // bytes, that may be in any case
	leastInUse   = 4 << 20  // that the runtime takes to be in use where it is less
)

// collectOften has garbage collected as a load wants it, unless the environment says otherwise (GOGC), and returns what
// takes that back.
func collectOften() (back func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	c := new(collecting)
	c.before = debug.SetGCPercent(c.share())
	c.watch()
	return c.end
}

// collecting sets after each collection how much garbage the next one waits for.
type collecting struct {
	mutex  sync.Mutex
	before int // percent
	ended  bool
}

// watch has the next collection tell.
func (c *collecting) watch() {
	unused := new([32]byte) // is garbage at once, and found at the end of the next collection
	runtime.AddCleanup(unused, (*collecting).collected, c)
}

func (c *collecting) collected() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if !c.ended {
		debug.SetGCPercent(c.share())
		c.watch()
	}
}

// share is how much garbage there may be, in percent of what was in use at the last collection.
func (c *collecting) share() int {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return max(garbageShare, 100*leastGarbage/int(max(live[0].Value.Uint64(), leastInUse)))
}

func (c *collecting) end() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.ended = true
	debug.SetGCPercent(c.before)
}
