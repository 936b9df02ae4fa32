package logline

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// split cuts a record as RFC 4180 has it into values.
func (r *record) split(line []byte, separator byte, most int) Reason {
	r.values = r.values[:0]
	for {
		if len(r.values) == most {
			return ColumnCount
		}
		if len(line) > 0 && line[0] <= ' ' {
			line = skipBlanks(line, separator)
		}
		if len(line) == 0 || line[0] != '"' {
			end := bytes.IndexByte(line, separator)
			if end < 0 {
				r.values = append(r.values, spelling.TrimBlanks(line))
				return OK
			}
			value := line[:end]
			if end > 0 && value[end-1] <= ' ' {
				value = spelling.TrimBlanks(value)
			}
			r.values, line = append(r.values, value), line[end+1:]
			continue
		}
		value, rest, ok := r.doubleQuoted(line[1:])
		if !ok {
			return UnterminatedQuote
		}
		r.values = append(r.values, value)
		if rest = skipBlanks(rest, separator); len(rest) == 0 {
			return OK
		}
		if rest[0] != separator {
			return BadQuote
		}
		line = rest[1:]
	}
}

// splitIn cuts a record in a dialect into values.
func (r *record) splitIn(d dialect, line []byte, separator byte, most int) Reason {
	if d.habits == 0 {
		return r.split(line, separator, most)
	}
	r.values = r.values[:0]
	for {
		line = skipBlanks(line, separator)
		switch {
		case len(r.values) == most:
			return ColumnCount
		case d.has(lastTakesRest) && len(r.values) == most-1 && bytes.IndexByte(line, separator) >= 0 && !r.isQuoted(d, line):
			r.values = append(r.values, spelling.TrimBlanks(line))
			return OK
		case len(line) == 0 || line[0] != d.quote():
			value, rest, more := bytes.Cut(line, []byte{separator})
			if r.values, line = append(r.values, spelling.TrimBlanks(value)), rest; !more {
				return OK
			}
			continue
		}
		value, rest, ok := r.quotedIn(d, line[1:])
		if !ok {
			return UnterminatedQuote
		}
		r.values = append(r.values, value)
		if rest = skipBlanks(rest, separator); len(rest) == 0 {
			return OK
		}
		if rest[0] != separator {
			return BadQuote
		}
		line = rest[1:]
	}
}

// isQuoted reports whether all of s is one value in quotes.
func (r *record) isQuoted(d dialect, s []byte) bool {
	if s[0] != d.quote() {
		return false
	}
	end := quoteEnd(s, 1, d)
	return end > 0 && len(skipBlanks(s[end:], 0)) == 0
}

// quotedIn cuts s, which starts behind an opening quote, at the closing one.
func (r *record) quotedIn(d dialect, s []byte) (value, rest []byte, ok bool) {
	end := quoteEnd(s, 0, d)
	if end < 0 {
		return nil, nil, false
	}
	value, rest = s[:end-1], s[end:]
	if bytes.IndexByte(value, d.quote()) < 0 && (!d.has(backslashes) || bytes.IndexByte(value, '\\') < 0) {
		return value, rest, true
	}
	start := len(r.scratch)
	for i := 0; i < len(value); i++ {
		c := value[i]
		escapes := c == d.quote() || d.has(backslashes) && c == '\\'
		if escapes && i+1 < len(value) && (value[i+1] == d.quote() || value[i+1] == c) {
			i++
			c = value[i]
		}
		r.scratch = append(r.scratch, c)
	}
	return r.scratch[start:], rest, true
}

// skipBlanks drops the blanks before a value, or behind its quotes.
func skipBlanks(s []byte, separator byte) []byte {
	for len(s) > 0 && (s[0] == ' ' || s[0] == '\t') && s[0] != separator {
		s = s[1:]
	}
	return s
}
