package relay

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// Logger cuts off what loggers of programs write before an object of JSON, or before pairs of names and values:
//
//	2026-11-06 04:00:00,123 WARN  [org.keycloak.events] (task-3) type="LOGIN", …   JBoss, log4j, Logback, Spring
//	2026-11-06T04:00:00.123+01:00  INFO 7 --- [main] audit : {"user": …}
//	[2026-11-06 04:00:00] production.INFO: Logged in {"user": …} []                Monolog
//	I, [2026-11-06T04:00:00.123456 #7]  INFO -- : method=GET …                     Ruby
//	2026/11/06 04:00:00.123	INFO	http.log.access	handled request	{"request": …}   zap
//
// Of the other lines that they write it gives the time alone.
func Logger(line []byte) (at, rest []byte, ok bool) {
	start, bracketed := 0, false
	if len(line) > 3 && line[0]-'A' <= 'Z'-'A' && line[1] == ',' && line[2] == ' ' {
		start = 3
	}
	if start < len(line) && line[start] == '[' {
		start, bracketed = start+1, true
	}
	if at = loggerTime(line[start:]); at == nil {
		return nil, nil, false
	}
	rest = line[start+len(at):]
	if bracketed {
		end := bytes.IndexByte(rest, ']')
		if end < 0 {
			return nil, nil, false
		}
		rest = rest[end+1:]
	}
	rest, ok = payload(rest)
	return at, rest, ok
}

// loggerTime is the time at the front of a line: a date, a T or a blank, and the time of the day with what belongs to
// it.
func loggerTime(line []byte) []byte {
	if len(line) <= logtime.ISOLength || line[13] != ':' || line[16] != ':' || line[10] != 'T' && line[10] != ' ' ||
		line[4] != line[7] || line[4] != '-' && line[4] != '/' || decimal.Length(line) != 4 {
		return nil
	}
	end := logtime.ISOLength
	for end < len(line) && (line[end]-'0' <= 9 || bytes.IndexByte([]byte(".,:+-Z"), line[end]) >= 0) {
		end++
	}
	return bytes.TrimRight(line[:end], ",:-")
}

// payload is what a logger was given to write: an object, behind which others may stand that are empty, or pairs.
func payload(line []byte) (rest []byte, ok bool) {
	for from := 0; ; from++ {
		i := bytes.IndexByte(line[from:], '{')
		if i < 0 {
			return pairs(line)
		}
		from += i
		begins := from+1 < len(line) && (line[from+1] == '"' || line[from+1] == ' ')
		if from > 0 && isSpace(line[from-1]) && begins {
			rest = line[from:]
			break
		}
	}
	for _, empty := range []string{" []", " {}"} {
		rest = bytes.TrimSuffix(rest, []byte(empty))
	}
	return rest, rest[len(rest)-1] == '}'
}

// pairs is the line from its first name=value on. Of pairs in brackets those behind them come first, or else what the
// brackets hold.
func pairs(line []byte) (rest []byte, ok bool) {
	for from := 0; ; {
		equals := bytes.IndexByte(line[from:], '=')
		if equals < 0 {
			return nil, false
		}
		equals += from
		start := bytes.LastIndexAny(line[:equals], " \t[({") + 1
		if start == equals || spelling.NameLength(line[start:equals]) < equals-start {
			from = equals + 1
			continue
		}
		closing := closingOf(line[:start])
		end := bytes.IndexByte(line[start:], closing)
		if closing == 0 || end < 0 {
			return line[start:], true
		}
		if rest, ok = pairs(line[start+end+1:]); ok {
			return rest, true
		}
		return line[start : start+end], true
	}
}

// closingOf is the bracket that closes the last one that is open at the end of a text; 0 if none is.
func closingOf(text []byte) byte {
	closed := 0
	for i := len(text) - 1; i >= 0; i-- {
		switch c := text[i]; c {
		case ']', ')', '}':
			closed++
		case '[', '(', '{':
			if closed--; closed < 0 {
				return closes[c]
			}
		}
	}
	return 0
}

var closes = map[byte]byte{'[': ']', '(': ')', '{': '}'}

// GoesOn tells a line that goes on the record of a logger before it from others: a trace of calls, as most loggers
// write them.
func GoesOn(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	for _, begin := range traceWords {
		if bytes.HasPrefix(line, begin) {
			return true
		}
	}
	return false
}

// traceWords are how lines of a trace begin.
var traceWords = [][]byte{
	[]byte("#"), []byte(`"}`), []byte("at "), []byte("... "), []byte("Caused by: "), []byte("[stacktrace]"),
	[]byte("[previous exception]"), []byte("Stack trace:"), []byte("Traceback "), []byte(`File "`), []byte("--- End "),
}
