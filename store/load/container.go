package load

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/therootcompany/xz"
)

// container is a way of compressing files. It is known by the first bytes of a file, whatever the name of that is.
type container struct {
	name  string
	magic [][]byte
	open  func(*bufio.Reader) (io.Reader, error) // what it opens may also be an io.Closer
}

var containers = []container{
	{"gzip", [][]byte{{0x1f, 0x8b}}, openGzip},
	// a frame of data, or one that pzstd puts first
	{"zstd", [][]byte{{0x28, 0xb5, 0x2f, 0xfd}, {0x50, 0x2a, 0x4d, 0x18}}, openZstd},
	{"bzip2", [][]byte{[]byte("BZh")}, func(r *bufio.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }},
	{"xz", [][]byte{[]byte("\xfd7zXZ\x00")}, openXz},
}

// longestMagic is how many bytes tell each container from a log.
const longestMagic = 6

// containerOf is nil for what is not compressed.
func containerOf(head []byte) *container {
	for i := range containers {
		for _, magic := range containers[i].magic {
			if bytes.HasPrefix(head, magic) {
				return &containers[i]
			}
		}
	}
	return nil
}

// zstdWindow is the most memory that a zstd archive may ask for, in bytes: what "zstd --long" writes.
const zstdWindow = 128 << 20

func openZstd(compressed *bufio.Reader) (io.Reader, error) {
	decoder, err := zstd.NewReader(compressed, zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	return decoder.IOReadCloser(), nil
}

// gzipReader reads the members of a gzip file one after the other. Zeros after the last, with which tapes and disks are
// filled up, are nothing.
type gzipReader struct {
	compressed *bufio.Reader
	member     *gzip.Reader
}

func openGzip(compressed *bufio.Reader) (io.Reader, error) {
	member, err := gzip.NewReader(compressed)
	if err != nil {
		return nil, err
	}
	member.Multistream(false)
	return &gzipReader{compressed, member}, nil
}

func (g *gzipReader) Read(p []byte) (int, error) {
	for {
		n, err := g.member.Read(p)
		if n > 0 && err == io.EOF {
			err = nil // it comes again
		}
		if n > 0 || err != io.EOF {
			return n, err
		}
		if err := g.nextMember(); err != nil {
			return 0, err
		}
	}
}

// nextMember gives io.EOF behind the last.
func (g *gzipReader) nextMember() error {
	for {
		next, err := g.compressed.Peek(1)
		if err != nil {
			return err
		}
		if next[0] != 0 {
			break
		}
		_, _ = g.compressed.Discard(1)
	}
	if err := g.member.Reset(g.compressed); err != nil {
		return errTrailing
	}
	g.member.Multistream(false)
	return nil
}

// xzDictionary is the most memory that an xz archive may ask for, in bytes: twice what "xz -9" writes.
const xzDictionary = 128 << 20

// xzReader reads the streams of an xz file one after the other. Zeros between them and behind are nothing.
type xzReader struct{ stream *xz.Reader }

func openXz(compressed *bufio.Reader) (io.Reader, error) {
	stream, err := xz.NewReader(compressed, xzDictionary)
	if err != nil {
		return nil, xzError(err)
	}
	stream.Multistream(false)
	return &xzReader{stream}, nil
}

func (x *xzReader) Read(p []byte) (int, error) {
	for {
		n, err := x.stream.Read(p)
		if n > 0 && err == io.EOF {
			err = nil // it comes again
		}
		if n > 0 || err != io.EOF {
			return n, xzError(err)
		}
		switch err := x.stream.Reset(nil); err {
		case nil:
			x.stream.Multistream(false)
		case io.EOF:
			return 0, io.EOF
		default:
			return 0, errTrailing
		}
	}
}

// xzError says of an error of the library that the archive ends in the middle, if it is that.
func xzError(err error) error {
	if errors.Is(err, xz.ErrBuf) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// errBzip2Trailing is what the library gives for what stands behind an archive.
const errBzip2Trailing = bzip2.StructuralError("bad magic value in continuation file")

// errTrailing means that the archive is sound and something else stands behind it.
var errTrailing = errors.New("something else follows the archive")

// unpacked is the content of an archive. Its errors say what has happened, and what can be done.
type unpacked struct {
	io.Reader
	container  *container
	compressed *meter
	bytes      int64
	most       int64 // bytes that may come out of it; 0: the usual limits
	end        error // why nothing more comes
}

func unpack(compressed *meter, buffered *bufio.Reader, c *container, most int64) (*unpacked, error) {
	u := &unpacked{container: c, compressed: compressed, most: most}
	var err error
	u.Reader, err = c.open(buffered)
	return u, u.explain(err)
}

func (u *unpacked) Read(p []byte) (n int, err error) {
	if u.end == nil {
		u.end = u.checkSize()
	}
	if u.end == nil {
		n, err = u.Reader.Read(p)
		u.bytes += int64(n)
		u.end = u.explain(err)
	}
	return n, u.end
}

// Close frees what the container holds, but not the file.
func (u *unpacked) Close() error {
	if closer, ok := u.Reader.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}

// explain says what an error of unpacking means. One of the file itself passes as it is.
func (u *unpacked) explain(err error) error {
	name := u.container.name
	switch {
	case err == nil, err == io.EOF:
		return err
	case u.compressed.failed != nil:
		return u.compressed.failed
	case errors.Is(err, errTrailing), u.bytes > 0 && (errors.Is(err, zstd.ErrMagicMismatch) || err == errBzip2Trailing):
		return fmt.Errorf("the %s archive is sound, but something that is not %s follows it", name, name)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the %s archive ends in the middle; if it was cut off while it was copied, copy it again", name)
	case errors.Is(err, xz.ErrMemlimit):
		return fmt.Errorf("the xz archive wants more than %d MiB of memory; unpack it first: xz -d", xzDictionary>>20)
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return fmt.Errorf("the zstd archive wants more than %d MiB of memory; unpack it first: zstd -d --long=31",
			zstdWindow>>20)
	}
	return fmt.Errorf("the %s archive is damaged (%w); copy it again, or see what is wrong with it: %[1]s -t", name, err)
}

// The limits of what is unpacked where nothing else is said: a log compresses to a tenth, or a fiftieth where every
// line is nearly the same.
const (
	mostRatio    = 200
	ratioFrom    = 64 << 20 // bytes; so much may come out of anything
	mostUnpacked = 64 << 30
	// unlimited is for what has been loaded once.
	unlimited = math.MaxInt64
)

// errBomb ends the reading of what is likely an archive bomb.
var errBomb = errors.New("that is what an archive bomb does")

// checkSize ends the reading where more comes out of the archive than should.
func (u *unpacked) checkSize() error {
	switch {
	case u.most > 0 && u.bytes > u.most:
		return fmt.Errorf("it unpacks to more than %d bytes; allow more with --max-expand", u.most)
	case u.most > 0:
		return nil
	case u.bytes > mostUnpacked:
		return fmt.Errorf("it unpacks to more than 64 GiB: %w; if it is a log, try --max-expand 1TB", errBomb)
	case u.bytes > ratioFrom && u.bytes > mostRatio*u.compressed.bytes:
		return fmt.Errorf("it unpacks to more than %d times its size: %w; if it is a log, try --max-expand 64GB",
			mostRatio, errBomb)
	}
	return nil
}
