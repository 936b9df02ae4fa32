package logline

import (
	"bytes"
	"slices"

	"spoor/store/logline/decimal"
	"spoor/store/logline/jsonvalue"
	"spoor/store/logline/spelling"
)

// plainly gives the values of a line of text their letters back: those of a line that is JSON, of which a regular
// expression takes them as they are escaped, and those that the format says are written as the hexadecimal digits of
// their bytes, or as in URLs.
func (p *Parser) plainly(line []byte) {
	r, digits, percent := &p.record, p.format.defined.digits, p.format.defined.percent
	if line[0] != '{' && digits == nil && percent == nil {
		return
	}
	for _, place := range r.filled {
		value := r.values[place]
		start := len(r.scratch)
		switch {
		case line[0] == '{' && bytes.IndexByte(value, '\\') >= 0 && jsonvalue.IsString(value):
			r.scratch = jsonvalue.AppendUnescaped(r.scratch, value)
		case slices.Contains(digits, place) && len(value)%2 == 0:
			to, ok := decimal.AppendBytes(r.scratch, value)
			if !ok || !spelling.Printable(to[start:]) {
				continue
			}
			r.scratch = to
		case slices.Contains(percent, place) && bytes.IndexByte(value, '%') >= 0:
			r.scratch = spelling.AppendDecoded(r.scratch, value)
		default:
			continue
		}
		r.values[place] = r.scratch[start:]
	}
}
