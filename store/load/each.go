package load

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"spoor/store/logline"
)

// EachEvent hands every event of a log to take, without a case. What the event holds lives until take returns.
func EachEvent(ctx context.Context, path string, o Options, take func(e *logline.Event)) error {
	log, err := o.openAny(ctx, path)
	if err != nil {
		return err
	}
	defer log.Close()
	s, err := o.begin(log)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	free := newFreeList()
	reader := &blockReader{input: s.log, digest: sha256.New(), free: free}
	for ctx.Err() == nil {
		b, err := reader.next(runLines)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if b.long == 0 {
			s.eachEvent(b, take)
		}
		free.give(b.data)
	}
	return ctx.Err()
}

func (s *source) eachEvent(b *block, take func(e *logline.Event)) {
	var e logline.Event
	var line []byte
	first := b.offset == 0
	for data := b.data; len(data) > 0; first = false {
		line, data, _ = bytes.Cut(data, []byte{'\n'})
		if len(line) <= LineLimit && s.parser.Parse(s.encoding.text(line, first), &e) == logline.OK {
			take(&e)
		}
	}
}

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
	buffered := bufio.NewReaderSize(s.log.Reader, headBytes)
	head, _ := buffered.Peek(headBytes) // an error comes again when the log is read
	s.head = bytes.Clone(head)
	s.log.Reader = buffered
}
