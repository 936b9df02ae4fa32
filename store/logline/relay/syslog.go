package relay

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/logtime"
)

// Syslog cuts the prefix of syslog off a line, in the old form, "<34>Oct 11 22:14:15 host tag[7]: ", also with a
// time of RFC 3339 or without a host, or in that of RFC 5424, "<34>1 2003-10-11T22:14:15.003Z host tag 7 id [data] ".
func Syslog(line []byte) (at, rest []byte, ok bool) {
	rest, prioritized := cutPriority(line)
	if prioritized && bytes.HasPrefix(rest, []byte("1 ")) {
		return cutStructured(rest[2:])
	}
	bare := rest
	if at, rest, ok = syslogTime(rest); !ok {
		return nil, bare, prioritized && len(bare) > 0 // firewalls write nothing else
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

// Tagless cuts the prefix of a relay that writes no tag off a line: "<34>Oct 11 22:14:15 host ".
func Tagless(line []byte) (at, rest []byte, ok bool) {
	rest, _ = cutPriority(line)
	if len(rest) < logtime.SyslogLength || rest[3] != ' ' || !logtime.IsMonth(rest[:3]) {
		return nil, nil, false
	}
	at, rest, ok = syslogTime(rest)
	host, rest := until(rest, ' ')
	return at, rest, ok && len(host) > 0 && (host[len(host)-1] != ':' || len(host) == 1)
}

// cutPriority cuts <34> off, also with the length of the message before it (RFC 6587), as streams have it.
func cutPriority(line []byte) (rest []byte, ok bool) {
	if length := decimal.Length(line); length > 0 && length < 6 && bytes.HasPrefix(line[length:], []byte(" <")) {
		line = line[length+1:]
	}
	end := bytes.IndexByte(line, '>')
	if end < 2 || end > 4 || line[0] != '<' {
		return line, false
	}
	if _, ok = decimal.Number(line[1:end]); !ok {
		return line, false
	}
	return line[end+1:], true
}

// syslogTime cuts the time off: "Oct 11 22:14:15", also with a fraction, or with the year before the clock and a colon
// behind it, as Cisco has it, which stays; one of RFC 3339; or that of journalctl -o short-full.
func syslogTime(line []byte) (at, rest []byte, ok bool) {
	end := 0
	switch {
	case len(line) > logtime.SyslogLength && line[3] == ' ' && logtime.IsMonth(line[:3]):
		end = bsdTime(line)
	case len(line) > len("Mon ")+logtime.ISOLength && isWeekday(line):
		line = line[len("Mon "):]
		end = logtime.ISOLength
		if zone := bytes.IndexByte(line[end+1:], ' '); zone > 0 {
			end += 1 + zone
		}
	default:
		at, rest = until(line, ' ')
		return at, rest, len(at) >= logtime.ISOLength && at[4] == '-' && at[7] == '-' && at[10] == 'T'
	}
	at, rest = line[:end], line[end:]
	if bytes.HasPrefix(rest, colon) {
		return at, rest, true
	}
	return at, bytes.TrimPrefix(rest, blank), len(rest) > 0 && rest[0] == ' '
}

// bsdTime is how long "Oct 11 22:14:15" or "Oct 1 22:14:15" is, with what belongs to it.
func bsdTime(line []byte) (end int) {
	end = logtime.SyslogLength
	if line[4]-'0' <= 9 && line[5] == ' ' { // a day of one digit without a blank before it
		end--
	}
	if year := line[7:]; decimal.Length(year) == 4 && len(year) > len("2006 15:04:05") && year[4] == ' ' {
		end += len("2006 ")
	}
	if end < len(line) && line[end] == '.' {
		end += 1 + decimal.Length(line[end+1:])
	}
	return end
}

var colon, blank = []byte(": "), []byte{' '}

// isWeekday tells "Mon 2006-01-02 15:04:05".
func isWeekday(line []byte) bool {
	return line[3] == ' ' && line[8] == '-' && line[11] == '-' && line[14] == ' ' && line[17] == ':' &&
		decimal.Length(line[4:]) == 4
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
	switch rest[0] {
	case '-':
		rest = rest[1:]
	case '[':
		if !beginsData(rest) {
			break
		}
		if rest = afterData(rest); rest == nil {
			return nil, nil, false
		}
	} // else there are no data: Heroku leaves out their -
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte{' '}), byteOrderMark)
	return present(at), bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("@cee:")), []byte{' '}), true
}

// beginsData reports whether the name of an element follows the bracket: [action:"Accept"; …] is a message.
func beginsData(s []byte) bool {
	end := bytes.IndexAny(s, " ]")
	return end > 1 && !bytes.ContainsAny(s[:end], "=\"")
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
