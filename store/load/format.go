package load

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"spoor/store/logline"
)

// headLines is how many lines are looked at to tell whether the format fits.
const headLines = 1000

// chooseFormat takes the format that is asked for, else the one the source was loaded in before, else the one that its
// first lines are in. A format that most of them do not fit is an error, so that a wrong one fills no case with
// rejects.
func (l *loader) chooseFormat(s *source) error {
	if err := l.chooseEncoding(s); err != nil {
		return err
	}
	if err := checkForeign(s.begin.head); err != nil {
		return err
	}
	how := l.readingOf(s)
	format, err := l.formatOf(s, how)
	if err != nil {
		if err = noFormat(err, s.begin.head, s.headLines(), how); err == nil { // any will do
			s.parser = logline.NewParser(logline.Formats()[0], how)
		}
		return err
	}
	if format.Unsettled() {
		if format, err = l.settleDates(s, format, how); err != nil {
			return err
		}
	}
	s.parser, s.layoutAsked = logline.NewParser(format, how), !how.Layout.IsZero()
	if s.encoding.decoder == nil && s.parser.Format().LinesAlone() {
		s.another = func() *logline.Parser { return logline.NewParser(format, how) }
	}
	detected := l.options.Format == "" && s.Format == "" // so it fits
	s.Format = s.parser.Format().Name
	if detected && !format.Unsettled() {
		return nil
	}
	how.OneFormat = true
	if err := checkFormat(format, logline.NewParser(format, how), s.headLines()); err != nil {
		s.parser = logline.NewParser(format, how) // which shows what is not in the format
		return err
	}
	return nil
}

func (l *loader) formatOf(s *source, how logline.Options) (logline.Format, error) {
	asked, known := l.options.Format, s.Format
	if asked == "" && known == "" {
		return l.options.detected.detect(s, how)
	}
	if asked == "" {
		return logline.Named(known)
	}
	format, err := logline.Named(asked)
	if before, wrong := logline.Named(known); err == nil && wrong == nil && before.Title() == format.Title() {
		return before, nil // which knows the columns of a header that may have been passed already
	}
	if err != nil {
		return format, err
	}
	return format.Learn(s.headLines(), how), nil
}

// reading is how lines are read, whatever their format.
func (l *loader) reading() logline.Options {
	o := &l.options
	return logline.Options{Zone: o.Zone, Now: o.now(), UserBy: o.UserBy, Mapping: o.Mapping, Nobody: o.Nobody,
		Earliest: o.Earliest, Layout: o.Layout}
}

// readingOf is how the lines of a source are read. Times that name no year are of the last before something was written
// to it, and of today where nobody knows when that was. A file that seems to be older than such logs are tells nothing.
func (l *loader) readingOf(s *source) logline.Options {
	how := l.reading()
	if s.log == nil {
		return how
	}
	if s.log.written.Before(how.Now) && s.log.written.After(oldestFile) {
		how.Now, s.written = s.log.written, s.log.written
	}
	if l.goesOn {
		how.Later = l.options.now
	}
	return how
}

// oldestFile is when files were written of which programs do not say when: they write 1970 or 1980 instead.
var oldestFile = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)

// chooseEncoding takes the encoding that is asked for, else the one the source was loaded in before. Each source has a
// decoder of its own, since several are read at once.
func (l *loader) chooseEncoding(s *source) (err error) {
	s.lines = nil
	s.encoding, err = EncodingNamed(cmp.Or(l.options.Encoding.name, s.Source.Encoding))
	return err
}

// headLines are the lines that are looked at, as text. The encoding has been chosen.
func (s *source) headLines() [][]byte {
	if s.lines == nil {
		s.lines = s.encoding.texts(firstOf(s.begin.head, headLines))
	}
	return s.lines
}

// firstOf cuts out the first lines. What comes after the last line feed is a line only if the head is all of the log.
func firstOf(head []byte, most int) [][]byte {
	var lines [][]byte
	cut := len(head) == headBytes
	for len(head) > 0 && len(lines) < most {
		line, rest, ended := bytes.Cut(head, []byte{'\n'})
		if !ended && cut {
			break
		}
		if lines == nil { // the others are about as long
			lines = make([][]byte, 0, min(9*len(head)/(8*len(line)+8)+1, most))
		}
		lines = append(lines, line)
		head = rest
	}
	return lines
}

// checkFormat refuses a format that rejects more than half of the lines, and says why it rejects the first three.
func checkFormat(format logline.Format, parser *logline.Parser, lines [][]byte) error {
	var rejects, blank int
	var why []string
	var e logline.Event
	records := format.Records()
	for i, count := 0, 0; i < len(lines); i += count {
		var line []byte
		line, count = records.First(lines[i:])
		reason := parser.Parse(line, &e)
		silent := reason == logline.NoActor || reason == logline.MissingUser && format.MayBeSilent()
		if reason == logline.Blank || silent { // which belongs to the format
			blank++
			continue
		}
		if !reason.Rejects() {
			continue
		}
		rejects++
		if len(why) < 3 {
			why = append(why, fmt.Sprintf("line %d: %s", i+1, reason))
		}
	}
	if rejects*2 <= len(lines)-blank {
		return nil
	}
	short := fmt.Sprintf("%d of the first %d lines are not in the format %s", rejects, len(lines), format.Title())
	return &formatError{short: short, tried: " (" + strings.Join(why, "; ") + ")",
		advice: "try another --format, or say with --user-by and --field what is called otherwise (spoor load --help)"}
}

// noFormat says why no format was found for a log that begins with head. It is no error if there are only blank lines.
func noFormat(err error, head []byte, lines [][]byte, how logline.Options) error {
	switch {
	case isBinary(head):
		return errors.New("it holds binary data, not text; if it is UTF-16, use --encoding utf-16")
	case len(lines) == 0 && len(head) > 0:
		return fmt.Errorf("its first line is longer than %d KiB, so its format can't be detected; name it with --format, "+
			"which spoor load --help explains", headBytes>>10)
	case errors.Is(err, logline.ErrNoLines):
		return nil
	}
	var unknown *logline.UnknownFormatError
	if !errors.As(err, &unknown) {
		return err
	}
	advice := cmp.Or(logline.Suggest(lines, how),
		"name it with --format, or give the log_format of nginx or the LogFormat of Apache, "+
			"or say with --user-by and --field what is called otherwise (spoor load --help)")
	if slices.ContainsFunc(lines, func(line []byte) bool { return !utf8.Valid(line) }) {
		advice = "it is not UTF-8: say what it is written in, as in --encoding cp949, or " + advice
	}
	return &formatError{short: unknown.Summary(), tried: "; " + unknown.Details(), advice: advice}
}
