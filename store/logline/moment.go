package logline

import (
	"bytes"
	"time"
)

// moment is a time that a format string takes in parts. What it does not name stays 0.
type moment struct {
	year, month, day, hour, minute, second int64
	fraction                               int64 // milliseconds
	offset                                 int64 // milliseconds east of UTC
	epoch                                  int64 // milliseconds since 1970, in the place of all others but the fraction
	half                                   int64 // 1 is am, 2 is pm
	zoned, counted                         bool
}

// timePart reads a part of a time off the front of s.
type timePart func(m *moment, s []byte) (rest []byte, ok bool)

// timeParts are the directives of strftime that stand for one part.
var timeParts = map[byte]timePart{
	'Y': digits(4, func(m *moment) *int64 { return &m.year }),
	'm': digits(2, func(m *moment) *int64 { return &m.month }),
	'd': digits(2, func(m *moment) *int64 { return &m.day }),
	'e': digits(2, func(m *moment) *int64 { return &m.day }),
	'H': digits(2, func(m *moment) *int64 { return &m.hour }),
	'I': digits(2, func(m *moment) *int64 { return &m.hour }),
	'M': digits(2, func(m *moment) *int64 { return &m.minute }),
	'S': digits(2, func(m *moment) *int64 { return &m.second }),
	'y': shortYear,
	'b': monthName,
	'h': monthName,
	'a': weekday,
	'p': halfOfDay,
	'z': offsetPart,
	'Z': zoneName,
	's': secondsPart,
}

// timeGroups are the directives of strftime that stand for several, or for a character.
var timeGroups = map[byte]string{
	'T': "%H:%M:%S", 'R': "%H:%M", 'F': "%Y-%m-%d", 'D': "%m/%d/%y", 'r': "%I:%M:%S %p", 'n': "\n", 't': "\t",
}

// fractionParts are the parts of Apache's own.
var fractionParts = map[string]timePart{"msec_frac": fractionPart(3), "usec_frac": fractionPart(6)}

// digits reads a number of so many digits, of which the first may be spaces.
func digits(count int, of func(*moment) *int64) timePart {
	return func(m *moment, s []byte) ([]byte, bool) {
		if len(s) < count {
			return nil, false
		}
		n, ok := number(bytes.TrimLeft(s[:count], " "))
		*of(m) = n
		return s[count:], ok
	}
}

func shortYear(m *moment, s []byte) ([]byte, bool) {
	if len(s) < 2 {
		return nil, false
	}
	year, ok := number(s[:2])
	if m.year = 2000 + year; year >= 69 {
		m.year = 1900 + year
	}
	return s[2:], ok
}

func monthName(m *moment, s []byte) ([]byte, bool) {
	if len(s) < 3 {
		return nil, false
	}
	m.month = int64(months[string(s[:3])])
	return s[3:], m.month > 0
}

func weekday(_ *moment, s []byte) ([]byte, bool) {
	if len(s) < 3 {
		return nil, false
	}
	return s[3:], true
}

func halfOfDay(m *moment, s []byte) ([]byte, bool) {
	if len(s) < 2 || s[1]|0x20 != 'm' {
		return nil, false
	}
	switch s[0] | 0x20 {
	case 'a':
		m.half = 1
	case 'p':
		m.half = 2
	}
	return s[2:], m.half > 0
}

func offsetPart(m *moment, s []byte) (rest []byte, ok bool) {
	length := len("+0900")
	if len(s) > 3 && s[3] == ':' {
		length++
	}
	if len(s) < length {
		return nil, false
	}
	m.offset, m.zoned = 0, true
	m.offset, ok = zoneOffset(s[:length])
	return s[length:], ok
}

// zoneName reads the name of a zone. Only that of UTC is known: the others are not the same everywhere.
func zoneName(m *moment, s []byte) ([]byte, bool) {
	end := 0
	for end < len(s) && s[end]-'A' <= 'Z'-'A' {
		end++
	}
	if name := string(s[:end]); name == "UTC" || name == "GMT" {
		m.offset, m.zoned = 0, true
	}
	return s[end:], end > 0
}

func secondsPart(m *moment, s []byte) ([]byte, bool) {
	end := 0
	for end < len(s) && s[end]-'0' <= 9 {
		end++
	}
	n, ok := number(s[:end])
	m.epoch, m.counted = n*second, true
	return s[end:], ok && n >= 0 && n < 1e11
}

func fractionPart(count int) timePart {
	return func(m *moment, s []byte) ([]byte, bool) {
		if len(s) < count {
			return nil, false
		}
		_, ok := number(s[:count])
		if ok {
			m.fraction = milliseconds(s[:count])
		}
		return s[count:], ok
	}
}

// fromMoment puts a time together. assumed tells that it names no zone.
func (c *clock) fromMoment(m *moment) (at int64, assumed, ok bool) {
	if m.counted {
		return m.epoch + m.fraction, false, true
	}
	hours := m.hour
	if m.half > 0 {
		if hours == 0 || hours > 12 {
			return 0, false, false
		}
		hours = hours%12 + 12*(m.half-1)
	}
	day := time.Date(int(m.year), time.Month(m.month), int(m.day), 0, 0, 0, 0, time.UTC)
	if m.year == 0 || int64(day.Month()) != m.month || int64(day.Day()) != m.day || hours > 23 || m.minute > 59 || m.second > 60 {
		return 0, false, false
	}
	at = day.UnixMilli() + hours*hour + m.minute*minute + m.second*second + m.fraction
	if m.zoned {
		return at - m.offset, false, true
	}
	return c.fromWall(at), true, true
}
