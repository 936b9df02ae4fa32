package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"spoor/store"
	"spoor/store/logline"
)

const (
	// runLines is how many lines of a load make a run, and runBytes how many bytes at most: what is read within a second
	// or two even where all of it is slow, so that a load that is stopped every few seconds still gets on. They are
	// counted in what is read, not in time, and over all files of the load, so that one that was stopped cuts the same
	// runs when it goes on.
	runLines = 1 << 17
	runBytes = 32 << 20
	// headBytes is how much of a log is looked at to recognise it and to tell its format.
	headBytes = 512 << 10
)

// source is a log that is being read.
type source struct {
	store.Source
	given    string // the path it was asked for by
	encoding Encoding
	parser   *logline.Parser
	another  func() *logline.Parser // makes one more; nil: only one can parse the lines
	begin    beginning
	lines    [][]byte // those of the head that are looked at; nil: nobody has asked for them yet
	log      *input
	rest     int64 // bytes of the unfinished line
	tally    *tally
	// when the log was last written to, which tells the year of times that name none; the zero time: nobody knows
	written     time.Time
	layoutAsked bool // how times are written was said
	goesOn      bool // the unfinished line does; the parser has not seen it yet
}

// read sends the blocks of all logs. A log that can't be read is noted, and the next is read.
func (l *loader) read(ctx context.Context, paths []string, blocks chan<- *block) error {
	sizes, regular := make([]int64, len(paths)), make([]bool, len(paths))
	for i, path := range paths {
		if info, err := os.Stat(path); err == nil && path != standardInput {
			sizes[i], regular[i] = info.Size(), info.Mode().IsRegular()
			l.total += info.Size()
		}
	}
	ahead := l.openAhead(ctx, paths, regular)
	defer ahead.close()
	for i, path := range paths {
		err := l.readLog(ctx, path, <-ahead.logs, blocks)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && isClosed(l.options.Stop) {
			l.stopped = true
			return nil
		}
		if err != nil {
			l.failed = append(l.failed, err)
		}
		l.before += sizes[i]
	}
	return nil
}

func (l *loader) readLog(ctx context.Context, path string, opened openedLog, blocks chan<- *block) error {
	if opened == (openedLog{}) {
		opened = l.openLog(ctx, path)
	}
	s, err := opened.source, opened.err
	if err != nil {
		return err
	}
	defer s.log.Close()
	known, err := l.identify(ctx, s)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if known {
		return nil
	}
	if err := l.chooseFormat(s); err != nil {
		return &logError{path, err}
	}
	l.tellFields(s)
	if s.ID == 0 { // only now, so that a log of which nothing is loaded takes no number
		s.ID, s.State, s.Encoding = l.next, store.Loading, s.encoding.name
		l.next++
	}
	if err := l.readBlocks(ctx, s, blocks); err != nil {
		return fmt.Errorf("%s: %w; what came before it is loaded", path, err)
	}
	return nil
}

// open refuses the case itself, since a close of it would drop the locks that protect it.
func (l *loader) open(ctx context.Context, path string) (*input, error) {
	if path == standardInput {
		return l.options.opening().openStream(ctx, l.options.Input)
	}
	info, err := stat(path)
	if err != nil {
		return nil, err
	}
	if l.own.Has(info) {
		return nil, fmt.Errorf("%s is the case that the logs are loaded into; name a log", path)
	}
	return l.options.opening().openFile(ctx, path, info)
}

// identify finds out whether the case has the log, or the beginning of it, already. What it has is passed over; known
// is that there is nothing else.
func (l *loader) identify(ctx context.Context, s *source) (known bool, err error) {
	again := func() (io.ReadCloser, error) { return s.again(ctx, l.options) }
	found, err := l.known.recognise(s.Path, &s.begin, again)
	if err != nil {
		return false, err
	}
	if found == nil {
		if known, err = l.known.hold(ctx, &s.begin, again); known {
			l.skipped = append(l.skipped, s.given)
		}
		return known, err
	}
	path := s.Path
	if s.Source, err = l.known.settled(ctx, found); err != nil {
		return false, err
	}
	if s.log.file != nil {
		s.Path = path // its lines are here now, whatever has become of the file they came from
	}
	if err := s.log.skip(found.Offset); err != nil {
		return false, err
	}
	if s.resume() {
		s.Path = found.Path // an older copy has not all of it
	}
	return false, nil
}

// again opens the log from its beginning a second time.
func (s *source) again(ctx context.Context, o Options) (io.ReadCloser, error) {
	switch {
	case len(s.begin.head) < headBytes: // that is all of it
		return io.NopCloser(bytes.NewReader(s.begin.head)), nil
	case s.log.file == nil:
		return spool(s)
	}
	return o.opening().open(ctx, s.log.file.Name())
}

// blocksOf reads blocks of a source behind its offset.
func (l *loader) blocksOf(s *source, from io.Reader) (*blockReader, error) {
	digest, err := digestOf(&s.Source)
	return &blockReader{input: from, offset: s.Offset, digest: digest, free: l.free,
		records: s.parser.Format().Records()}, err
}

func (l *loader) readBlocks(ctx context.Context, s *source, blocks chan<- *block) error {
	s.lines = nil
	reader, err := l.blocksOf(s, s.log)
	if err != nil {
		return err
	}
	r := &reading{source: s, reader: reader, seen: s.Source, begin: &s.begin}
	known := s.State == store.Complete
	for {
		if s.log.file != nil && isClosed(l.options.Stop) { // little of an archive may have become many lines
			return errors.Join(errStopped, l.endSource(ctx, r, false, blocks))
		}
		b, err := reader.next(l.runLines - l.linesInRun)
		if err == io.EOF {
			if known {
				l.skipped = append(l.skipped, s.given)
			}
			return l.endSource(ctx, r, true, blocks)
		}
		if err != nil {
			return errors.Join(err, l.endSource(ctx, r, false, blocks))
		}
		known = false
		r.take(b)
		b.source, b.read = s, l.before+s.log.compressed.bytes
		if l.goesBeside(b) {
			b.parsed = make(chan parsedPart, 1)
			if err := send(ctx, l.wanted, b); err != nil {
				return err
			}
		}
		l.linesInRun += b.lines
		l.bytesInRun += int64(len(b.data))
		if l.linesInRun >= l.runLines || l.bytesInRun >= runBytes {
			b.cut, b.fingerprint, b.digest = true, reader.digest.fingerprint(), reader.digest.state()
			l.linesInRun, l.bytesInRun = 0, 0
		}
		if err := send(ctx, blocks, b); err != nil {
			return err
		}
	}
}

// endSource tells the parser that the source ends, and keeps what is known of it so that the same load can recognise
// it.
func (l *loader) endSource(ctx context.Context, r *reading, complete bool, blocks chan<- *block) error {
	ended := make(chan store.Source, 1)
	r.seen.Offset, r.seen.Fingerprint = r.reader.offset, r.reader.digest.fingerprint()
	r.seen.Digest = r.reader.digest.state()
	b := &block{source: r.source, offset: r.seen.Offset, complete: complete, fingerprint: r.seen.Fingerprint,
		digest: r.seen.Digest, ended: ended, read: l.before + r.source.log.compressed.bytes}
	if sink, is := l.store.(apart); is && sink.RunsApart() {
		b.cut, l.linesInRun, l.bytesInRun = true, 0, 0
	}
	if err := send(ctx, blocks, b); err != nil {
		return err
	}
	if !complete {
		select {
		case source := <-ended:
			l.known.remember(source, r.begin)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	l.known.remember(r.seen, r.begin)
	l.known.expect(r.seen.ID, ended)
	return nil
}

// reading is what the reader knows of a source, while the parser still counts in it.
type reading struct {
	source *source
	reader *blockReader
	seen   store.Source // without the counts
	begin  *beginning
}

func (r *reading) take(b *block) {
	r.seen.Unfinished = nil
	if b.unfinished {
		r.seen.Unfinished = &store.Unfinished{Text: bytes.Clone(b.data)}
	}
}
