package relay

import (
	"bytes"

	"spoor/store/logline/spelling"
)

// Loki cuts off what logcli writes before a line: its time, and its labels in braces.
func Loki(line []byte) (at, rest []byte, ok bool) {
	at, rest = until(line, ' ')
	if len(at) < len("2006-01-02T15:04:05Z") || at[4] != '-' || at[10] != 'T' {
		return nil, nil, false
	}
	rest = bytes.TrimLeft(rest, " ")
	if len(rest) < 2 || rest[0] != '{' {
		return nil, nil, false
	}
	for label := rest[1:]; ; {
		name, value := until(label, '=')
		if len(name) == 0 || bytes.ContainsAny(name, " \"{}:,") || len(value) == 0 || value[0] != '"' {
			return nil, nil, false
		}
		end := spelling.ClosingQuote(value[1:])
		if end < 0 {
			return nil, nil, false
		}
		value = value[end+2:]
		switch {
		case bytes.HasPrefix(value, []byte("}")):
			return at, bytes.TrimLeft(value[1:], " "), true
		case !bytes.HasPrefix(value, []byte(", ")):
			return nil, nil, false
		}
		label = value[2:]
	}
}
