package logline

import "bytes"

// table reads a record of values between commas, semicolons or tabs. The first line that names columns is
// the header; so is each that repeats it, as where logs were put together.
func (p *Parser) table(line []byte, separator byte, e *Event) Reason {
	r := &p.record
	if p.format.columns == nil {
		if reason := r.split(line, separator, maxColumns); reason != OK || !p.setColumns(texts(r.values)) {
			return NoHeader
		}
		return Blank
	}
	columns := p.format.columns
	if reason := r.split(line, separator, len(columns)); reason != OK {
		return reason
	}
	if len(r.values) < len(columns) {
		return ColumnCount
	}
	if r.repeats(columns) {
		return Blank
	}
	return p.event(e)
}

func texts(values [][]byte) []string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = columnName(value)
	}
	return texts
}

// columnName is the name of a column on one line.
func columnName(value []byte) string {
	if bytes.IndexByte(value, '\n') >= 0 {
		return string(bytes.Join(bytes.Fields(value), []byte{' '}))
	}
	return string(bytes.TrimSpace(value))
}

// repeats reports whether the values are the header.
func (r *record) repeats(columns []string) bool {
	for i, column := range columns {
		value := r.values[i]
		if string(bytes.TrimSpace(value)) != column && (bytes.IndexByte(value, '\n') < 0 || columnName(value) != column) {
			return false
		}
	}
	return true
}

// split cuts a line into values.
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
				r.values = append(r.values, trimBlanks(line))
				return OK
			}
			value := line[:end]
			if end > 0 && value[end-1] <= ' ' {
				value = trimBlanks(value)
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

// skipBlanks drops the blanks before a value, or behind its quotes.
func skipBlanks(s []byte, separator byte) []byte {
	for len(s) > 0 && (s[0] == ' ' || s[0] == '\t') && s[0] != separator {
		s = s[1:]
	}
	return s
}
