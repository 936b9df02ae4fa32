package logline

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// MaxRecord is the longest record that is read as an event, in bytes.
const MaxRecord = 1 << 20

// Records says how a log is cut into records: each line is one, but in a table of separated values a line feed
// between quotes is a part of the value (RFC 4180), and containers cut a line that is too long into parts. The zero
// value is that of lines.
type Records struct {
	separator byte // 0: it is no table
	dialect   dialect
	goesOn    func(line, next []byte) bool // reports whether the next line is a part of the same; nil: none is
}

// Records is how the logs of a format are cut.
func (f Format) Records() Records {
	if f.prefix != nil { // it stands before every line
		return Records{goesOn: f.prefix.goesOn, separator: f.prefix.separator}
	}
	return Records{separator: f.delimiter(), dialect: f.dialect}
}

// AreLines reports whether each line is a record.
func (r Records) AreLines() bool { return r.separator == 0 && r.goesOn == nil }

// MaySpan reports whether a record of data may have several lines.
func (r Records) MaySpan(data []byte) bool {
	return r.goesOn != nil || r.separator != 0 && bytes.IndexByte(data, r.dialect.quote()) >= 0
}

// End finds where the first record of data ends, behind its line feed. Where the quotes are not those of a record, as
// where one is never closed, the first line is a record by itself, so that it costs no other. Unless data is the last
// of the log, found is false where more of it is needed.
func (r Records) End(data []byte, last bool) (end int, found bool) {
	line := bytes.IndexByte(data, '\n') + 1
	switch {
	case line == 0 && last:
		return len(data), true
	case line == 0:
		return 0, false
	case r.goesOn != nil:
		return r.endOfParts(data, line, last)
	case !r.MaySpan(data[:line]):
		return line, true
	}
	end, state := r.scan(data[:min(len(data), MaxRecord+1)])
	more := state == open || state == closed && data[end-1] != '\n' // may stand behind data
	switch {
	case more && !last && len(data) <= MaxRecord:
		return 0, false
	case state == closed && end <= MaxRecord:
		return end, true
	}
	return line, true
}

// endOfParts is where the last part of a line ends whose first ends at end.
func (r Records) endOfParts(data []byte, end int, last bool) (int, bool) {
	line, first := data[:end], end
	for {
		length := bytes.IndexByte(data[end:], '\n') + 1
		switch {
		case !r.goesOn(line, nil):
			return end, true
		case length == 0 && !last && len(data) <= MaxRecord:
			return 0, false
		case length == 0:
			length = len(data) - end
		}
		next := data[end : end+length]
		if length == 0 || end+length > MaxRecord || !r.goesOn(line, next) {
			return first, true
		}
		line, end = next, end+length
	}
}

// all are the records of these lines.
func (r Records) all(lines [][]byte) (records [][]byte) {
	if r.AreLines() {
		return lines
	}
	for len(lines) > 0 {
		record, count := r.First(lines)
		records, lines = append(records, record), lines[count:]
	}
	return records
}

// maxFirst is how many lines the first of several records may have.
const maxFirst = 256

// First is the first record of these lines, and how many of them it is.
func (r Records) First(lines [][]byte) (record []byte, count int) {
	if r.AreLines() {
		return lines[0], 1
	}
	if r.goesOn != nil {
		if len(lines) == 1 || !r.goesOn(lines[0], lines[1]) {
			return lines[0], 1
		}
	} else if _, state := r.scan(lines[0]); state != open {
		return lines[0], 1
	}
	data := bytes.Join(lines[:min(len(lines), maxFirst)], []byte{'\n'})
	end, _ := r.End(data, true)
	record = bytes.TrimSuffix(data[:end], []byte{'\n'})
	return record, 1 + bytes.Count(record, []byte{'\n'})
}

// quoting is how the quotes of a record are found.
type quoting int

const (
	closed quoting = iota // each is closed where its value ends
	open                  // the data ends before
	wrong                 // something stands between a closing quote and the next value
)

// scan finds the end of the first record of data.
func (r Records) scan(data []byte) (end int, state quoting) {
	if bytes.HasPrefix(data, byteOrderMark) {
		end = len(byteOrderMark)
	}
	for {
		end += len(data[end:]) - len(skipBlanks(data[end:], r.separator))
		if end < len(data) && data[end] == r.dialect.quote() {
			if end = quoteEnd(data, end+1, r.dialect); end < 0 {
				return 0, open
			}
			end += len(data[end:]) - len(bytes.TrimLeft(data[end:], " \r"))
			if end == len(data) {
				return end, closed
			}
		} else if end = r.valueEnd(data, end); end == len(data) {
			return end, closed
		}
		switch data[end] {
		case r.separator:
			end++
		case '\n':
			return end + 1, closed
		default:
			return 0, wrong
		}
	}
}

// quoteEnd is where the value ends that begins at from, behind its quote; -1 if it does not. A quote within is
// doubled, or stands behind a backslash in a dialect that has them.
func quoteEnd(data []byte, from int, d dialect) int {
	for {
		quote := bytes.IndexByte(data[from:], d.quote())
		if quote < 0 {
			return -1
		}
		within := d.has(backslashes) && spelling.Escaped(data[from:from+quote])
		if from += quote + 1; within {
			continue
		}
		if from == len(data) || data[from] != d.quote() {
			return from
		}
		from++
	}
}

// valueEnd is where a value without quotes ends that begins at from.
func (r Records) valueEnd(data []byte, from int) int {
	for from < len(data) && data[from] != r.separator && data[from] != '\n' {
		from++
	}
	return from
}
