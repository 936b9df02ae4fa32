package load

import (
	"context"
	"os"
	"sync"
	"time"

	"spoor/store"
	"spoor/store/logline"
)

// loader is one load. The fields are in groups by the goroutine that uses them.
type loader struct {
	store   Sink
	own     store.OwnFiles // which are no logs
	options Options
	began   time.Time
	free    *freeList
	total   int64 // bytes of all files, set before the first is read

	wanted chan *block // by those who parse blocks beside the parser; nil: nobody does

	directory func() (string, error) // where relative paths begin; may be called from any goroutine

	// Of the reader.
	known      *knownSources
	next       int   // number of the next new source
	before     int64 // bytes of the files that are done
	goesOn     bool  // the logs are followed
	runLines   int64
	linesInRun int64
	bytesInRun int64
	skipped    []string // logs of which the case had everything
	failed     []error
	stopped    bool

	// Of the parser.
	intake      *store.Intake
	take        func(source int, line int64, e *logline.Event)
	latest      int64 // events after it are rejects, UTC milliseconds
	touched     []*source
	rejected    []store.Reject
	marks       []store.Mark
	remarked    map[int]Remarked
	fields      map[string]logline.FieldUse // by the name of the format
	readAs      []Fields
	whole       []int // sources whose unfinished lines go on
	parsedInRun int64 // lines
	counts
	zoneAssumed bool

	// Of the writer.
	committed  counts
	checkSpace func(*store.Run) error
}

// counts are those of a load; lines = events + rejects + blank. The finished are lines that go on where the case had an
// unfinished one.
type counts struct{ lines, events, rejects, blank, finished int64 }

func (c *counts) add(more counts) {
	c.lines += more.lines
	c.events += more.events
	c.rejects += more.rejects
	c.blank += more.blank
	c.finished += more.finished
}

// batch is a run on its way to the writer, with the counts of the load up to its end.
type batch struct {
	run    *store.Run
	counts counts
}

func newLoader(ctx context.Context, c Sink, o Options) (*loader, error) {
	intake, err := c.NewIntake(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := c.Sources(ctx) // after the intake, so that a number is new to it if it is new here
	if err != nil {
		return nil, err
	}
	l := &loader{
		store: c, own: c.OwnFiles(), checkSpace: c.CheckSpace, intake: intake, known: newKnownSources(sources), next: 1,
		options: o, began: time.Now(), remarked: map[int]Remarked{}, free: newFreeList(), runLines: runLines,
		directory: sync.OnceValues(os.Getwd),
	}
	l.take, l.latest = intake.Add, o.latest()
	for _, s := range sources {
		l.next = max(l.next, s.ID+1)
	}
	return l, nil
}

// latest is the last time that an event can have, in UTC milliseconds.
func (o Options) latest() int64 {
	return o.now().Add(24 * time.Hour).UnixMilli()
}

// now is the time, unless it is said.
func (o Options) now() time.Time {
	if o.Now.IsZero() {
		return time.Now()
	}
	return o.Now
}
