// Package relay cuts off what programs write before the lines that they pass on: syslog, containers, loggers, grep. It
// is pure, allocates nothing, and what it returns are parts of the line.
package relay

import "bytes"

var byteOrderMark = []byte("\uFEFF")

// until cuts s at the first separator, which is in neither part.
func until(s []byte, separator byte) (before, after []byte) {
	if i := bytes.IndexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:]
	}
	return s, nil
}

// present returns what a field says, and nothing for the "-" that stands for a missing one.
func present(field []byte) []byte {
	if len(field) == 1 && field[0] == '-' {
		return nil
	}
	return field
}

// isSpace knows the white space of ASCII.
func isSpace(c byte) bool { return c == ' ' || c-'\t' <= '\r'-'\t' }
