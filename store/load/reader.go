package load

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"spoor/store"
	"spoor/store/logline"
)

const (
	// runLines is how many lines of a load make a run. It is counted in lines, and over all files of the load, so that a load
	// that was stopped cuts the same runs when it goes on.
	runLines = 1 << 19
	// runBytes ends a run early where lines are so long that one of runLines would not fit into memory.
	runBytes = 256 << 20
	// headBytes is how much of a log is looked at to recognise it and to tell its format.
	headBytes = 512 << 10
)

// source is a log that is being read.
type source struct {
	store.Source
	given  string // the path it was asked for by
	parser *logline.Parser
	head   []byte
	log    *input
	isNew  bool
}

// read sends the blocks of all logs. A log that can't be read is noted, and the next is read.
func (l *loader) read(ctx context.Context, paths []string, blocks chan<- *block) error {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			l.total += info.Size()
		}
	}
	for _, path := range paths {
		err := l.readLog(ctx, path, blocks)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			l.failed = append(l.failed, err)
		}
	}
	return nil
}

func (l *loader) readLog(ctx context.Context, path string, blocks chan<- *block) error {
	log, err := l.open(path)
	if err != nil {
		return err
	}
	defer log.Close()
	head := bufio.NewReaderSize(log.Reader, headBytes)
	log.Reader = head
	s := &source{given: path, log: log}
	s.head, _ = head.Peek(headBytes) // an error comes again when the log is read
	s.head = append([]byte(nil), s.head...)
	if path == standardInput {
		s.Path = path
	} else if s.Path, err = filepath.Abs(path); err != nil {
		return err
	}
	if err := l.identify(s); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := l.chooseFormat(s); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := l.readBlocks(ctx, s, blocks); err != nil {
		return fmt.Errorf("%s: %w; what came before it is loaded", path, err)
	}
	l.before.Add(log.size)
	return nil
}

// open refuses the case itself, since a close of it would drop the locks that protect it.
func (l *loader) open(path string) (*input, error) {
	if path == standardInput {
		return decompress(l.options.Input)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no such file", path)
	}
	if err != nil {
		return nil, err
	}
	for _, ending := range []string{"", "-wal", "-shm"} {
		if own, err := os.Stat(l.store.Path() + ending); err == nil && os.SameFile(info, own) {
			return nil, fmt.Errorf("%s is the case that the logs are loaded into; name a log", path)
		}
	}
	return openLog(path)
}

// identify finds out whether the case has the log, or the beginning of it, already. What it has is passed over.
func (l *loader) identify(s *source) error {
	reopen := func() (*input, error) { return openLog(s.Path) }
	if s.Path == standardInput {
		reopen = func() (*input, error) { return l.spool(s) }
	}
	found, err := recognise(l.sources, s.Path, s.head, reopen)
	if err != nil {
		return err
	}
	if found == nil {
		s.ID, s.isNew, s.State = l.next, true, store.Loading
		l.next++
		return nil
	}
	path := s.Path
	s.Source = *found
	if _, err := os.Stat(found.Path); err != nil {
		s.Path = path // it has been renamed
	}
	return s.log.skip(found.Offset)
}

func (l *loader) readBlocks(ctx context.Context, s *source, blocks chan<- *block) error {
	reader := &blockReader{input: s.log, offset: s.Offset, digest: sha256.New(), free: l.free}
	if !s.isNew {
		var err error
		if reader.digest, err = digestFrom(s.Digest); err != nil {
			return err
		}
	}
	known := !s.isNew && s.State == store.Complete
	for {
		b, err := reader.next(runLines - l.linesInRun)
		if err == io.EOF {
			if known {
				l.known = append(l.known, s.given)
			}
			return send(ctx, blocks, &block{source: s, offset: reader.offset, end: true, complete: true, digest: digestState(reader.digest)})
		}
		if err != nil {
			stopped := send(ctx, blocks, &block{source: s, offset: reader.offset, end: true, digest: digestState(reader.digest)})
			return errors.Join(err, stopped)
		}
		known = false
		b.source = s
		l.linesInRun += b.lines
		l.bytesInRun += int64(len(b.data))
		if l.linesInRun >= runLines || l.bytesInRun >= runBytes {
			b.cut, b.digest = true, digestState(reader.digest)
			l.linesInRun, l.bytesInRun = 0, 0
		}
		if err := send(ctx, blocks, b); err != nil {
			return err
		}
	}
}
