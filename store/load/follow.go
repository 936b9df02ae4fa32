package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"spoor/store"
)

// followBytes is about how much of a log is read before what came to the others is stored.
const followBytes = 32 << 20

// Follow loads logs as [Files] does, and then every line that comes to them, until the context ends: where a log grows,
// is written anew, or is moved away and begun again under its name. A line is loaded when its line feed is there. warn
// is told what keeps a log from being followed; it goes on with the others.
func Follow(ctx context.Context, c Sink, patterns []string, o Options, warn func(error)) (Summary, error) {
	if err := c.CheckWritable(); err != nil {
		return Summary{}, err
	}
	release, err := c.LockForLoading()
	if err != nil {
		return Summary{}, err
	}
	summary, err := follow(ctx, c, patterns, o, warn, fsnotify.NewWatcher)
	return summary, errors.Join(err, release())
}

func follow(ctx context.Context, c Sink, patterns []string, o Options, warn func(error),
	watcher newWatcher) (Summary, error) {
	paths, err := expand(ctx, patterns, o, c.OwnFiles().Has)
	if err != nil {
		return Summary{}, err
	}
	if err := o.checkFollowable(ctx, paths); err != nil {
		return Summary{}, err
	}
	f := &follower{store: c, options: o, warn: warn}
	defer f.close()
	for _, path := range paths {
		log := &followed{path: path, seen: notSeen}
		_ = f.open(log, path) // a log that is moved away while it is loaded is followed to where it is then
		f.logs = append(f.logs, log)
	}
	before, err := files(ctx, c, patterns, o)
	if err != nil {
		return before, err
	}
	if f.loader, err = newLoader(ctx, c, o); err != nil {
		return before, err
	}
	defer f.loader.intake.Stop()
	f.loader.goesOn = true
	began := time.Now()
	err = f.run(ctx, newWatch(paths, watcher))
	err = errors.Join(err, c.FlushTail(context.WithoutCancel(ctx)))
	before.Lines += f.done.lines
	before.Events += f.done.events
	before.Rejects += f.done.rejects
	before.Blank += f.done.blank
	before.Finished += f.done.finished
	before.Elapsed += time.Since(began)
	return before, err
}

// checkFollowable is an error where none of the logs can ever be followed. One that can't be opened may be another
// time; what is wrong with it is said when it is loaded.
func (o Options) checkFollowable(ctx context.Context, paths []string) error {
	var refused []error
	for _, path := range paths {
		if path == standardInput {
			refused = append(refused, notFollowed("the standard input"))
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil
		}
		plain := false
		if info.Mode().IsRegular() {
			log, err := o.opening().open(ctx, path)
			if err != nil {
				return nil
			}
			plain = log.isPlain()
			_ = log.Close() // it was only read
		}
		if plain {
			return nil
		}
		refused = append(refused, notFollowed(path))
	}
	return errors.Join(refused...)
}

// follower reads on in logs.
type follower struct {
	store   Sink
	options Options
	warn    func(error)
	logs    []*followed
	loader  *loader
	done    counts
	behind  bool // there is more in a log than was read of it
}

// run looks at the logs whenever something has happened to them, until the context ends.
func (f *follower) run(ctx context.Context, w *watch) error {
	defer w.close()
	for ctx.Err() == nil {
		w.renew()
		if err := f.poll(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		if !f.behind {
			w.wait(ctx)
		}
	}
	return nil // this is how following ends
}

// poll looks at each log once. Its error is one of the case; those of logs are told to warn.
func (f *follower) poll(ctx context.Context) error {
	f.loader.latest = f.options.latest()
	f.behind = false
	for _, log := range f.logs {
		err := f.look(ctx, log)
		if err != nil && ctx.Err() == nil && err.Error() != log.told {
			log.told = err.Error()
			f.warn(err)
		}
	}
	f.logs = slices.DeleteFunc(f.logs, func(log *followed) bool {
		left := !log.replaced.IsZero() && time.Since(log.replaced) > replacedTime
		if left {
			f.loader.known.remember(log.source.Source, &log.source.begin)
			log.close()
		}
		return left
	})
	return f.commit(ctx)
}

// commit stores what was read. Where the disk is full it waits for room, and for a server that is away until it is
// back; so does what comes to the logs meanwhile.
func (f *follower) commit(ctx context.Context) error {
	batch := f.loader.cutRun()
	if len(batch.run.Sources) == 0 {
		return nil
	}
	err := f.append(ctx, batch.run)
	for told := false; waitsFor(err) != nil && ctx.Err() == nil; told = true {
		if !told {
			f.warn(waitsFor(err))
		}
		pause(ctx, longPause)
		err = f.append(ctx, batch.run)
	}
	if err == nil {
		f.done.add(f.loader.counts)
		f.loader.counts = counts{}
	}
	return err
}

// waitsFor says what has to pass before what was read can be stored; nil where it never can.
func waitsFor(err error) error {
	switch {
	case store.IsDiskFull(err):
		return errors.New("the disk is full, and what comes to the logs waits; free some space, and it goes on by itself")
	case errors.Is(err, store.ErrAway):
		return fmt.Errorf("%w; what comes to the logs waits, and it goes on by itself", err)
	}
	return nil
}

func (f *follower) append(ctx context.Context, run *store.Run) error {
	if err := f.loader.checkSpace(run); err != nil {
		return err
	}
	return f.store.AppendTail(ctx, run)
}

func (f *follower) close() {
	for _, log := range f.logs {
		log.close()
	}
}
