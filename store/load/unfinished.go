package load

import (
	"bufio"
	"bytes"
	"io"
	"slices"

	"spoor/store"
)

// resume compares what the log holds behind the source's offset with the unfinished line that the source ended in;
// older is that it is only a part of that line.
func (s *source) resume() (older bool) {
	if s.Unfinished == nil {
		return false
	}
	text := s.Unfinished.Text
	log := bufio.NewReaderSize(s.log.Reader, len(text)+1)
	rest, err := log.Peek(len(text) + 1)
	s.log.Reader = log
	switch {
	case err != nil && err != io.EOF: // it comes again when the log is read
		s.rest = s.Bytes - s.Offset
	case bytes.HasPrefix(text, rest): // the same, or what there was of it earlier
		s.rest = s.Bytes - s.Offset
		s.log.Reader = bytes.NewReader(nil)
		return len(rest) < len(text)
	case bytes.HasPrefix(rest, text):
		s.goesOn = true
	default: // the log was changed there: that line stays as it was, and another follows it
		s.Unfinished = nil
	}
	return false
}

// takeBack uncounts the unfinished line in its source, and sees to it that it goes when the line that has come of it is
// stored. That one counts in the load as all do that it reads: what it was before may have been counted by another
// load, and as something else.
func (l *loader) takeBack(s *source) {
	before := s.Unfinished.Before
	l.intake.TakeBack(s.ID)
	l.rejected = slices.DeleteFunc(l.rejected,
		func(r store.Reject) bool { return r.Source == s.ID && r.Line > before.Lines })
	l.whole = append(l.whole, s.ID)
	l.finished += s.Lines - before.Lines
	s.Lines, s.Events, s.Rejects, s.Blank = before.Lines, before.Events, before.Rejects, before.Blank
	s.First, s.Last, s.ZoneAssumed = before.First, before.Last, before.ZoneAssumed
	s.Unfinished = nil
}
