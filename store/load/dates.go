package load

import (
	"errors"
	"fmt"
	"io"

	"spoor/store/logline"
)

// settleDates reads on in a log whose beginning has dates such as 3/4/2024, and none that says which of day and month
// stands first, until one does. Where none does the format stays as it is, and such lines are rejects.
func (l *loader) settleDates(s *source, format logline.Format, how logline.Options) (logline.Format, error) {
	log, err := s.again(s.log.compressed.ctx, l.options)
	if err != nil {
		return format, fmt.Errorf("its dates must be read twice: %w", err)
	}
	defer log.Close()
	parser := logline.NewParser(format, how)
	reader := &blockReader{input: log, digest: newDigest(), free: newFreeList(), records: format.Records()}
	for {
		b, err := reader.next(runLines)
		switch {
		case errors.Is(err, io.EOF):
			return format, nil
		case err != nil:
			return format, err
		}
		if layout, known := l.datesOf(s, parser, b.data); known {
			return format.SetLayout(layout), nil
		}
		reader.free.give(b.data)
	}
}

// datesOf is which of day and month stands first in the records of a block, if some date says it.
func (l *loader) datesOf(s *source, parser *logline.Parser, data []byte) (layout logline.TimeLayout, known bool) {
	var e logline.Event
	records := parser.Format().Records()
	for len(data) > 0 {
		next, _ := records.End(data, true)
		if next <= LineLimit {
			parser.Parse(s.encoding.text(data[:next], false), &e)
		}
		data = data[next:]
	}
	return parser.DateOrder()
}
