package relay

import (
	"bytes"

	"spoor/store/logline/decimal"
)

// FileName cuts what grep writes before a line off: the name of the file, the number of the line, or both, each
// with a colon behind it.
func FileName(line []byte) (at, rest []byte, ok bool) {
	rest = line
	if decimal.Length(line) == 0 {
		name, behind := until(line, ':')
		if len(behind) == 0 || bytes.IndexByte(name, '.') < 0 || bytes.ContainsAny(name, " \t\"{[<=,;|") {
			return nil, line, false
		}
		rest, ok = behind, true
	}
	if digits := decimal.Length(rest); digits > 0 && digits < len(rest) && rest[digits] == ':' {
		rest, ok = rest[digits+1:], true
	}
	return nil, rest, ok && len(rest) > 0
}
