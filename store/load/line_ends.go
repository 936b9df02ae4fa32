package load

import (
	"bytes"
	"io"
)

// endsWithReturns reports whether the lines of a log that begins so end with a carriage return alone, as those of old
// Macs and of spreadsheets that still write for them.
func endsWithReturns(head []byte) bool {
	at := bytes.IndexByte(head, '\r')
	return at > 0 && at < len(head)-1 && bytes.IndexByte(head, '\n') < 0
}

// returns reads line feeds in place of carriage returns.
type returns struct{ io.Reader }

// Read replaces what it reads.
func (r returns) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
