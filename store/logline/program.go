package logline

import "bytes"

// program reads the lines that a format string writes: what stands before each value, and how the value ends.
type program struct {
	names  []string // of the values
	steps  []step
	tail   []byte // behind the last value
	dated  bool   // it takes a time
	parts  bool   // it takes the time in parts
	status int    // the place of the status, or nowhere
	size   int
}

// step takes one value.
type step struct {
	before []byte // what must come first
	place  int    // of the value
	ends   ending
	width  int      // of a value of atWidth
	until  []byte   // what comes behind a value of atText
	part   timePart // if not nil: it reads the value
}

// ending is how a value ends.
type ending uint8

const (
	atText  ending = iota // where the next text begins
	atQuote               // at a quote that no backslash escapes
	atWidth               // after so many bytes
	atEnd                 // with the line
)

// run reads a line by the program of the format.
func (p *Parser) run(line []byte, e *Event) Reason {
	program, rest := p.format.program, line
	p.moment = moment{}
	for i := range program.steps {
		s := &program.steps[i]
		if len(rest) < len(s.before) || string(rest[:len(s.before)]) != string(s.before) {
			return OffFormat
		}
		rest = rest[len(s.before):]
		if s.part != nil {
			var ok bool
			if rest, ok = s.part(&p.moment, rest); !ok {
				return BadTimestamp
			}
			continue
		}
		end := s.end(rest)
		if end < 0 {
			if s.ends == atQuote {
				return UnterminatedQuote
			}
			return OffFormat
		}
		p.record.values[s.place], rest = rest[:end], rest[end:]
	}
	if string(rest) != string(program.tail) {
		return OffFormat
	}
	if reason := p.checkAnswer(program); reason != OK {
		return reason
	}
	return p.event(e)
}

// end is how long the value at the front of s is, or negative.
func (s *step) end(rest []byte) int {
	switch s.ends {
	case atEnd:
		return len(rest)
	case atQuote:
		return closingQuote(rest)
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

// checkAnswer makes sure that status and size are where the format string has them.
func (p *Parser) checkAnswer(program *program) Reason {
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
