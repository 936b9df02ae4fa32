package logline

import (
	"strings"

	"spoor/store/logline/decimal"
	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
	"spoor/store/logline/vocabulary"
)

// beginHeadless takes the fields of a line whose header is lost, as behind grep, if a server has them in this order by
// default and the line can't be otherwise.
func (p *Parser) beginHeadless(line []byte) bool {
	if p.format.defined != nil || len(line) < len("2006-01-02") || line[4] != '-' {
		return false
	}
	r := &p.record
	if reason := r.splitSpaces(line, maxColumns); reason != OK {
		return false
	}
	for _, known := range vocabulary.W3C {
		fields := strings.Fields(known)
		if known == vocabulary.CloudFront && len(r.values) >= vocabulary.LeastOfThem {
			fields = fields[:min(len(fields), len(r.values))]
		}
		if len(fields) == len(r.values) && r.areOf(fields) {
			p.useFields(fields)
			return p.fields > 0
		}
	}
	return false
}

// areOf reports whether the values can be those of fields: a date, a time, a method, a path, an address, and a status.
func (r *record) areOf(fields []string) bool {
	for i, value := range r.values {
		ok := true
		switch fields[i] {
		case "date":
			ok = len(value) == len("2006-01-02") && value[4] == '-' && value[7] == '-'
		case "time":
			ok = logtime.IsTimeOfDay(value)
		case "cs-method":
			ok = isVerb(value)
		case "cs-uri-stem":
			ok = value[0] == '/' || isDash(value)
		case "c-ip":
			ok = spelling.MayBeAddress(value)
		case "sc-status":
			ok = len(value) == 3 && decimal.Length(value) == 3
		}
		if !ok {
			return false
		}
	}
	return true
}
