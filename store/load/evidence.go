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
	"time"

	"spoor/store"
	"spoor/store/logline"
	"spoor/store/model"
)

// Evidence is the line of a log that an event came from.
type Evidence struct {
	Path string
	Line int64  // from 1
	Raw  []byte // the first line of its record, without the line feed, as UTF-8 where it was loaded from another encoding
}

// Why the line of an event can't be shown.
var (
	ErrNotKept = errors.New("it came through the standard input, a pipe or a webhook, which is not kept")
	ErrGone    = errors.New("the log is not there any more")
	ErrChanged = errors.New("the log has changed since it was loaded")
)

// Original reads the line of an event again from its log. The error is ErrNotKept, ErrGone or ErrChanged, or one of
// reading.
func Original(ctx context.Context, c Known, event model.Event) (Evidence, error) {
	found := Evidence{Line: event.Line}
	sources, err := c.Sources(ctx)
	if err != nil {
		return found, err
	}
	source, err := sourceByID(sources, event.Source)
	if err != nil {
		return found, err
	}
	found.Path = source.Path
	info, err := os.Stat(source.Path)
	if source.Path == standardInput || source.Received() || err == nil && !info.Mode().IsRegular() {
		return found, fmt.Errorf("line %d: %w", event.Line, ErrNotKept)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return found, goneLine(source.Path, event.Line)
	}
	mark, err := c.MarkBefore(ctx, event.Source, event.Line)
	if err != nil {
		return found, err
	}
	encoding, err := EncodingNamed(source.Encoding)
	if err != nil {
		return found, err
	}
	how := opening{maxExpand: unlimited, encoding: encoding}
	format, unknown := logline.Named(source.Format)
	raw, err := readRecord(ctx, how, source.Path, mark, event.Line, format.Records())
	record := encoding.text(raw, event.Line == 1)
	first, _, _ := bytes.Cut(record, []byte{'\n'})
	found.Raw = bytes.TrimRight(first, "\r")
	same := false
	if err == nil && unknown == nil {
		same, err = how.saysSo(ctx, source, format, record, event)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return found, goneLine(source.Path, event.Line)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), err == nil && !same:
		found.Raw = nil
		return found, fmt.Errorf("%s line %d: %w", source.Path, event.Line, ErrChanged)
	}
	return found, err
}

func goneLine(path string, line int64) error {
	return fmt.Errorf("%s line %d: %w; put it back to see the line", path, line, ErrGone)
}

func sourceByID(sources []store.Source, id int) (store.Source, error) {
	for _, source := range sources {
		if source.ID == id {
			return source, nil
		}
	}
	return store.Source{}, fmt.Errorf("the case has no source %d", id)
}

// readRecord reads the record that begins at a line, from a mark before it.
func readRecord(ctx context.Context, how opening, path string, mark store.Mark, line int64,
	records logline.Records) ([]byte, error) {
	log, err := how.open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	if err := log.skip(mark.Offset); err != nil {
		return nil, err
	}
	reader := bufio.NewReaderSize(log, 64<<10)
	for at := mark.Line; at < line; {
		_, err := reader.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return nil, err
		}
		if err == nil {
			at++
		}
	}
	if records.AreLines() {
		return readLimited(reader)
	}
	raw, err := io.ReadAll(io.LimitReader(reader, LineLimit+1))
	if err == nil && len(raw) == 0 {
		err = io.EOF
	}
	end, _ := records.End(raw, true)
	return bytes.TrimRight(raw[:end], "\r\n"), err
}

// readLimited reads to the end of the line, but no more than a line can have.
func readLimited(reader *bufio.Reader) ([]byte, error) {
	var raw []byte
	for {
		part, err := reader.ReadSlice('\n')
		raw = append(raw, part...)
		switch {
		case err == bufio.ErrBufferFull && len(raw) <= LineLimit:
			continue
		case err == io.EOF && len(raw) > 0, err == bufio.ErrBufferFull:
			err = nil
		}
		return bytes.TrimRight(raw, "\r\n"), err
	}
}

// saysSo reports whether the line still is the event: a log that was rotated or written anew has other lines in the
// same place.
func (o opening) saysSo(ctx context.Context, source store.Source, format logline.Format,
	raw []byte, event model.Event) (bool, error) {
	how := logline.Options{Now: time.UnixMilli(event.Time)}
	if event.Time < logline.DefaultEarliest.UnixMilli() { // which the load has believed
		how.Earliest = logline.AnyTime
	}
	if isEvent(logline.NewParser(format, how), raw, event) {
		return true, nil
	}
	if !format.Turns() {
		return false, nil
	}
	parser := logline.NewParser(format.Unheaded(), how) // other fields than in the end
	err := o.readHeaders(ctx, source.Path, event.Line, parser)
	return err == nil && isEvent(parser, raw, event), err
}

func isEvent(parser *logline.Parser, raw []byte, event model.Event) bool {
	var e logline.Event
	reason := parser.Parse(raw, &e)
	sameTime := e.Time == event.Time || e.ZoneAssumed // the zone that was assumed then is not known
	return reason == logline.OK && sameTime && model.Text(e.Action) == event.Request.Action
}

// readHeaders shows the parser what stands before a line.
func (o opening) readHeaders(ctx context.Context, path string, line int64, parser *logline.Parser) error {
	log, err := o.open(ctx, path)
	if err != nil {
		return err
	}
	defer log.Close()
	reader := bufio.NewReaderSize(log, 64<<10)
	var e logline.Event
	for at, begins := int64(1), true; at < line; {
		part, err := reader.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
		whole := err == nil
		if begins && whole { // no header is longer
			parser.Parse(o.encoding.text(part, at == 1), &e)
		}
		if begins = whole; whole {
			at++
		}
	}
	return nil
}
