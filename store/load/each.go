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
	log, err := openAny(ctx, path, o.Input)
	if err != nil {
		return err
	}
	defer log.Close()
	buffered := bufio.NewReaderSize(log.Reader, headBytes)
	s := &source{log: log}
	s.head, _ = buffered.Peek(headBytes) // an error comes again when the log is read
	l := &loader{options: o, free: newFreeList()}
	if err := l.chooseFormat(s); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	reader := &blockReader{input: buffered, digest: sha256.New(), free: l.free}
	for ctx.Err() == nil {
		b, err := reader.next(runLines)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if b.long == 0 {
			eachEvent(s.parser, b.data, take)
		}
		l.free.give(b.data)
	}
	return ctx.Err()
}

func eachEvent(parser *logline.Parser, data []byte, take func(e *logline.Event)) {
	var e logline.Event
	var line []byte
	for len(data) > 0 {
		line, data, _ = bytes.Cut(data, []byte{'\n'})
		if parser.Parse(line, &e) == logline.OK {
			take(&e)
		}
	}
}

// openAny opens a file, or the standard input for "-".
func openAny(ctx context.Context, path string, standard io.Reader) (*input, error) {
	if path == standardInput {
		return decompress(ctx, standard)
	}
	return openLog(ctx, path)
}
