package logline

import "bytes"

// access reads a line of a common or combined access log:
//
//	client identity user [02/Jan/2006:15:04:05 -0700] "request" status size
//	client identity user [02/Jan/2006:15:04:05 -0700] "request" status size "referrer" "agent"
//
// with exactly one space between the fields. One log may hold both, line by line.
func (p *Parser) access(line []byte, e *Event) Reason {
	rest, reason := p.origin(line, e)
	if reason != OK {
		return reason
	}
	request, rest, ok := quoted(rest)
	if !ok {
		return UnterminatedQuote
	}
	e.Action, e.Target = splitRequest(request)
	if rest, reason = answer(rest, e); reason != OK {
		return reason
	}
	return tail(rest, e)
}

// origin reads up to the quote that opens the request: who, from where, when.
func (p *Parser) origin(line []byte, e *Event) (rest []byte, reason Reason) {
	client, line := word(line)
	identity, line := word(line)
	user, line := word(line)
	if len(client) == 0 || len(identity) == 0 || len(user) == 0 || len(line) == 0 || line[0] != '[' {
		return nil, NoMatch
	}
	const closing = 1 + commonTimeLength
	if len(line) <= closing || line[closing] != ']' {
		return nil, BadTimestamp
	}
	time, ok := p.clock.commonTime(line[1:closing])
	if !ok {
		return nil, BadTimestamp
	}
	e.Client, e.User, e.Time = present(client), present(user), time
	rest, ok = opened(line[closing+1:])
	if !ok {
		return nil, MissingRequest
	}
	return rest, OK
}

// answer reads status and size, each behind a space.
func answer(s []byte, e *Event) (rest []byte, reason Reason) {
	if len(s) == 0 || s[0] != ' ' {
		return nil, BadStatus
	}
	status, rest := until(s[1:], ' ')
	code, ok := amount(status)
	if !ok || !statusLength(status) {
		return nil, BadStatus
	}
	size, rest := until(rest, ' ')
	bytes, ok := amount(size)
	if !ok {
		return nil, BadSize
	}
	e.Status, e.Bytes = int32(max(code, 0)), bytes
	return rest, OK
}

// tail reads what a combined line has and a common line has not.
func tail(s []byte, e *Event) Reason {
	if len(s) == 0 {
		return OK
	}
	if s[0] != '"' {
		return BadTail
	}
	referrer, s, ok := quoted(s[1:])
	if !ok {
		return UnterminatedQuote
	}
	s, ok = opened(s)
	if !ok {
		return BadTail
	}
	agent, s, ok := quoted(s)
	if !ok {
		return UnterminatedQuote
	}
	if len(s) > 0 {
		return BadTail
	}
	e.Referrer, e.Agent = present(referrer), present(agent)
	return OK
}

// splitRequest parts method and target at spaces. A request of one part, such as the "-" of a broken connection,
// is a target without a method.
func splitRequest(request []byte) (action, target []byte) {
	space := bytes.IndexByte(request, ' ')
	if space < 0 {
		return nil, request
	}
	target, _ = until(request[space+1:], ' ')
	return request[:space], target
}

// word cuts a field without white space and the one space behind it off the front; it is empty if there is none.
func word(s []byte) (field, rest []byte) {
	for i, c := range s {
		if isSpace(c) {
			if c != ' ' {
				return nil, nil
			}
			return s[:i], s[i+1:]
		}
	}
	return nil, nil
}

// until cuts s at the first separator, which is in neither part.
func until(s []byte, separator byte) (before, after []byte) {
	if i := bytes.IndexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, nil
}

// opened skips the space and the quote before a quoted field.
func opened(s []byte) (rest []byte, ok bool) {
	if len(s) < 2 || s[0] != ' ' || s[1] != '"' {
		return nil, false
	}
	return s[2:], true
}

// quoted cuts s, which starts behind an opening quote, at the closing one.
func quoted(s []byte) (field, rest []byte, ok bool) {
	end := closingQuote(s)
	if end < 0 {
		return nil, nil, false
	}
	return s[:end], s[end+1:], true
}

// closingQuote is where the first quote is that no backslash escapes, or negative.
func closingQuote(s []byte) int {
	for end := 0; ; end++ {
		quote := bytes.IndexByte(s[end:], '"')
		if quote < 0 {
			return -1
		}
		end += quote
		if !escaped(s[:end]) {
			return end
		}
	}
}

// escaped tells whether a byte behind s is escaped: backslashes pair up, and an odd one is left for it.
func escaped(s []byte) bool {
	start := len(s)
	for start > 0 && s[start-1] == '\\' {
		start--
	}
	return (len(s)-start)%2 == 1
}

// statusLength tells whether an amount is as long as a status: three digits, or the "-" of a missing one.
func statusLength(field []byte) bool { return len(field) == 3 || field[0] == '-' }

// amount reads a number, or the "-" of a missing one as -1. So does one that is too long for an int64.
func amount(field []byte) (n int64, ok bool) {
	if len(field) == 1 && field[0] == '-' {
		return -1, true
	}
	return number(field)
}
