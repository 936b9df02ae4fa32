package logline

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/spelling"
)

// unescaped gives a name that a server has escaped its letters back: \\ and \" and \xHH, as Apache and nginx write a
// backslash, a quote and what is not ASCII. One that would hold control characters or no UTF-8 stays as it is
// written.
func (r *record) unescaped(name []byte) []byte {
	if bytes.IndexByte(name, '\\') < 0 {
		return name
	}
	start := len(r.scratch)
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c != '\\' || i+1 == len(name):
		case name[i+1] == '\\' || name[i+1] == '"':
			i++
			c = name[i]
		case name[i+1] == 'x' && i+3 < len(name) && decimal.HexValue(name[i+2]) >= 0 && decimal.HexValue(name[i+3]) >= 0:
			c = byte(decimal.HexValue(name[i+2])<<4 | decimal.HexValue(name[i+3]))
			i += 3
		}
		r.scratch = append(r.scratch, c)
	}
	if decoded := r.scratch[start:]; spelling.Printable(decoded) {
		return decoded
	}
	r.scratch = r.scratch[:start]
	return name
}
