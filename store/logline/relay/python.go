package relay

import "bytes"

// Python cuts off what Python's logging writes where nobody says otherwise: "INFO:aiohttp.access:". It tells no time.
func Python(line []byte) (at, rest []byte, ok bool) {
	level, behind := until(line, ':')
	switch string(level) {
	case "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL":
	default:
		return nil, nil, false
	}
	name, rest := until(behind, ':')
	if len(name) == 0 || bytes.ContainsAny(name, " \t\"[{") || len(rest) == 0 {
		return nil, nil, false
	}
	return nil, rest, true
}
