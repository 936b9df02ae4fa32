package load

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"spoor/analysis/web"
	"spoor/store"
	"spoor/store/logline"
)

// Options say how logs are to be read.
type Options struct {
	Format    string         // name of a format; empty: told from the content
	Zone      *time.Location // of times that name none; nil: UTC
	Now       time.Time      // an event more than a day later is a reject; the zero time: now
	UserBy    logline.UserBy // whose an event is
	Mapping   logline.Mapping
	Layout    logline.TimeLayout // how times are written
	Nobody    []string           // names that stand for no user, besides those that always do
	Earliest  time.Time          // an event before it is a reject; the zero time: what logline takes
	Input     io.Reader          // what "-" stands for
	Encoding  Encoding           // of the logs; the one of a log that is known already where none is named
	MaxExpand int64              // bytes that an archive may unpack to; 0: the usual limits
	Stop      <-chan struct{}    // where it is closed, no more is read, and what was read is kept; may be nil
	Progress  func(Progress)     // called often, from any goroutine, but never twice at once; may be nil

	detected *detected
}

func (o Options) opening() opening { return opening{o.MaxExpand, o.Encoding, o.Stop} }

// isClosed reports whether a channel that nobody sends on is closed.
func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// errStopped is why a log is not read on once the load is stopped.
var errStopped = errors.New("the load was stopped")

// Phase is what a load is doing.
type Phase string

// The phases of a load, in their order.
const (
	Reading   Phase = "reading"
	Measuring Phase = "measuring"
)

// Progress tells how far a load is.
type Progress struct {
	Phase   Phase
	Path    string // of the file that is being read
	Done    int64  // while reading: bytes of the files; while measuring: events
	Total   int64  // likewise; 0 if not known
	Lines   int64
	Rejects int64
	Elapsed time.Duration
}

// Summary tells what a load has read into the case, and is there: a load that was stopped has read more than that.
// Lines = Events + Rejects + Blank.
type Summary struct {
	Lines, Events, Rejects, Blank int64
	// Finished are those of the lines that the case had already as far as they went: it has gained so many lines less.
	Finished int64

	Known       []string // files whose content the case had already
	ZoneAssumed bool     // some times named no zone
	Stopped     bool     // by Options.Stop, before all was read
	Failed      bool     // by something other than a log that can't be read, before all was read
	Remarked    []Remarked
	Fields      []Fields
	Embedded    []web.Embedded // what the log tells that pages ask for by themselves
	Elapsed     time.Duration
}

// Fields is what the fields of a log are read as; of logs of one format it is the first.
type Fields struct {
	Path string
	Use  logline.FieldUse
}

// Remarked is a log that says little, and of what.
type Remarked struct {
	Path    string
	Remarks []store.Remark // none: it says enough
}

// Files loads logs into the case, in the order of their paths, and derives the metrics. A path is a file, a pattern, a
// directory, or "-" for Options.Input.
//
// Where one file can't be read the others still are; the error names each that could not. A load that is ended, by the
// context or by a failure, keeps what it has committed, and goes on there when the same files are loaded again. One
// that is stopped by Options.Stop commits what it has read, and is no error; it goes on likewise.
func Files(ctx context.Context, c Sink, patterns []string, o Options) (Summary, error) {
	if err := c.CheckWritable(); err != nil {
		return Summary{}, err
	}
	release, err := c.LockForLoading()
	if err != nil {
		return Summary{}, err
	}
	summary, err := files(ctx, c, patterns, o)
	return summary, errors.Join(err, release())
}

func files(ctx context.Context, c Sink, patterns []string, o Options) (Summary, error) {
	o.detected = newDetected()
	l, err := newLoader(ctx, c, o)
	if err != nil {
		return Summary{}, err
	}
	paths, err := expand(ctx, patterns, o, l.own.Has)
	if err != nil {
		return Summary{}, err
	}
	return l.load(ctx, paths)
}

func (l *loader) load(ctx context.Context, paths []string) (Summary, error) {
	if err := l.run(ctx, paths); err != nil {
		summary := l.summary()
		summary.Failed = true
		return summary, err
	}
	l.intake, l.take, l.free, l.known = nil, nil, nil, nil // measuring needs the memory
	err := l.measure(ctx)
	summary := l.summary()
	if err == nil {
		summary.Embedded, err = l.store.Embedded(ctx)
	}
	return summary, errors.Join(joinErrors(l.failed), err)
}

// run reads, parses and writes side by side.
func (l *loader) run(ctx context.Context, paths []string) error {
	runs := make(chan batch, 1) // some take longer to write than others
	group, ctx := errgroup.WithContext(ctx)
	beside := l.startBeside(group)
	blocks := make(chan *block, 2+beside)
	group.Go(func() error {
		defer close(blocks)
		defer l.endBeside()
		return l.read(ctx, paths, blocks)
	})
	group.Go(func() error {
		defer close(runs)
		return l.parse(ctx, blocks, runs)
	})
	group.Go(func() error {
		for batch := range runs {
			if err := l.checkSpace(batch.run); err != nil {
				return err
			}
			if err := l.store.AppendRun(ctx, batch.run); err != nil {
				return err
			}
			l.committed = batch.counts
		}
		return nil
	})
	return group.Wait()
}

func (l *loader) measure(ctx context.Context) error {
	if l.committed.lines == 0 {
		if measured, err := l.store.IsMeasured(ctx); measured || err != nil {
			return err
		}
	}
	return l.store.Derive(ctx, func(done, total int64) {
		l.tell(Progress{Phase: Measuring, Done: done, Total: total})
	})
}

func (l *loader) tell(p Progress) {
	if l.options.Progress == nil {
		return
	}
	p.Lines, p.Rejects, p.Elapsed = l.lines, l.rejects, time.Since(l.began)
	l.options.Progress(p)
}

func (l *loader) summary() Summary {
	var remarked []Remarked
	for _, id := range slices.Sorted(maps.Keys(l.remarked)) {
		if log := l.remarked[id]; len(log.Remarks) > 0 {
			remarked = append(remarked, log)
		}
	}
	return Summary{
		Lines: l.committed.lines, Events: l.committed.events, Rejects: l.committed.rejects, Blank: l.committed.blank,
		Finished:    l.committed.finished,
		Known:       l.skipped,
		ZoneAssumed: l.zoneAssumed,
		Stopped:     l.stopped,
		Remarked:    remarked,
		Fields:      l.readAs,
		Elapsed:     time.Since(l.began),
	}
}

// send hands a value on, unless the load is stopped.
func send[T any](ctx context.Context, to chan<- T, value T) error {
	select {
	case to <- value:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
