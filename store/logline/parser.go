package logline

import (
	"bytes"
	"math"
	"time"
)

// Parser reads the lines of one log. It keeps memory between lines, so every goroutine needs its own.
type Parser struct {
	parse  func(*Parser, []byte, *Event) Reason
	clock  clock
	object object
}

// NewParser makes a parser for a format. Times that name no zone are read in zone (nil: UTC).
func NewParser(f Format, zone *time.Location) *Parser {
	if zone == nil {
		zone = time.UTC
	}
	return &Parser{parse: f.parse, clock: newClock(zone), object: newObject()}
}

// Parse reads one line, without its line feed, into e. Unless the answer is OK, e holds nothing of use.
// A byte order mark before the line and white space behind it (a carriage return, too) are no part of it.
func (p *Parser) Parse(line []byte, e *Event) Reason {
	line = trim(line)
	if len(line) == 0 {
		return Blank
	}
	*e = Event{Bytes: -1}
	if reason := p.parse(p, line, e); reason != OK {
		return reason
	}
	if len(e.User) == 0 && len(e.Client) == 0 {
		return MissingUser
	}
	return OK
}

var byteOrderMark = []byte("\uFEFF")

func trim(line []byte) []byte {
	line = bytes.TrimPrefix(line, byteOrderMark)
	end := len(line)
	for end > 0 && isSpace(line[end-1]) {
		end--
	}
	return line[:end]
}

// isSpace knows the white space of ASCII and no other: a log is bytes before it is text.
func isSpace(c byte) bool {
	return c == ' ' || c-'\t' <= '\r'-'\t'
}

// present returns what a field says, and nothing for the "-" that stands for a missing one.
func present(field []byte) []byte {
	if len(field) == 1 && field[0] == '-' {
		return nil
	}
	return field
}

// number reads decimal digits and nothing else. A number that an int64 can't hold comes out as -1.
func number(digits []byte) (n int64, ok bool) {
	for _, c := range digits {
		if c-'0' > 9 {
			return 0, false
		}
		digit := int64(c - '0')
		if n < 0 || n > (math.MaxInt64-digit)/10 {
			n = -1
		} else {
			n = n*10 + digit
		}
	}
	return n, len(digits) > 0
}
