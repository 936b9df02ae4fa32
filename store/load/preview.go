package load

import (
	"context"
	"fmt"
	"io"

	"spoor/store"
	"spoor/store/logline"
)

// Preview is how a log would be read.
type Preview struct {
	Format                        logline.Format
	Container                     string // gzip and the like; empty: it is not compressed
	Lines, Events, Rejects, Blank int64  // that were looked at
	FirstEvents                   []PreviewEvent
	FirstRejects                  []store.Reject
	Remarks                       []store.Remark
	Fields                        logline.FieldUse
}

// PreviewEvent is an event of a log that is looked at, and the line that it is of, from 1.
type PreviewEvent struct {
	Line int64
	*logline.Event
}

// previewLines is about how many lines are looked at for rejects.
const previewLines = 100_000

// Look reads the beginning of a log and keeps its first events and its first rejects, at most so many of each. Where
// the log would not be loaded the error says why, and the preview shows what was tried, if anything was.
func Look(ctx context.Context, path string, o Options, most int) (Preview, error) {
	var p Preview
	log, err := o.openAny(ctx, path)
	if err != nil {
		return p, err
	}
	defer log.Close()
	p.Container = log.container
	s, refused := o.begin(log)
	if refused != nil {
		refused = fmt.Errorf("%s: %w", path, refused)
	}
	if s.parser == nil {
		return p, refused
	}
	l := &loader{options: o, latest: o.latest(), take: func(_ int, line int64, e *logline.Event) {
		if len(p.FirstEvents) < most {
			p.FirstEvents = append(p.FirstEvents, PreviewEvent{line, e.Clone()})
		}
	}}
	err = l.look(&blockReader{input: log, digest: newDigest(), free: newFreeList(), records: s.parser.Format().Records()},
		s, most)
	p.Format = s.parser.Format()
	p.Lines, p.Events, p.Rejects, p.Blank = l.lines, l.events, l.rejects, l.blank
	p.Fields = fieldsOf(s, l.reading())
	counted, _ := s.remarks()
	p.Remarks = append(s.others(), counted...)
	p.FirstRejects = l.rejected[:min(len(l.rejected), most)]
	switch {
	case refused != nil:
		return p, refused
	case err != nil:
		return p, fmt.Errorf("%s: %w", path, err)
	}
	return p, ctx.Err()
}

// look parses until there are enough events and rejects, or lines.
func (l *loader) look(reader *blockReader, s *source, most int) error {
	for l.lines < previewLines && (l.events < int64(most) || l.rejects < int64(most)) {
		b, err := reader.next(previewLines)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		b.source, b.unfinished = s, false // it will not go on while it is looked at
		l.parseBlock(b)
		reader.free.give(b.data)
	}
	return nil
}
