package logline

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// unescaped gives a name that a server has escaped its letters back. One that would hold control characters or no UTF-8
// stays as it is written.
func (r *record) unescaped(name []byte) []byte {
	if bytes.IndexByte(name, '\\') < 0 {
		return name
	}
	start := len(r.scratch)
	decoded := spelling.AppendUnescaped(r.scratch, name)
	if !spelling.Printable(decoded[start:]) {
		return name
	}
	r.scratch = decoded
	return decoded[start:]
}
