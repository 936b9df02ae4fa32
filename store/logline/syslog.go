package logline

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/logtime"
)

// cutSyslog cuts the prefix of syslog off a line, in the old form, "<34>Oct 11 22:14:15 host tag[7]: ", also with a
// time of RFC 3339 or without a host, or in that of RFC 5424, "<34>1 2003-10-11T22:14:15.003Z host tag 7 id [data] ".
func cutSyslog(line []byte) (at, rest []byte, ok bool) {
	rest, prioritized := cutPriority(line)
	if prioritized && bytes.HasPrefix(rest, []byte("1 ")) {
		return cutStructured(rest[2:])
	}
	if at, rest, ok = cutSyslogTime(rest); !ok {
		return nil, nil, false
	}
	for range 2 { // of host and tag the last has a colon
		var name []byte
		name, rest = until(rest, ' ')
		if len(name) > 1 && name[len(name)-1] == ':' {
			rest = bytes.TrimPrefix(bytes.TrimLeft(rest, " "), []byte("@cee:"))
			return at, bytes.TrimLeft(rest, " "), true
		}
	}
	return nil, nil, false
}

// cutRelay cuts the prefix of a relay that writes no tag off a line: "<34>Oct 11 22:14:15 host ".
func cutRelay(line []byte) (at, rest []byte, ok bool) {
	rest, _ = cutPriority(line)
	if len(rest) < logtime.SyslogLength || rest[3] != ' ' || !logtime.IsMonth(rest[:3]) {
		return nil, nil, false
	}
	at, rest, ok = cutSyslogTime(rest)
	host, rest := until(rest, ' ')
	return at, rest, ok && len(host) > 0 && host[len(host)-1] != ':'
}

// cutPriority cuts <34> off.
func cutPriority(line []byte) (rest []byte, ok bool) {
	end := bytes.IndexByte(line, '>')
	if end < 2 || end > 4 || line[0] != '<' {
		return line, false
	}
	if _, ok = decimal.Number(line[1:end]); !ok {
		return line, false
	}
	return line[end+1:], true
}

func cutSyslogTime(line []byte) (at, rest []byte, ok bool) {
	if len(line) > logtime.SyslogLength && line[3] == ' ' && logtime.IsMonth(line[:3]) {
		return line[:logtime.SyslogLength], line[logtime.SyslogLength+1:], line[logtime.SyslogLength] == ' '
	}
	at, rest = until(line, ' ')
	return at, rest, len(at) >= logtime.ISOLength && at[4] == '-' && at[7] == '-' && at[10] == 'T'
}

// cutStructured cuts time, host, application, process, message id and data off, behind the version.
func cutStructured(line []byte) (at, rest []byte, ok bool) {
	at, rest = until(line, ' ')
	for range 4 {
		_, rest = until(rest, ' ')
	}
	if len(rest) == 0 {
		return nil, nil, false
	}
	if rest[0] == '-' {
		rest = rest[1:]
	} else if rest = afterData(rest); rest == nil {
		return nil, nil, false
	}
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte{' '}), byteOrderMark)
	return present(at), bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("@cee:")), []byte{' '}), true
}

// afterData is what follows the elements of structured data, [id name="value" …], or nil if they do not end.
func afterData(s []byte) []byte {
	for len(s) > 0 && s[0] == '[' {
		quoted, end := false, 0
		for end = 1; end < len(s) && (quoted || s[end] != ']'); end++ {
			switch s[end] {
			case '"':
				quoted = !quoted
			case '\\':
				end++
			}
		}
		if end >= len(s) {
			return nil
		}
		if s = s[end+1:]; len(s) == 0 || s[0] == ' ' {
			return s
		}
	}
	return nil
}
