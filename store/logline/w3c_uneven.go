package logline

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/spelling"
)

// maxBlanks is how many blanks within the values of a line are mended.
const maxBlanks = 16

// even cuts a line between blanks that has not as many values as there are fields: there are empty ones, as SHOUTcast
// writes them, or one has blanks in it, as the queries of Exchange do. What can't be told is no event.
func (p *Parser) even(line []byte) Reason {
	r := &p.record
	if len(r.values) < p.fields {
		if bytes.Count(line, blank) != p.fields-1 {
			return ColumnCount
		}
		if reason := r.split(line, ' ', p.fields); reason != OK || p.fitsWithout(0, p.fields) {
			return reason
		}
		return ColumnCount
	}
	if reason := r.splitSpaces(line, p.fields+maxBlanks); reason != OK {
		return reason
	}
	surplus, cut := len(r.values)-p.fields, len(r.values)
	for _, f := range []field{queryField, targetField, agentField, userField} {
		for _, place := range r.places[f] {
			if place >= p.fields || !p.fitsWithout(surplus, place) {
				continue
			}
			for _, more := range r.values[place+1 : place+1+surplus] {
				r.values[place] = r.join(r.values[place], " ", more)
			}
			r.values = append(r.values[:place+1], r.values[place+1+surplus:cut]...)
			return OK
		}
	}
	return ColumnCount
}

var blank = []byte{' '}

// fitsWithout reports whether the client is an address, and numbers are numbers, once so many values behind a place
// belong to it.
func (p *Parser) fitsWithout(surplus, place int) bool {
	at := func(column int) []byte {
		if column > place {
			column += surplus
		}
		return p.record.values[column]
	}
	addressed := false
	for _, column := range p.record.places[clientField] {
		if column < p.fields {
			addressed = addressed || spelling.MayBeAddress(at(column))
		}
	}
	for column, name := range p.format.columns[:p.fields] {
		switch name {
		case "s-port", "sc-status", "sc-substatus", "sc-win32-status", "time-taken", "sc-bytes", "cs-bytes":
			if value := at(column); !isDash(value) && decimal.Length(value) < len(value) {
				return false
			}
		}
	}
	return addressed
}
