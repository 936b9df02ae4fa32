package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"spoor/store"
)

// followPause is how long a follower waits before it looks again whether a log has grown.
const followPause = 300 * time.Millisecond

// followBytes is about how much of a log is read before what came to the others is stored.
const followBytes = 32 << 20

// Follow loads logs as [Files] does, and then every line that comes to them, until the context ends: where a log grows, is
// written anew, or is moved away and begun again under its name. A line is loaded when its line feed is there. warn is told
// what keeps a log from being followed; it goes on with the others.
func Follow(ctx context.Context, c *store.Case, patterns []string, o Options, warn func(error)) (Summary, error) {
	if err := c.CheckWritable(); err != nil {
		return Summary{}, err
	}
	release, err := c.LockForLoading()
	if err != nil {
		return Summary{}, err
	}
	summary, err := follow(ctx, c, patterns, o, warn)
	return summary, errors.Join(err, release())
}

func follow(ctx context.Context, c *store.Case, patterns []string, o Options, warn func(error)) (Summary, error) {
	paths, err := expand(ctx, patterns, o, c.Owns)
	if err != nil {
		return Summary{}, err
	}
	f := &follower{store: c, options: o, warn: warn}
	for _, path := range paths {
		file, _ := os.Stat(path) // a log that is moved away while it is loaded is followed to where it is then
		f.logs = append(f.logs, &followed{path: path, file: file, seen: notSeen})
	}
	before, _, err := files(ctx, c, patterns, o)
	if err != nil {
		return before, err
	}
	if f.loader, err = newLoader(ctx, c, o); err != nil {
		return before, err
	}
	began := time.Now()
	for ctx.Err() == nil && err == nil {
		err = f.poll(ctx)
		pause(ctx, followPause)
	}
	if ctx.Err() != nil {
		err = nil // this is how following ends
	}
	err = errors.Join(err, c.FlushTail(context.WithoutCancel(ctx)))
	before.Lines += f.done.lines
	before.Events += f.done.events
	before.Rejects += f.done.rejects
	before.Blank += f.done.blank
	before.Elapsed += time.Since(began)
	return before, err
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// follower reads on in logs.
type follower struct {
	store   *store.Case
	options Options
	warn    func(error)
	logs    []*followed
	loader  *loader
	done    counts
}

// followed is a log that is followed.
type followed struct {
	path   string
	source *source     // nil: it is not known yet what the log is
	file   fs.FileInfo // of the file that the log was when last looked at; nil: there was none
	seen   int64       // its size when it was last read
	last   []byte      // its last bytes before the source's offset
	told   string      // the last warning
}

// notSeen is the size of a log that has not been read yet.
const notSeen = -1

// poll looks at each log once. Its error is one of the case; those of logs are told to warn.
func (f *follower) poll(ctx context.Context) error {
	f.loader.latest = time.Now().Add(24 * time.Hour).UnixMilli()
	for _, log := range f.logs {
		err := f.look(ctx, log)
		if err != nil && ctx.Err() == nil && err.Error() != log.told {
			log.told = err.Error()
			f.warn(err)
		}
	}
	return f.commit(ctx)
}

// commit stores what was read.
func (f *follower) commit(ctx context.Context) error {
	batch := f.loader.cutRun()
	if len(batch.run.Sources) == 0 {
		return nil
	}
	err := f.loader.checkSpace(batch.run)
	if err == nil {
		err = f.store.AppendTail(ctx, batch.run)
	}
	if err == nil {
		added := f.loader.counts
		f.loader.counts = counts{}
		f.done.lines += added.lines
		f.done.events += added.events
		f.done.rejects += added.rejects
		f.done.blank += added.blank
	}
	return err
}

// look reads what has come to a log. Where another file has taken its place the old one is read to its end first.
func (f *follower) look(ctx context.Context, log *followed) error {
	info, err := os.Stat(log.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was moved away, and comes again
	}
	if err != nil {
		return err
	}
	same := log.file != nil && os.SameFile(log.file, info)
	if same && info.Size() == log.seen {
		return nil
	}
	if same && log.source != nil && info.Size() > log.seen {
		goesOn, err := f.readOn(ctx, log, log.path)
		if goesOn || err != nil {
			return err
		}
	}
	if !same && log.file != nil {
		if err := f.readMoved(ctx, log); err != nil {
			return err
		}
	}
	return f.attach(ctx, log, log.path, info)
}

// readMoved reads the file that a log was to its end, where it has been moved to.
func (f *follower) readMoved(ctx context.Context, log *followed) error {
	moved := sameFileBeside(log.path, log.file)
	if moved == "" {
		return nil
	}
	if log.source == nil {
		info, err := os.Stat(moved)
		if err != nil {
			return err
		}
		return f.attach(ctx, log, moved, info)
	}
	f.loader.touch(log.source) // its lines are there now
	log.source.Path, log.source.State = moved, store.Complete
	_, err := f.readOn(ctx, log, moved)
	return err
}

// sameFileBeside finds a file that has been renamed in its directory, "" if it is not there.
func sameFileBeside(path string, file fs.FileInfo) string {
	directory, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return ""
	}
	entries, err := os.ReadDir(directory)
	if err != nil {
		return ""
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && os.SameFile(info, file) {
			return filepath.Join(directory, entry.Name())
		}
	}
	return ""
}

// attach finds out what the log at a path is and how far the case has it, and reads on there.
func (f *follower) attach(ctx context.Context, log *followed, path string, info fs.FileInfo) error {
	if log.source != nil {
		f.loader.remember(log.source.Source)
	}
	log.source, log.file, log.seen, log.last = nil, info, info.Size(), nil
	if info.Size() == 0 {
		return nil
	}
	opened, err := f.loader.open(ctx, path)
	if err != nil {
		return err
	}
	defer opened.Close()
	if opened.container != "" || opened.rewritten || opened.file == nil {
		return fmt.Errorf("%s: only plain text files can be followed", path)
	}
	s := &source{given: path, log: opened}
	s.takeHead()
	if bytes.IndexByte(s.head, '\n') < 0 {
		return nil // there is nothing to tell a format by yet
	}
	if s.Path, err = filepath.Abs(path); err != nil {
		return err
	}
	known, err := f.loader.identify(ctx, s)
	if err != nil || known {
		return err
	}
	if err := f.loader.chooseFormat(s); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if s.ID == 0 {
		s.ID, s.State, s.Encoding = f.loader.next, store.Loading, s.encoding.name
		f.loader.next++
	}
	log.source = s
	_, err = f.readOn(ctx, log, path)
	return err
}

// readOn reads the whole lines behind the source's offset. It refuses, with false, where the file is not what it was.
func (f *follower) readOn(ctx context.Context, log *followed, path string) (goesOn bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false, err
	}
	s := log.source
	if before, err := lastBytes(file, s.Offset, int64(len(log.last))); err != nil || !bytes.Equal(before, log.last) || info.Size() < s.Offset {
		return false, err
	}
	log.file, log.seen = info, info.Size()
	end, err := endOfLines(file, s.Offset, min(info.Size(), s.Offset+followBytes))
	if err == nil && end == s.Offset && info.Size() > s.Offset+followBytes {
		end, err = endOfLines(file, s.Offset, info.Size()) // a line without end
	}
	if err != nil || end == s.Offset {
		return true, err
	}
	if info.Size() > s.Offset+followBytes {
		log.seen = end
	}
	if len(s.head) < fingerprinted { // it has grown with the log
		s.head = make([]byte, min(end, fingerprinted))
		if _, err := file.ReadAt(s.head, 0); err != nil {
			return false, err
		}
	}
	if err := f.loader.readWhole(ctx, s, io.NewSectionReader(file, s.Offset, end-s.Offset)); err != nil {
		return false, err
	}
	log.last, err = lastBytes(file, s.Offset, 256)
	return true, err
}

// readWhole counts whole lines of a source, with which it is complete until more come.
func (l *loader) readWhole(ctx context.Context, s *source, lines io.Reader) error {
	digest, err := digestFrom(s.Digest)
	if err != nil {
		return err
	}
	s.goesOn = s.Unfinished != nil
	reader := &blockReader{input: lines, offset: s.Offset, digest: digest, free: l.free}
	for ctx.Err() == nil {
		b, err := reader.next(runLines)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		b.source, b.cut, b.complete, b.digest = s, true, true, digestState(reader.digest)
		l.parseBlock(b)
		l.free.give(b.data)
	}
	return ctx.Err()
}

// lastBytes are those before an offset, at most so many.
func lastBytes(file io.ReaderAt, offset, most int64) ([]byte, error) {
	last := make([]byte, min(offset, most))
	_, err := file.ReadAt(last, offset-int64(len(last)))
	if err == io.EOF {
		err = nil // the file has become shorter, and is not what it was
	}
	return last, err
}

// endOfLines is where the last whole line between two offsets ends; from if there is none.
func endOfLines(file io.ReaderAt, from, to int64) (int64, error) {
	part := make([]byte, 64<<10)
	for to > from {
		begin := max(from, to-int64(len(part)))
		n, err := file.ReadAt(part[:to-begin], begin)
		if err != nil && err != io.EOF {
			return from, err
		}
		if i := bytes.LastIndexByte(part[:n], '\n'); i >= 0 {
			return begin + int64(i) + 1, nil
		}
		to = begin
	}
	return from, nil
}
