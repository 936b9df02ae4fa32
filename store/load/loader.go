package load

import (
	"context"
	"sync/atomic"
	"time"

	"spoor/store"
)

// loader is one load. The fields are in groups by the goroutine that uses them.
type loader struct {
	store   *store.Case
	options Options
	began   time.Time
	free    *freeList
	before  atomic.Int64 // bytes of the files that have been read
	total   int64        // of all files, set before the first is read

	// Of the reader.
	sources    []store.Source // those of the case
	next       int            // number of the next new source
	linesInRun int64
	bytesInRun int64
	known      []string
	failed     []error

	// Of the parser.
	intake                        *store.Intake
	latest                        int64 // events after it are rejects, UTC milliseconds
	touched                       []*source
	rejected                      []store.Reject
	marks                         []store.Mark
	lines, events, rejects, blank int64
	zoneAssumed                   bool
}

func newLoader(ctx context.Context, c *store.Case, o Options) (*loader, error) {
	sources, err := c.Sources(ctx)
	if err != nil {
		return nil, err
	}
	intake, err := c.NewIntake(ctx)
	if err != nil {
		return nil, err
	}
	l := &loader{store: c, options: o, began: time.Now(), free: newFreeList(), sources: sources, next: 1, intake: intake}
	now := o.Now
	if now.IsZero() {
		now = l.began
	}
	l.latest = now.Add(24 * time.Hour).UnixMilli()
	for _, s := range sources {
		l.next = max(l.next, s.ID+1)
	}
	return l, nil
}
