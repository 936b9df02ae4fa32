package logline

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrNoLines means that a sample has only blank lines, or none.
var ErrNoLines = errors.New("no lines to tell the format from")

// UnknownFormatError says why no format fits: what was tried, and how each of them failed.
type UnknownFormatError struct {
	Lines int // lines of the sample that are not blank
	Tried []Attempt
}

// Attempt is what came of reading a sample in one format.
type Attempt struct {
	Format   Format
	Events   int       // lines that are events
	Failures []Failure // the first rejects, at most maxFailures
	own      int       // events that look like this format
}

// Failure is a line that a format could not read.
type Failure struct {
	Line   int // in the sample, from 1
	Reason Reason
}

const maxFailures = 3

// Error is one line that names no text of the log: whoever wants to show some finds it by the line number.
func (e *UnknownFormatError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no format fits %d lines", e.Lines)
	for _, a := range e.Tried {
		fmt.Fprintf(&b, "; %s reads %d, but line %d: %s", a.Format.Name, a.Events, a.Failures[0].Line, a.Failures[0].Reason)
	}
	return b.String()
}

// Detect tells from the first lines of a log which format they are in: the one that reads most of them, if that is
// at least half of those that are not blank. Otherwise the error is ErrNoLines or an *UnknownFormatError.
func Detect(sample [][]byte) (Format, error) {
	unknown := &UnknownFormatError{}
	var best Attempt
	for _, format := range formats {
		attempt, lines := try(format, sample)
		if lines == 0 {
			return Format{}, ErrNoLines
		}
		unknown.Lines = lines
		unknown.Tried = append(unknown.Tried, attempt)
		if attempt.Events > best.Events || attempt.Events == best.Events && attempt.own > best.own {
			best = attempt
		}
	}
	if best.Events*2 < unknown.Lines {
		return Format{}, unknown
	}
	return best.Format, nil
}

// try reads a sample in one format. lines counts those that are not blank.
func try(format Format, sample [][]byte) (attempt Attempt, lines int) {
	attempt.Format = format
	parser := NewParser(format, time.UTC)
	var e Event
	for i, line := range sample {
		reason := parser.Parse(line, &e)
		if reason == Blank {
			continue
		}
		lines++
		if !reason.Rejects() {
			attempt.Events++
			if format.own(trim(line)) {
				attempt.own++
			}
			continue
		}
		if len(attempt.Failures) < maxFailures {
			attempt.Failures = append(attempt.Failures, Failure{Line: i + 1, Reason: reason})
		}
	}
	return attempt, lines
}
