package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/text/transform"
)

// standardInput is the path that stands for it.
const standardInput = "-"

// input is an open log: its decompressed bytes, and how much of the file has been read for them.
type input struct {
	io.Reader
	compressed *meter
	closers    []io.Closer
	buffer     *bufio.Reader // of bufferSize, which another log can have
	head       *[]byte       // memory for its head that another log can have; nil: it gets some of its own
	file       *os.File      // if not nil: it is a regular file, which can be read again
	expected   int64         // about how many bytes there are at the least; 0: nobody knows
	written    time.Time     // when something was last written to it; the zero time: nobody knows
	container  string        // gzip and the like; empty: it is not compressed
	rewritten  bool          // its lines are not those of the content: UTF-16, or JSON that is not one object a line
}

// opening says how a log is to be opened.
type opening struct {
	maxExpand int64 // bytes that an archive may unpack to; 0: the usual limits
	encoding  Encoding
	stop      <-chan struct{} // where it is closed, nothing more is read; may be nil
}

// isPlain reports whether the lines are those of the file, which can be read on where it grows.
func (i *input) isPlain() bool { return i.container == "" && !i.rewritten && i.file != nil }

// Close closes the log, of which nothing may be read any more. A head that was borrowed is given back.
func (i *input) Close() error {
	var err error
	for _, closer := range i.closers {
		err = errors.Join(err, closer.Close())
	}
	if i.buffer != nil {
		i.buffer.Reset(nil)
		buffers.Put(i.buffer)
		i.buffer = nil
	}
	if i.head != nil {
		heads.Put(i.head)
		i.head = nil
	}
	return err
}

// buffers are those of files, of which there may be thousands, one after the other.
var buffers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, bufferSize) }}

// meter counts the bytes that are read, and reads no more when its context has ended or it is stopped.
type meter struct {
	io.Reader
	ctx   context.Context
	stop  <-chan struct{}
	bytes int64

	failed error // that of the file
}

func (m *meter) Read(p []byte) (int, error) {
	if m.failed = m.ctx.Err(); m.failed != nil {
		return 0, m.failed
	}
	if isClosed(m.stop) {
		return 0, errStopped
	}
	n, err := m.Reader.Read(p)
	m.bytes += int64(n)
	if err != io.EOF {
		m.failed = err
	}
	return n, err
}

// open opens a log file for as long as the context lasts. What is compressed is known by its first bytes, not by its
// name.
func (o opening) open(ctx context.Context, path string) (*input, error) {
	info, err := stat(path)
	if err != nil {
		return nil, err
	}
	return o.openFile(ctx, path, info)
}

// missing is a file that is not there; it is [fs.ErrNotExist].
type missing string

func (m missing) Error() string { return string(m) }

func (missing) Is(err error) bool { return err == fs.ErrNotExist }

// stat is os.Stat that tells a file that is not there from a link to one.
func stat(path string) (fs.FileInfo, error) {
	info, err := os.Stat(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return info, err
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, missing(path + " is a link to a file that is not there")
	}
	return nil, missing(path + ": no such file")
}

func (o opening) openFile(ctx context.Context, path string, info fs.FileInfo) (*input, error) {
	flags := os.O_RDONLY
	if info.Mode().IsRegular() {
		flags |= syscall.O_NONBLOCK // means nothing there, and saves four calls by which Go finds that out
	}
	file, err := os.OpenFile(path, flags, 0)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%w; try again as a user who may read it, as with sudo", err)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.Join(fmt.Errorf("%s is a directory with no file that could be a log", path), file.Close())
	}
	if !info.Mode().IsRegular() {
		in, err := o.openStream(ctx, file)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
		}
		in.closers = append(in.closers, file)
		return in, nil
	}
	in, err := o.openRegular(ctx, file, info.Size())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	if in.written.IsZero() {
		in.written = info.ModTime()
	}
	in.file, in.closers = file, append(in.closers, file)
	return in, nil
}

// openRegular opens what is in a file.
func (o opening) openRegular(ctx context.Context, file *os.File, size int64) (*input, error) {
	read := &meter{Reader: file, ctx: ctx, stop: o.stop}
	rows, err := openParquet(file, size, read)
	if err != nil {
		return nil, err
	}
	if rows != nil {
		return &input{Reader: bufio.NewReaderSize(rows, bufferSize), compressed: read, rewritten: true}, nil
	}
	in, err := o.unpackAndDecode(ctx, file)
	if err == nil {
		in.expected = size
	}
	return in, err
}

// openStream opens what can be read but once: the standard input or a pipe. Another goroutine reads it, since a read
// that waits for a stream can't be interrupted.
func (o opening) openStream(ctx context.Context, stream io.Reader) (*input, error) {
	out, in := io.Pipe()
	go func() {
		_, err := io.CopyBuffer(in, struct{ io.Reader }{stream}, make([]byte, 256<<10))
		in.CloseWithError(err)
	}()
	closed, end := context.WithCancel(ctx)
	go func() {
		select {
		case <-o.stop:
			in.CloseWithError(errStopped)
		case <-closed.Done():
			in.CloseWithError(closed.Err())
		}
	}()
	closer := closerFunc(func() error { end(); return out.Close() })
	opened, err := o.unpackAndDecode(ctx, out)
	if err != nil {
		return nil, errors.Join(err, closer())
	}
	opened.closers = append(opened.closers, closer)
	return opened, nil
}

type closerFunc func() error

func (f closerFunc) Close() error { return f() }

// bufferSize is how much of a log is read at once, in bytes.
const bufferSize = 256 << 10

// unpackAndDecode opens what is in a file or a stream: the content of an archive, UTF-16 as UTF-8, and JSON as one
// object a line.
func (o opening) unpackAndDecode(ctx context.Context, file io.Reader) (*input, error) {
	in := &input{compressed: &meter{Reader: file, ctx: ctx, stop: o.stop}, buffer: buffers.Get().(*bufio.Reader)}
	buffered := in.buffer
	buffered.Reset(in.compressed)
	head, err := buffered.Peek(longestMagic)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if c := containerOf(head); c != nil {
		content, err := unpack(in.compressed, buffered, c, o.maxExpand)
		if err != nil {
			return nil, err
		}
		if g, ok := content.Reader.(*gzipReader); ok {
			in.written = g.member.ModTime // of the file before it was compressed, if that is told
		}
		in.closers = append(in.closers, content)
		in.container, buffered = c.name, bufio.NewReaderSize(content, 64<<10)
		head, _ = buffered.Peek(longestMagic) // an error comes again when the log is read
	}
	if wide := o.encoding.wideOf(head); wide != nil {
		buffered, in.rewritten = bufio.NewReaderSize(transform.NewReader(buffered, wide.NewDecoder()), 64<<10), true
	}
	in.readLines(buffered)
	return in, nil
}

// readLines reads the content as lines: JSON as one object a line, what is to be converted as such, too.
func (i *input) readLines(content *bufio.Reader) {
	i.Reader = content
	head, _ := content.Peek(leastHead)
	if before := beforeJSON(head); before > 0 {
		_, _ = content.Discard(before) // they have been read
		head, _ = content.Peek(leastHead)
		i.rewritten = true
	}
	if convert := conversionOf(head); convert != nil {
		lines := newConverted(content, convert)
		i.Reader, i.rewritten, i.closers = lines, true, append(i.closers, lines)
	} else if shape, scattered := jsonShapeOf(head); scattered {
		_, _ = content.Discard(len(head) - len(bytes.TrimPrefix(head, byteOrderMark)))
		if i.Reader, i.rewritten = newObjects(content, shape), true; shape.visits {
			i.Reader = &visits{visits: bufio.NewReaderSize(i.Reader, 64<<10)}
		}
	} else if endsWithReturns(head) {
		i.Reader, i.rewritten = returns{content}, true
	}
}

// skip goes to a place in the decompressed log of which nothing but its head has been read.
func (i *input) skip(to int64) error {
	if i.isPlain() {
		i.Reader, i.compressed.bytes = i.compressed, to
		_, err := i.file.Seek(to, io.SeekStart)
		return err
	}
	_, err := io.CopyN(io.Discard, i.Reader, to)
	return err
}
