package logline

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// table reads a record of values between separators. The first line that names columns is the header; so is each that
// repeats it, as where logs were put together, or that names others.
func (p *Parser) table(line []byte, e *Event) Reason {
	r := &p.record
	if p.format.columns == nil || line[0] == '#' && bytes.HasPrefix(line, fieldsDirective) {
		return p.header(line)
	}
	columns := p.format.columns
	if reason := p.splitRecord(line, len(columns)); reason != OK {
		if reason == ColumnCount && p.turns(line) {
			return Blank
		}
		return reason
	}
	if r.repeats(columns) {
		return Blank
	}
	reason := p.event(e)
	if reason == BadTimestamp && (p.isDrawn(line) || p.turns(line)) {
		return Blank
	}
	return reason
}

// fieldsDirective is what Exchange writes before a header.
var fieldsDirective = []byte("#Fields: ")

// header takes the names of the columns. What programs write before them, comments, and lines that databases draw, are
// passed over.
func (p *Parser) header(line []byte) Reason {
	if p.isDrawn(line) || isPreamble(line) {
		return Blank
	}
	if line[0] != '#' {
		return p.columnsOf(line)
	}
	if !bytes.HasPrefix(line, []byte("#fields")) { // of Zeek, which has one name more than there are columns
		p.columnsOf(spelling.TrimBlanks(bytes.TrimPrefix(line[1:], fieldsDirective[1:]))) // a comment may be the header
	}
	return Blank
}

// columnsOf takes the names of the columns if they are on this line.
func (p *Parser) columnsOf(line []byte) Reason {
	separator := p.format.delimiter()
	if bytes.IndexByte(line, separator) < 0 || p.record.splitIn(p.format.dialect, line, separator, maxColumns) != OK ||
		!p.setColumns(texts(p.record.values)) {
		return NoHeader
	}
	return Blank
}

// isPreamble tells what spreadsheets and PowerShell write before a header: "sep=," and "#TYPE System.Object".
func isPreamble(line []byte) bool {
	return bytes.HasPrefix(line, []byte("sep=")) && len(line) <= len("sep=,") || bytes.HasPrefix(line, []byte("#TYPE "))
}

// turns reports whether the record names columns in place of those before, and takes them. Where the time should be,
// it must have a word, so that nobody who can write into the other columns can do that.
func (p *Parser) turns(line []byte) bool {
	r, d := &p.record, p.format.dialect
	d.habits &= singleQuotes | backslashes
	if p.format.defined != nil && p.format.defined.file.Columns != nil ||
		r.splitIn(d, line, p.format.delimiter(), maxColumns) != OK {
		return false
	}
	for _, place := range r.places[timeField] {
		if place >= len(r.values) || bytes.ContainsAny(r.values[place], "0123456789") {
			return false
		}
	}
	turned := p.setColumns(texts(r.values))
	p.turned = p.turned || turned
	return turned
}

// splitRecord cuts a record into as many values as there are columns.
func (p *Parser) splitRecord(line []byte, columns int) Reason {
	var reason Reason
	r := &p.record
	if d := p.format.dialect; d != (dialect{}) {
		reason = p.splitInDialect(d, line, columns)
	} else if reason = r.split(line, p.format.separator, columns); reason == OK && len(r.values) < columns {
		reason = ColumnCount
	}
	if reason == ColumnCount {
		return p.drawn(line)
	}
	last := columns - 1
	if reason == OK && p.format.separator == '|' && p.format.columns[last] == "" && len(r.values[last]) > 0 {
		return ColumnCount // a bar within a value has moved those behind it
	}
	return reason
}

// splitInDialect does so where a record has not as many values as columns by the habits of its dialect.
func (p *Parser) splitInDialect(d dialect, line []byte, columns int) Reason {
	r, most := &p.record, columns
	switch {
	case d.has(rowNames) || d.has(endSeparator):
		most++
	case d.has(moreColumns):
		most = maxColumns
	}
	if reason := r.splitIn(d, line, p.format.delimiter(), most); reason != OK {
		return reason
	}
	switch n := len(r.values); {
	case n == most && d.has(rowNames):
		r.values = r.values[1:]
	case n > columns && (d.has(moreColumns) || len(r.values[columns]) == 0):
		r.values = r.values[:columns]
	case n < columns && d.has(missingValues) && n > p.lastNeeded()+1:
		for len(r.values) < columns {
			r.values = append(r.values, nil)
		}
	case n != columns:
		return ColumnCount
	}
	return OK
}

// lastNeeded is the last of the columns that may say when and who: what stands in them must be whole.
func (p *Parser) lastNeeded() (last int) {
	for _, field := range []field{timeField, dateField, userField, clientField} {
		for _, place := range p.record.places[field] {
			last = max(last, place)
		}
	}
	return last
}

// drawn is the reason for a line that has not as many values as there are columns: one that is no record of the table
// is blank.
func (p *Parser) drawn(line []byte) Reason {
	comment := line[0] == '#' && p.format.defined.fileColumns() == nil
	if comment || p.isDrawn(line) || isPreamble(line) {
		return Blank
	}
	return ColumnCount
}

// isDrawn tells what databases draw around tables with bars between values.
func (p *Parser) isDrawn(line []byte) bool {
	return p.format.separator == '|' && spelling.IsDrawn(line)
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
