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

// AppendBytes appends the bytes of an array of their numbers; ok is false if it is another array.
func AppendBytes(to, array []byte) (longer []byte, ok bool) {
	number, digits := 0, 0
	for _, c := range array[1:] {
		switch {
		case c-'0' <= 9:
			number, digits = number*10+int(c-'0'), digits+1
		case isSpace(c):
			continue
		case digits == 0 || c != ',' && c != ']':
			return to, false
		default:
			to, number, digits = append(to, byte(number)), 0, 0
		}
		if number > 255 {
			return to, false
		}
	}
	return to, len(array) > 2
}
