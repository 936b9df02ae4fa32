package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// standardInput is the path that stands for it.
const standardInput = "-"

// input is an open log: its decompressed bytes, and how much of the file has been read for them.
type input struct {
	io.Reader
	compressed *meter
	closers    []io.Closer
	file       *os.File // if not nil: it is a regular file, which can be read again
	plain      bool     // not compressed
}

// Close closes the log.
func (i *input) Close() error {
	var err error
	for _, closer := range i.closers {
		err = errors.Join(err, closer.Close())
	}
	return err
}

// meter counts the bytes that are read, and reads no more when its context has ended.
type meter struct {
	io.Reader
	ctx   context.Context
	bytes int64
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.Reader.Read(p)
	m.bytes += int64(n)
	return n, err
}

// openLog opens a log file for as long as the context lasts. What is compressed is known by its first bytes, not by its
// name.
func openLog(ctx context.Context, path string) (*input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a directory; name the log files in it: %s", path, filepath.Join(path, "*"))
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		in, err := openStream(ctx, file)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
		}
		in.closers = append(in.closers, file)
		return in, nil
	}
	in, err := decompress(ctx, file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	in.file, in.closers = file, []io.Closer{file}
	return in, nil
}

// openStream opens what can be read but once: the standard input or a pipe. Another goroutine reads it, since a read that
// waits for a stream can't be interrupted.
func openStream(ctx context.Context, stream io.Reader) (*input, error) {
	out, in := io.Pipe()
	go func() {
		_, err := io.CopyBuffer(in, struct{ io.Reader }{stream}, make([]byte, 256<<10))
		in.CloseWithError(err)
	}()
	stop := context.AfterFunc(ctx, func() { out.CloseWithError(ctx.Err()) })
	closer := closerFunc(func() error { stop(); return out.Close() })
	opened, err := decompress(ctx, out)
	if err != nil {
		return nil, errors.Join(err, closer())
	}
	opened.closers = []io.Closer{closer}
	return opened, nil
}

type closerFunc func() error

func (f closerFunc) Close() error { return f() }

var gzipMagic = []byte{0x1f, 0x8b}

func decompress(ctx context.Context, file io.Reader) (*input, error) {
	in := &input{compressed: &meter{Reader: file, ctx: ctx}}
	buffered := bufio.NewReaderSize(in.compressed, 256<<10)
	in.Reader = buffered
	magic, err := buffered.Peek(len(gzipMagic))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if in.plain = !bytes.Equal(magic, gzipMagic); in.plain {
		return in, nil
	}
	in.Reader, err = gzip.NewReader(buffered)
	if err != nil {
		return nil, fmt.Errorf("it begins like a gzip file but is none (%w); if it was cut off while it was copied, copy it again", err)
	}
	return in, nil
}

// skip goes to a place in the decompressed log of which nothing but its head has been read.
func (i *input) skip(to int64) error {
	if i.plain && i.file != nil {
		i.Reader, i.compressed.bytes = i.compressed, to
		_, err := i.file.Seek(to, io.SeekStart)
		return err
	}
	_, err := io.CopyN(io.Discard, i.Reader, to)
	return err
}

// Expand gives the files that patterns name, in the order of the patterns. A pattern without special characters, or one
// that is itself the name of a file, is taken as it stands.
func Expand(patterns []string) ([]string, error) {
	var paths []string
	for _, pattern := range patterns {
		if _, err := os.Lstat(pattern); pattern == standardInput || err == nil || !strings.ContainsAny(pattern, "*?[") {
			paths = append(paths, pattern)
			continue
		}
		matches, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pattern, err)
		}
		if len(matches) == 0 {
			return nil, fmt.Errorf("%s: no file has such a name", pattern)
		}
		paths = append(paths, matches...)
	}
	return paths, nil
}
