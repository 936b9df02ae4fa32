package relay

import (
	"bytes"
	"slices"
)

// Escape begins what terminals take for colours, \x1b[32m.
const Escape = 0x1b

// Uncoloured appends a line without what terminals take for colours, and without what else begins with an Escape and a
// bracket.
func Uncoloured(to, line []byte) []byte {
	for {
		i := bytes.Index(line, []byte{Escape, '['})
		if i < 0 {
			return append(to, line...)
		}
		end := i + 2
		for end < len(line) && line[end] < '@' { // parameters
			end++
		}
		to, line = append(to, line[:i]...), line[min(end+1, len(line)):]
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
