package jsonvalue

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// First is the first of an array that is known to be well formed, if it is a string or a number; any other value is
// itself.
func First(value []byte) []byte {
	if value[0] != '[' {
		return value
	}
	value = bytes.TrimLeft(value[1:], " \t\r\n")
	if value[0] == '"' {
		return value[:spelling.ClosingQuote(value[1:])+2]
	}
	return value[:bytes.IndexAny(value, "], \t\r\n")]
}

// Last is the last of such an array, likewise.
func Last(value []byte) []byte {
	last := value
	for i := 1; i < len(value)-1; i++ {
		switch {
		case value[i] == '"':
			end := i + spelling.ClosingQuote(value[i+1:]) + 2
			last, i = value[i:end], end-1
		case isSpace(value[i]) || value[i] == ',':
		default:
			end := i + bytes.IndexAny(value[i:], "], \t\r\n")
			last, i = value[i:end], end-1
		}
	}
	return last
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
