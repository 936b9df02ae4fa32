package logline

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// maxColumns is how many columns a header may name, and maxHeader how many bytes their names may have: they become a
// part of the name of the format.
const (
	maxColumns = 1000
	maxHeader  = 16 << 10
)

// setColumns takes what a header names, if it names enough for an event.
func (p *Parser) setColumns(columns []string) bool {
	length := 0
	for _, column := range columns {
		if length += len(column); length > maxHeader {
			return false
		}
		if !utf8.ValidString(column) || strings.ContainsFunc(column, func(r rune) bool { return !strconv.IsPrint(r) }) {
			return false
		}
	}
	before := p.format
	p.format.columns = columns
	p.arrange(columns)
	if p.namesEvents() {
		p.format = p.format.renamed()
		return true
	}
	p.format = before
	p.arrange(before.columns)
	return false
}

// namesEvents reports whether there are columns for a time and for what tells users apart.
func (p *Parser) namesEvents() bool {
	places := &p.record.places
	if columns, _ := p.format.defined.translate(p.format.columns); !p.format.defined.fits(columns) {
		return false
	}
	if len(places[timeField])+len(places[dateField]) == 0 {
		return false
	}
	if len(places[userField])+len(places[clientField]) > 0 {
		return true
	}
	for _, parts := range p.keys {
		for _, part := range parts {
			if len(part.places)+len(part.jar) > 0 {
				return true
			}
		}
	}
	return false
}

// zoneOfColumns is the zone that a column of times says behind its name, as "Time (UTC)" and "Time (GMT+9)" do; nil
// if none does.
func (r *record) zoneOfColumns(columns []string) *time.Location {
	for _, place := range append(r.places[timeField], r.places[dateField]...) {
		_, unit := spelling.CutUnit(columns[place])
		text := strings.TrimPrefix(strings.TrimPrefix(unit, "UTC"), "GMT")
		if text == "" && unit != "" {
			return time.UTC
		}
		if len(text) == 2 { // +9
			text = text[:1] + "0" + text[1:]
		}
		if offset, ok := logtime.ZoneOffset([]byte(text)); ok {
			return time.FixedZone(unit, int(offset/1000))
		}
	}
	return nil
}

// doubleQuoted cuts s, which starts behind an opening quote, at the closing one. A quote within is doubled.
func (r *record) doubleQuoted(s []byte) (value, rest []byte, ok bool) {
	doubled := false
	for end := 0; ; end += 2 {
		quote := bytes.IndexByte(s[end:], '"')
		if quote < 0 {
			return nil, nil, false
		}
		end += quote
		if end+1 < len(s) && s[end+1] == '"' {
			doubled = true
			continue
		}
		if value, rest = s[:end], s[end+1:]; doubled {
			value = r.halved(value)
		}
		return value, rest, true
	}
}

// halved makes one quote of two.
func (r *record) halved(value []byte) []byte {
	start := len(r.scratch)
	for {
		quote := bytes.IndexByte(value, '"')
		if quote < 0 {
			r.scratch = append(r.scratch, value...)
			return r.scratch[start:]
		}
		r.scratch = append(r.scratch, value[:quote+1]...)
		value = value[quote+2:]
	}
}
