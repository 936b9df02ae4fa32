package relay

import (
	"bytes"
	"slices"
)

// Escape begins what terminals take for colours, \x1b[32m.
const Escape = 0x1b

// Uncoloured appends a line without what terminals take for colours, and for what else is written so: an Escape, a
// bracket, numbers and a letter. Whatever is written otherwise may be of the log, and stays.
func Uncoloured(to, line []byte) []byte {
	for {
		i := bytes.Index(line, []byte{Escape, '['})
		if i < 0 {
			return append(to, line...)
		}
		end := i + 2
		for end < len(line) && (line[end]-'0' <= 9 || line[end] == ';' || line[end] == ':') {
			end++
		}
		to = append(to, line[:i]...)
		if end < len(line) && line[end]|0x20-'a' <= 'z'-'a' {
			end++
		} else {
			to = append(to, line[i:end]...)
		}
		line = line[end:]
	}
}

// AllUncoloured are the lines without that.
func AllUncoloured(lines [][]byte) [][]byte {
	plain := lines
	for i, line := range lines {
		if bytes.IndexByte(line, Escape) < 0 {
			continue
		}
		if &plain[0] == &lines[0] {
			plain = slices.Clone(lines)
		}
		plain[i] = Uncoloured(nil, line)
	}
	return plain
}
