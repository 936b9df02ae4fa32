package logline

import (
	"bytes"

	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// program reads the lines that a format string writes: what stands before each value, and how the value ends.
type program struct {
	names  []string // of the values
	steps  []step
	tail   []byte // behind the last value
	dated  bool   // it takes a time
	parts  bool   // it takes the time in parts
	user   int    // the place of the user, or nowhere
	status int    // likewise
	size   int

	identity int // likewise, of the identity by RFC 1413, which stands before the user
}

// step takes one value.
type step struct {
	before []byte // what must come first
	place  int    // of the value
	ends   ending
	width  int          // of a value of atWidth
	until  []byte       // what comes behind a value of atText or atLast
	part   logtime.Part // if not nil: it reads the value

	request bool // of atLast: it is a whole request, which ends with its protocol
	list    bool // of addresses, which goes on behind a comma
}

// ending is how a value ends.
type ending uint8

const (
	atText  ending = iota // where the next text begins
	atQuote               // at a quote that no backslash escapes
	atWidth               // after so many bytes
	atEnd                 // with the line
	atLast                // at the last place where the text behind it stands and the rest fits: the value may hold blanks
)

// mostBlanks is how many of what ends the name of a user may be a part of it.
const mostBlanks = 8

// run reads a line by the program of the format. Where it does not fit, what ends the name of the user may be a part of
// it.
func (p *Parser) run(line []byte, e *Event) Reason {
	reason := p.take(line, 0)
	for blanks := 1; reason != OK && p.format.program.user != nowhere && blanks <= mostBlanks; blanks++ {
		again := p.take(line, blanks)
		if again == OK {
			reason = OK
		}
		if again == nameEnds {
			break
		}
	}
	if reason != OK {
		return reason
	}
	return p.event(e)
}

// nameEnds means that a name has no such place where it could end.
const nameEnds = reasonCount

// take cuts the values out of a line. blanks says how many of what ends the name of the user are a part of it.
func (p *Parser) take(line []byte, blanks int) Reason {
	p.moment = logtime.Moment{}
	if reason := p.takeFrom(0, line, blanks); reason != OK {
		return reason
	}
	return p.checkAnswer(p.format.program)
}

// takeFrom cuts out the values of the steps from one on.
func (p *Parser) takeFrom(first int, rest []byte, blanks int) Reason {
	program := p.format.program
	closed := 0 // a value was no more than a - without its quotes, so the one that closes it is missing
	for i := first; i < len(program.steps); i++ {
		s := &program.steps[i]
		before := s.before[closed:]
		closed = 0
		if len(rest) < len(before) || string(rest[:len(before)]) != string(before) {
			if rest = s.bareDash(rest, before); rest == nil {
				return OffFormat
			}
			p.record.values[s.place], closed = dash, 1
			continue
		}
		rest = rest[len(before):]
		if s.part != nil {
			var ok bool
			if rest, ok = s.part(&p.moment, rest); !ok {
				return BadTimestamp
			}
			continue
		}
		if s.ends == atLast {
			return p.takeSpread(i, rest, blanks)
		}
		end := s.listEnd(rest)
		if blanks > 0 && s.place == program.user {
			if end = s.later(rest, end, blanks); end < 0 {
				return nameEnds
			}
		}
		if end < 0 {
			if s.ends == atQuote {
				return UnterminatedQuote
			}
			return OffFormat
		}
		p.record.values[s.place], rest = rest[:end], rest[end:]
	}
	if string(rest) != string(program.tail[closed:]) {
		return OffFormat
	}
	return OK
}

var dash = []byte{'-'}

// bareDash is what follows a - that stands in the place of a value in quotes, which some servers leave out then; nil if
// there is none. before is what must come before the value, with its quote.
func (s *step) bareDash(rest, before []byte) []byte {
	last := len(before) - 1
	if s.ends != atQuote || last < 0 || len(rest) <= last || rest[last] != '-' ||
		string(rest[:last]) != string(before[:last]) {
		return nil
	}
	return rest[last+1:]
}

// mostPlaces is at how many places a value that may hold blanks is tried to end.
const mostPlaces = 64

// takeSpread cuts out a value that may hold blanks, and all behind it. The value ends where the rest fits: an agent as
// late as can be, since what stands behind it has no blanks; a request behind its protocol, as soon as can be, since an
// agent may stand there.
func (p *Parser) takeSpread(i int, rest []byte, blanks int) Reason {
	s := &p.format.program.steps[i]
	from, end := 0, len(rest)
	for range mostPlaces {
		if s.request {
			next := bytes.Index(rest[from:], s.until)
			end, from = from+next, from+next+1
			if next < 0 {
				break
			}
		} else if end = bytes.LastIndex(rest[:end], s.until); end < 0 {
			break
		}
		value := rest[:end]
		// a list of addresses goes on
		if s.request && !wholeRequest(value) || !s.request && bytes.HasSuffix(value, []byte{','}) {
			continue
		}
		p.record.values[s.place] = value
		if p.takeFrom(i+1, rest[end:], blanks) == OK && p.checkAnswer(p.format.program) == OK {
			return OK
		}
	}
	return OffFormat
}

// wholeRequest reports whether a request without quotes ends here: behind its protocol, or as the - of none.
func wholeRequest(s []byte) bool {
	return len(s) == 1 && s[0] == '-' || bytes.HasPrefix(s[bytes.LastIndexByte(s, ' ')+1:], []byte("HTTP/"))
}

// later is where the value ends if it has so many of what ends it within, or negative.
func (s *step) later(rest []byte, end, blanks int) int {
	for ; blanks > 0 && end >= 0 && end < len(rest); blanks-- {
		next := s.end(rest[end+1:])
		if next < 0 {
			return next
		}
		end += 1 + next
	}
	if blanks > 0 {
		return -1
	}
	return end
}

// listEnd is end, but a list of addresses goes on behind a comma.
func (s *step) listEnd(rest []byte) int {
	end := s.end(rest)
	for s.list && end > 0 && end < len(rest) && rest[end-1] == ',' {
		end = s.later(rest, end, 1)
	}
	return end
}

// end is how long the value at the front of s is, or negative.
func (s *step) end(rest []byte) int {
	switch s.ends {
	case atEnd:
		return len(rest)
	case atQuote:
		return spelling.ClosingQuote(rest)
	case atWidth:
		if len(rest) < s.width {
			return -1
		}
		return s.width
	default:
		if len(s.until) == 1 {
			return bytes.IndexByte(rest, s.until[0])
		}
		return bytes.Index(rest, s.until)
	}
}

// checkAnswer makes sure that status and size are where the format string has them, and the user, too.
func (p *Parser) checkAnswer(program *program) Reason {
	if program.user != nowhere && bytes.IndexByte(p.record.values[program.user], ' ') >= 0 {
		identity := []byte{'-'}
		if program.identity != nowhere {
			identity = p.record.values[program.identity]
		}
		if isShifted(identity, p.record.values[program.user]) {
			return OffFormat
		}
	}
	if program.status != nowhere {
		status := p.record.values[program.status]
		if _, ok := amount(status); !ok || !statusLength(status) {
			return BadStatus
		}
	}
	if program.size != nowhere {
		if _, ok := amount(p.record.values[program.size]); !ok {
			return BadSize
		}
	}
	return OK
}
