package logline

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// access reads a line of a common or combined access log:
//
//	client identity user [02/Jan/2006:15:04:05 -0700] "request" status size
//	client identity user [02/Jan/2006:15:04:05 -0700] "request" status size "referrer" "agent"
//
// with exactly one space between the fields. One log may hold both, line by line. A user may have blanks in its name,
// or an empty one, and before the client there may be others, "client, proxy, proxy".
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
	if len(e.Action) == 0 && e.Status > 0 && isPath(e.Target) {
		e.Action = methodGet
	}
	return tail(rest, e)
}

// absoluteAccess reads what access does, of a server that writes scheme and host before what is requested from it.
func (p *Parser) absoluteAccess(line []byte, e *Event) Reason {
	reason := p.access(line, e)
	e.Target = pathOf(e.Target)
	return reason
}

// origin reads up to the quote that opens the request: who, from where, when.
func (p *Parser) origin(line []byte, e *Event) (rest []byte, reason Reason) {
	client, rest := dottedWord(line)
	dotted := client != nil
	if !dotted {
		client, rest = word(line)
	}
	identity, user := dash, dash
	if len(rest) > len(dashes) && string(rest[:len(dashes)]) == dashes { // as in most lines
		rest = rest[len(dashes):]
	} else {
		identity, rest = word(rest)
		user, rest = word(rest)
	}
	if len(client) == 0 || len(identity) == 0 || len(user) == 0 || len(rest) == 0 || rest[0] != '[' ||
		!dotted && client[len(client)-1] == ',' { // a list
		return p.looseOrigin(line, e, NoMatch)
	}
	time, rest, reason := p.timeAndQuote(rest)
	if reason != OK {
		return p.looseOrigin(line, e, reason)
	}
	e.Client, e.Time, e.ZoneAssumed = client, time, p.assumed
	if !dotted {
		e.Client = p.record.addresses.Client(present(client), p.pick)
	}
	if len(user) != 1 || user[0] != '-' {
		e.User = p.nobody.Name(p.record.unescaped(user))
	}
	return rest, OK
}

const dashes = "- - "

// timeAndQuote reads [time] and the quote that opens the request.
func (p *Parser) timeAndQuote(s []byte) (at int64, rest []byte, reason Reason) {
	closing := 1 + logtime.CommonLength
	ok := len(s) > closing && s[closing] == ']'
	if ok {
		at, ok = p.clock.CommonTime(s[1:closing])
		p.assumed = false
	}
	if p.spelled = !ok; !ok { // written otherwise, as some servers do
		if closing = bytes.IndexByte(s[:min(len(s), logtime.MaxSpelled)], ']'); closing < 2 || s[0] != '[' {
			return 0, nil, BadTimestamp
		}
		if at, p.assumed, ok = p.clock.Read(s[1:closing]); !ok && p.clock.Unsettled {
			return 0, nil, DayOrMonth
		} else if !ok {
			return 0, nil, BadTimestamp
		}
	}
	if rest, ok = opened(s[closing+1:]); !ok {
		return 0, nil, MissingRequest
	}
	return at, rest, OK
}

// looseOrigin reads what origin does where there are more blanks than between fields: in the name of the user, which
// ends at the first time in brackets with a quote behind it (servers escape the quotes in a name), or between several
// clients. why is the answer if that can't be read either.
func (p *Parser) looseOrigin(line []byte, e *Event, why Reason) (rest []byte, reason Reason) {
	for from := 0; ; {
		bracket := bytes.Index(line[from:], []byte(" ["))
		if bracket < 0 {
			return nil, why
		}
		bracket += from
		at, rest, reason := p.timeAndQuote(line[bracket+1:])
		if reason != OK {
			from = bracket + 1
			continue
		}
		client, behind := clients(line[:bracket])
		identity, user, ok := bytes.Cut(behind, []byte{' '})
		if len(client) == 0 || len(identity) == 0 || bytes.ContainsAny(identity, "\t\r\v\f") || !ok ||
			isShifted(identity, user) {
			return nil, why
		}
		e.Time, e.Client = at, p.record.addresses.Client(present(client), p.pick)
		e.User = p.nobody.Name(p.record.unescaped(user))
		if bytes.IndexByte(client, ',') > 0 {
			e.Forwarded = addressList
		}
		return rest, OK
	}
}

// addressList is what a client is taken from that stands first in a list: the header of the request is written in its
// place.
const addressList = "a list of addresses"

// clients cuts a client, or a list of them, and the space behind it off the front of s.
func clients(s []byte) (list, rest []byte) {
	for end, c := range s {
		if isSpace(c) && (c != ' ' || end == 0 || s[end-1] != ',') {
			if c != ' ' {
				return nil, nil
			}
			return s[:end], s[end+1:]
		}
	}
	return nil, nil
}

// isShifted reports whether what stands where a user should is not the name of one with blanks, but several fields:
// there is one more before it, or something has been written before the line. Where servers know the user no identity
// is known.
func isShifted(identity, user []byte) bool {
	user = spelling.TrimBlanks(user)
	return bytes.IndexByte(user, ' ') >= 0 &&
		(string(identity) != "-" || bytes.HasPrefix(user, []byte("- ")) ||
			user[0] == '[' && bytes.Contains(user, []byte("] - ")))
}

// answer reads status and size, each behind a space.
func answer(s []byte, e *Event) (rest []byte, reason Reason) {
	if len(s) == 0 || s[0] != ' ' {
		return nil, BadStatus
	}
	if rest, ok := plainAnswer(s, e); ok {
		return rest, OK
	}
	return otherAnswer(s, e)
}

// otherAnswer reads them as they may be, too: with - for none, or a size of any length.
func otherAnswer(s []byte, e *Event) (rest []byte, reason Reason) {
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

// plainAnswer reads " 200 1234 " as nearly all lines have it, with up to nine digits.
func plainAnswer(s []byte, e *Event) (rest []byte, ok bool) {
	if len(s) < len(" 200 0") || s[4] != ' ' {
		return nil, false
	}
	hundreds, tens, ones := s[1]-'0', s[2]-'0', s[3]-'0'
	if hundreds > 9 || tens > 9 || ones > 9 {
		return nil, false
	}
	size, end := int64(0), 5
	for ; end < len(s) && s[end]-'0' <= 9; end++ {
		size = size*10 + int64(s[end]-'0')
	}
	if end == 5 || end > 14 || end < len(s) && s[end] != ' ' {
		return nil, false
	}
	e.Status, e.Bytes = int32(hundreds)*100+int32(tens)*10+int32(ones), size
	return s[min(end+1, len(s)):], true
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

// splitRequest takes the first word for the method, the last one for the protocol if it begins with HTTP/, and all
// between them for the target, which may have spaces. A request of one part, such as the "-" of a broken connection,
// is a target without a method.
func splitRequest(request []byte) (action, target []byte) {
	if len(request) > 0 && request[0] == ' ' {
		request = spelling.TrimBlanks(request)
	}
	space := len(methodGet)
	if len(request) <= space || string(request[:space+1]) != "GET " { // as most requests begin
		if space = bytes.IndexByte(request, ' '); space < 0 {
			return nil, request
		}
	}
	action, target = request[:space], request[space+1:]
	if n := len(target) - len(" HTTP/1.1"); n > 0 && isProtocol(target[n:]) && target[n-1] != ' ' && target[0] != ' ' {
		return action, target[:n]
	}
	if last := bytes.LastIndexByte(target, ' '); bytes.HasPrefix(target[last+1:], []byte("HTTP/")) {
		target = target[:max(last, 0)]
	}
	if n := len(target); n > 0 && (target[0] == ' ' || target[n-1] == ' ') {
		target = spelling.TrimBlanks(target)
	}
	return action, target
}

// isProtocol tells " HTTP/1.1" as nearly all requests end, and " HTTP 1.1" as some programs write it.
func isProtocol(s []byte) bool {
	return string(s[:5]) == " HTTP" && (s[5] == '/' || s[5] == ' ') && s[6]-'0' <= 9 && s[7] == '.' && s[8]-'0' <= 9
}

// isPath reports whether a target is one that can be looked at: a path, or a URL.
func isPath(target []byte) bool {
	return len(target) > 0 && target[0] == '/' ||
		bytes.HasPrefix(target, []byte("http://")) || bytes.HasPrefix(target, []byte("https://"))
}

// dottedWord cuts a field of digits and points, as most addresses are, and the one space behind it off the front.
func dottedWord(s []byte) (field, rest []byte) {
	end := decimal.Dotted(s)
	if end == 0 || end == len(s) || s[end] != ' ' {
		return nil, nil
	}
	return s[:end], s[end+1:]
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
	end := spelling.ClosingQuote(s)
	if end < 0 {
		return nil, nil, false
	}
	return s[:end], s[end+1:], true
}

// statusLength reports whether an amount is as long as a status: three digits, or the "-" of a missing one.
func statusLength(field []byte) bool { return len(field) == 3 || field[0] == '-' }

// amount reads a number, or the "-" of a missing one as -1. So does one that is too long for an int64.
func amount(field []byte) (n int64, ok bool) {
	if len(field) == 1 && field[0] == '-' {
		return -1, true
	}
	return decimal.Number(field)
}
