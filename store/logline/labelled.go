package logline

import (
	"bytes"

	"spoor/store/logline/jsonvalue"
	"spoor/store/logline/spelling"
)

// ltsv reads a line of label:value or label=value pairs between tabs.
func (p *Parser) ltsv(line []byte, e *Event) Reason {
	p.record.forget()
	if bytes.IndexByte(line, '\t') < 0 {
		return NoLabel // one pair makes no event
	}
	for len(line) > 0 {
		var pair []byte
		pair, line = until(line, '\t')
		length := spelling.NameLength(pair)
		if length == 0 || length == len(pair) || pair[length] != ':' && pair[length] != '=' {
			return NoLabel
		}
		if found := p.record.tree.find(pair[:length]); found != nil && found.place != nowhere {
			p.record.keep(found.place, pair[length+1:])
		}
	}
	return p.event(e)
}

// logfmt reads a line of name=value pairs between spaces, which may have commas before them. A value may be quoted,
// with the escapes of Go; a name may stand alone.
func (p *Parser) logfmt(line []byte, e *Event) Reason {
	p.record.forget()
	pairs := 0
	for {
		line = bytes.TrimLeft(line, " ")
		if len(line) == 0 {
			break
		}
		length := spelling.NameLength(line)
		if length == 0 {
			return NoLabel
		}
		name, rest := line[:length], line[length:]
		if len(rest) == 0 || rest[0] == ' ' {
			line = rest
			continue
		}
		if rest[0] != '=' {
			return NoLabel
		}
		value, rest, reason := p.record.logfmtValue(rest[1:])
		if reason != OK {
			return reason
		}
		pairs++
		if found := p.record.tree.find(name); found != nil && found.place != nowhere {
			p.record.keep(found.place, value)
		}
		line = rest
	}
	if pairs == 0 {
		return NoLabel
	}
	return p.event(e)
}

func (r *record) logfmtValue(s []byte) (value, rest []byte, reason Reason) {
	if len(s) > 1 && s[0] == '\'' { // quotes of a shell, if the value ends with one
		if end := bytes.IndexByte(s[1:], '\''); end >= 0 && (len(s) == end+2 || s[end+2] == ' ') {
			return s[1 : end+1], s[end+2:], OK
		}
	}
	if len(s) == 0 || s[0] != '"' {
		if value, rest = until(s, ' '); len(rest) > 0 {
			value = bytes.TrimSuffix(value, []byte{','})
		}
		return value, rest, OK
	}
	value, rest, ok := quoted(s[1:])
	if !ok {
		return nil, nil, UnterminatedQuote
	}
	if rest = bytes.TrimPrefix(rest, []byte{','}); len(rest) > 0 && rest[0] != ' ' {
		return nil, nil, BadQuote
	}
	if bytes.IndexByte(value, '\\') < 0 {
		return value, rest, OK
	}
	start := len(r.scratch)
	r.scratch = appendUnquoted(r.scratch, value)
	return r.scratch[start:], rest, OK
}

// appendUnquoted appends a value without its backslashes. What they do not escape stays as it is.
func appendUnquoted(to, s []byte) []byte {
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			return append(to, s...)
		}
		to = append(to, s[:i]...)
		if meant, ok := jsonvalue.Unescaped(s[i+1]); ok {
			to = append(to, meant)
		} else {
			to = append(to, s[i:i+2]...)
		}
		s = s[i+2:]
	}
}
