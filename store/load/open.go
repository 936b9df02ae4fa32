package load

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// openAny opens a file, or the standard input for "-".
func (o Options) openAny(ctx context.Context, path string) (*input, error) {
	if path == standardInput {
		return o.opening().openStream(ctx, o.Input)
	}
	return o.opening().open(ctx, path)
}

// begin looks at the beginning of a log and tells its format.
func (o Options) begin(log *input) (*source, error) {
	s := &source{log: log}
	s.takeHead()
	return s, (&loader{options: o}).chooseFormat(s)
}

// takeHead keeps the beginning of the log, which can still be read from there.
func (s *source) takeHead() {
	head, err := s.log.readHead()
	s.begin = beginning{head: head}
	readers := []io.Reader{bytes.NewReader(head)}
	switch err {
	case nil:
		readers = append(readers, s.log.Reader)
	case io.EOF:
	default: // it comes again when the log is read
		readers = append(readers, failedReader{err})
	}
	s.log.Reader = io.MultiReader(readers...)
}

// leastHead is how much of a log is read first, in bytes, since most logs of those that are many are small.
const leastHead = 16 << 10

// heads is memory for the heads of logs of which there may be thousands, one after the other.
var heads = sync.Pool{New: func() any { head := make([]byte, headBytes); return &head }}

// borrowHead has the head of a log be read into memory that goes to another log when this one is closed.
func (i *input) borrowHead() { i.head = heads.Get().(*[]byte) }

// readHead reads the beginning of a log. The error is io.EOF where that is all of it.
func (i *input) readHead() ([]byte, error) {
	if i.head != nil && i.Reader == i.buffer && i.expected < bufferSize { // it lies in the buffer until the log is closed
		if all, err := i.buffer.Peek(int(i.expected) + 1); err == io.EOF {
			return all[:len(all):len(all)], err
		}
	}
	var head []byte
	for size := int(min(max(i.expected+1, leastHead), headBytes)); ; size = min(2*size, headBytes) {
		var whole []byte
		if i.head != nil {
			whole = (*i.head)[:size]
		} else {
			whole = make([]byte, size)
		}
		have := copy(whole, head)
		n, err := io.ReadFull(i.Reader, whole[have:])
		head = whole[: have+n : have+n]
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		if err != nil || size == headBytes {
			return head, err
		}
	}
}

// failedReader is the rest of a log that can't be read.
type failedReader struct{ err error }

func (f failedReader) Read([]byte) (int, error) { return 0, f.err }
