package logline

import (
	"bytes"
	"slices"
	"strings"

	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// w3cLog is what the directives of a W3C extended log have said so far, besides its fields.
type w3cLog struct {
	days      logtime.Days // from #Date on: of times that have no date
	timePlace int          // of those times
	fields    int          // how many values a line has
	localTime bool         // the times are those of the zone; else UTC, as the format demands
}

// dateColumn is a column that is on no line: the date of #Date.
const dateColumn = "date="

// w3c reads a line of values between spaces or tabs, or a directive, which begins with a #.
func (p *Parser) w3c(line []byte, e *Event) Reason {
	if line[0] == '#' {
		p.directive(line)
		return Blank
	}
	if p.fields == 0 && !p.beginHeadless(line) {
		return NoHeader
	}
	if reason := p.splitFields(line); reason != OK {
		return reason
	}
	r := &p.record
	if p.fields < len(p.format.columns) {
		if p.days.Turn(r.values[p.timePlace]) {
			p.useFields(p.format.columns[:p.fields])
			return p.w3c(line, e)
		}
		r.values = append(r.values, p.days.OfLast())
	}
	for _, place := range r.places[agentField] {
		r.values[place] = r.agent(r.values[place])
	}
	return p.event(e)
}

// splitFields cuts a line into as many values as there are fields.
func (p *Parser) splitFields(line []byte) Reason {
	r := &p.record
	if bytes.Count(line, []byte{'\t'}) == p.fields-1 && p.fields > 1 { // then a value may hold spaces, or nothing
		if reason := r.split(line, '\t', p.fields); reason != OK || len(r.values) == p.fields {
			return reason
		}
		return ColumnCount
	}
	reason := r.splitSpaces(line, p.fields)
	if reason == ColumnCount || reason == OK && len(r.values) < p.fields {
		return p.even(line)
	}
	return reason
}

// directive takes the fields and the date out of the directives.
func (p *Parser) directive(line []byte) {
	end := bytes.IndexAny(line, ":\t") // Zeek's names end with a tab
	if end < 0 {
		return
	}
	name, value := line[:end], bytes.TrimSpace(line[end+1:])
	switch strings.ToLower(string(name)) {
	case "#date":
		if len(value) >= len("2006-01-02") && value[4] == '-' && value[7] == '-' {
			p.days.Begin(bytes.Clone(value[:len("2006-01-02")]))
			if p.fields > 0 {
				p.useFields(p.format.columns[:p.fields])
			}
		}
	case "#fields":
		if fields := texts(bytes.Fields(value)); len(fields) > 0 && len(fields) <= maxColumns {
			p.useFields(fields)
		}
	}
}

// resume takes the fields, and the date, from the name of the format.
func (p *Parser) resume(columns []string) {
	if n := len(columns); n > 0 && strings.HasPrefix(columns[n-1], dateColumn) {
		p.days.Begin([]byte(strings.TrimPrefix(columns[n-1], dateColumn)))
		columns = columns[:n-1]
	}
	p.useFields(columns)
}

// useFields takes fields. Those that can't make an event leave none, so that no line is read by older ones.
func (p *Parser) useFields(fields []string) {
	before := p.fields
	p.fields = len(fields)
	p.localTime = !slices.Contains(fields, "time")
	columns := slices.Clone(fields)
	if p.days.Date != nil && !slices.Contains(fields, "date") && slices.Contains(fields, "time") {
		columns = append(columns, dateColumn+string(p.days.Date))
		p.timePlace = slices.Index(fields, "time")
	}
	if before == p.fields && slices.Equal(columns, p.format.columns) || len(columns) > 0 && p.setColumns(columns) {
		return
	}
	p.fields, p.format.columns = 0, nil
	p.format = p.format.renamed()
	p.arrange(nil)
}

// splitSpaces cuts a line into values between spaces or tabs, however many. Some programs quote values.
func (r *record) splitSpaces(line []byte, most int) Reason {
	r.values = r.values[:0]
	for {
		start := 0
		for start < len(line) && isSpace(line[start]) {
			start++
		}
		if line = line[start:]; len(line) == 0 {
			return OK
		}
		if len(r.values) == most {
			return ColumnCount
		}
		value := line
		if line[0] == '"' {
			var ok bool
			if value, line, ok = r.doubleQuoted(line[1:]); !ok {
				return UnterminatedQuote
			}
			if len(line) > 0 && !isSpace(line[0]) {
				return BadQuote
			}
		} else {
			end := 0
			for end < len(line) && (line[end] > ' ' || !isSpace(line[end])) {
				end++
			}
			value, line = line[:end], line[end:]
		}
		r.values = append(r.values, value)
	}
}

// agent gives an agent its spaces back: IIS writes a + for each, CloudFront %20, which it has done twice at times.
func (r *record) agent(value []byte) []byte {
	for bytes.IndexByte(value, ' ') < 0 && (bytes.IndexByte(value, '+') >= 0 || bytes.IndexByte(value, '%') >= 0) {
		start := len(r.scratch)
		r.scratch = spelling.AppendDecoded(r.scratch, value)
		if value = r.scratch[start:]; !bytes.Contains(value, encodedBlank) {
			break
		}
	}
	return value
}

var encodedBlank = []byte("%20")
