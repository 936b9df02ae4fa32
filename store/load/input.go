package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
)

// standardInput is the path that stands for it.
const standardInput = "-"

// input is an open log: its decompressed bytes, and how much of the file has been read for them.
type input struct {
	io.Reader
	file       io.Closer
	compressed *countingReader
	size       int64 // of the file; 0 if not known
}

func (i *input) Close() error { return i.file.Close() }

// position is how far the file has been read, in bytes of the file.
func (i *input) position() int64 { return i.compressed.bytes.Load() }

type countingReader struct {
	io.Reader
	bytes atomic.Int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.bytes.Add(int64(n))
	return n, err
}

// openLog opens a log file. What is compressed is known by its first bytes, not by its name.
func openLog(path string) (*input, error) {
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
	in, err := decompress(file)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	in.file = file
	if info.Mode().IsRegular() {
		in.size = info.Size()
	}
	return in, nil
}

var gzipMagic = []byte{0x1f, 0x8b}

func decompress(file io.Reader) (*input, error) {
	in := &input{compressed: &countingReader{Reader: file}, file: io.NopCloser(nil)}
	buffered := bufio.NewReaderSize(in.compressed, 256<<10)
	in.Reader = buffered
	magic, err := buffered.Peek(len(gzipMagic))
	if err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.Equal(magic, gzipMagic) {
		in.Reader, err = gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("it begins like a gzip file but is none (%w); if it was cut off while it was copied, copy it again", err)
		}
	}
	return in, nil
}

// skip passes over the first bytes of the decompressed log.
func (i *input) skip(bytes int64) error {
	_, err := io.CopyN(io.Discard, i.Reader, bytes)
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
