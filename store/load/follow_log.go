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

// followed is a log that is followed.
type followed struct {
	path string
	// that the log was when last looked at, open so that it can be read wherever it goes; nil: there was none
	file     *os.File
	info     fs.FileInfo // of the file
	source   *source     // nil: it is not known yet what the log is
	seen     int64       // its size when it was last read
	last     []byte      // its last bytes before the source's offset
	told     string      // the last warning
	replaced time.Time   // when another file took its place; the zero time: none has
}

// notSeen is the size of a log that has not been read yet.
const notSeen = -1

// replacedTime is how long a file is read on whose place another one has taken: a server goes on writing to it until
// somebody tells it that its log was moved.
const replacedTime = 10 * time.Minute

func (l *followed) close() {
	if l.file != nil {
		_ = l.file.Close() // it was only read
	}
}

// open opens the file that a log is now. It refuses the case itself, since a close of it would drop the locks that
// protect it.
func (f *follower) open(log *followed, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if f.store.OwnFiles().Has(info) || !info.Mode().IsRegular() {
		return notFollowed(path)
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	if info, err = file.Stat(); err != nil {
		return errors.Join(err, file.Close())
	}
	log.close()
	log.file, log.info = file, info
	return nil
}

func notFollowed(path string) error {
	return fmt.Errorf("%s: only plain text files can be followed", path)
}

// look reads what has come to a log. Where another file has taken its place the old one is read to its end first, and
// read on for a while.
func (f *follower) look(ctx context.Context, log *followed) error {
	if !log.replaced.IsZero() {
		return f.readMoved(ctx, log)
	}
	info, err := os.Stat(log.path)
	if errors.Is(err, fs.ErrNotExist) {
		return f.readMoved(ctx, log) // it comes again
	}
	if err != nil {
		return err
	}
	switch same := log.info != nil && os.SameFile(log.info, info); {
	case !same:
		if err := f.readMoved(ctx, log); err != nil {
			return err
		}
		f.replace(log)
	case info.Size() == log.seen:
		return nil
	case log.source != nil && info.Size() > log.seen:
		if goesOn, err := f.readOn(ctx, log); goesOn || err != nil {
			return err
		}
	}
	err = f.attach(ctx, log, log.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was moved away just now
	}
	return err
}

// readMoved reads the file that a log was, which is not at its path any more.
func (f *follower) readMoved(ctx context.Context, log *followed) error {
	if log.file == nil {
		return nil
	}
	moved := whereabouts(log)
	if log.source == nil {
		if moved == "" {
			return nil
		}
		return f.attach(ctx, log, moved)
	}
	if moved != "" && moved != log.source.Path {
		f.loader.touch(log.source) // its lines are there now
		log.source.Path, log.source.State = moved, store.Complete
	}
	_, err := f.readOn(ctx, log)
	return err
}

// whereabouts is where the file of a log is now: where it was, or in the same directory under another name; "" if it is
// not there.
func whereabouts(log *followed) string {
	if log.source != nil {
		if info, err := os.Stat(log.source.Path); err == nil && os.SameFile(info, log.info) {
			return log.source.Path
		}
	}
	directory, err := filepath.Abs(filepath.Dir(log.path))
	if err != nil {
		return ""
	}
	entries, err := os.ReadDir(directory)
	if err != nil {
		return ""
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && os.SameFile(info, log.info) {
			return filepath.Join(directory, entry.Name())
		}
	}
	return ""
}

// replace makes room for another file at the path of a log. The old one is a log of its own from then on.
func (f *follower) replace(log *followed) {
	if old := *log; old.source != nil {
		old.replaced = time.Now()
		f.logs = append(f.logs, &old)
		f.loader.known.remember(old.source.Source, &old.source.begin)
	} else {
		old.close()
	}
	*log = followed{path: log.path, seen: notSeen, told: log.told}
}

// attach finds out what the log at a path is and how far the case has it, and reads on there.
func (f *follower) attach(ctx context.Context, log *followed, path string) error {
	if log.source != nil {
		f.loader.known.remember(log.source.Source, &log.source.begin)
	}
	log.source, log.last = nil, nil
	if err := f.open(log, path); err != nil {
		return err
	}
	if log.seen = log.info.Size(); log.seen == 0 {
		return nil
	}
	opened, err := f.loader.open(ctx, path)
	if err != nil {
		return err
	}
	defer opened.Close()
	if !opened.isPlain() {
		return notFollowed(path)
	}
	s := &source{given: path, log: opened}
	s.takeHead()
	if bytes.IndexByte(s.begin.head, '\n') < 0 {
		return nil // there is nothing to tell a format by yet
	}
	if s.Path, err = f.loader.absolute(path); err != nil {
		return err
	}
	known, err := f.loader.identify(ctx, s)
	if err != nil || known {
		return err
	}
	if err := f.loader.chooseFormat(s); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	f.loader.tellFields(s)
	if info, err := os.Stat(path); err != nil || !os.SameFile(info, log.info) {
		log.seen = notSeen // it was replaced just now
		return err
	}
	if s.ID == 0 {
		s.ID, s.State, s.Encoding = f.loader.next, store.Loading, s.encoding.name
		f.loader.next++
	}
	log.source = s
	_, err = f.readOn(ctx, log)
	return err
}

// readOn reads the whole lines behind the source's offset. It refuses, with false, where the file is not what it was.
func (f *follower) readOn(ctx context.Context, log *followed) (goesOn bool, err error) {
	file := log.file
	info, err := file.Stat()
	if err != nil {
		return false, err
	}
	s := log.source
	before, err := lastBytes(file, s.Offset, int64(len(log.last)))
	if err != nil || !bytes.Equal(before, log.last) || info.Size() < s.Offset {
		return false, err
	}
	log.info, log.seen = info, info.Size()
	end, err := endOfLines(file, s.Offset, min(info.Size(), s.Offset+followBytes))
	if err == nil && end == s.Offset && info.Size() > s.Offset+followBytes {
		end, err = endOfLines(file, s.Offset, info.Size()) // a line without end
	}
	if err != nil || end == s.Offset {
		return true, err
	}
	if info.Size() > s.Offset+followBytes {
		log.seen, f.behind = end, true
	}
	if len(s.begin.head) < fingerprinted { // it has grown with the log
		s.begin = beginning{head: make([]byte, min(end, fingerprinted))}
		if _, err := file.ReadAt(s.begin.head, 0); err != nil {
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
	reader, err := l.blocksOf(s, lines)
	if err != nil {
		return err
	}
	reader.goesOn, s.goesOn = true, s.Unfinished != nil
	for ctx.Err() == nil {
		b, err := reader.next(runLines)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		b.source, b.cut, b.complete = s, true, true
		b.fingerprint, b.digest = reader.digest.fingerprint(), reader.digest.state()
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
