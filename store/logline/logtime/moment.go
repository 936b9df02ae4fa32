package logtime

import (
	"bytes"
	"time"
	"unicode/utf8"

	"spoor/store/logline/decimal"
)

// Moment is a time that a format string takes in parts. What it does not name stays 0.
type Moment struct {
	year, month, day, hour, minute, second int64
	fraction                               int64  // milliseconds
	offset                                 int64  // milliseconds east of UTC
	epoch                                  int64  // milliseconds since 1970, in the place of all others but the fraction
	half                                   int64  // 1 is am, 2 is pm
	zone                                   []byte // its abbreviation
	zoned, counted                         bool
	ofYear                                 bool // the day is counted from the first of January
}

// Part reads a part of a time off the front of s.
type Part func(m *Moment, s []byte) (rest []byte, ok bool)

// parts are the directives of strftime that stand for one part.
var parts = map[byte]Part{
	'Y': digits(4, func(m *Moment) *int64 { return &m.year }),
	'm': digits(2, func(m *Moment) *int64 { return &m.month }),
	'd': digits(2, func(m *Moment) *int64 { return &m.day }),
	'e': digits(2, func(m *Moment) *int64 { return &m.day }),
	'H': digits(2, func(m *Moment) *int64 { return &m.hour }),
	'I': digits(2, func(m *Moment) *int64 { return &m.hour }),
	'M': digits(2, func(m *Moment) *int64 { return &m.minute }),
	'S': digits(2, func(m *Moment) *int64 { return &m.second }),
	'y': shortYear,
	'b': monthName,
	'h': monthName,
	'a': weekday,
	'p': halfOfDay,
	'z': offsetPart,
	'Z': zoneName,
	's': secondsPart,
}

// layoutParts are those of a layout for times: as parts, but a number may have fewer digits than it could.
var layoutParts = map[byte]Part{
	'm': twoDigits(func(m *Moment) *int64 { return &m.month }),
	'd': twoDigits(func(m *Moment) *int64 { return &m.day }),
	'e': twoDigits(func(m *Moment) *int64 { return &m.day }),
	'H': twoDigits(func(m *Moment) *int64 { return &m.hour }),
	'k': twoDigits(func(m *Moment) *int64 { return &m.hour }),
	'I': twoDigits(func(m *Moment) *int64 { return &m.hour }),
	'l': twoDigits(func(m *Moment) *int64 { return &m.hour }),
	'M': twoDigits(func(m *Moment) *int64 { return &m.minute }),
	'S': twoDigits(func(m *Moment) *int64 { return &m.second }),
	'B': wholeMonth, 'b': wholeMonth, 'h': wholeMonth,
	'A': wholeWeekday, 'a': wholeWeekday,
	'j': dayOfYear,
	'z': anyOffset,
	'Z': anyZone,
	'f': anyFraction, 'L': anyFraction, 'N': anyFraction,
}

const moreTimeLetters = "%k %l %B %A %j %f %L %N"

// groups are the directives of strftime that stand for several, or for a character.
var groups = map[byte]string{
	'T': "%H:%M:%S", 'R': "%H:%M", 'F': "%Y-%m-%d", 'D': "%m/%d/%y", 'r': "%I:%M:%S %p", 'n': "\n", 't': "\t",
	'c': "%a %b %e %H:%M:%S %Y", 'x': "%m/%d/%y", 'X': "%H:%M:%S",
}

// FractionParts are the parts of Apache's own.
var FractionParts = map[string]Part{"msec_frac": fractionPart(3), "usec_frac": fractionPart(6)}

// digits reads a number of so many digits, of which the first may be spaces.
func digits(count int, of func(*Moment) *int64) Part {
	return func(m *Moment, s []byte) ([]byte, bool) {
		if len(s) < count {
			return nil, false
		}
		n, ok := decimal.Number(bytes.TrimLeft(s[:count], " "))
		*of(m) = n
		return s[count:], ok
	}
}

// twoDigits reads a number of one digit or two, before which blanks may stand.
func twoDigits(of func(*Moment) *int64) Part {
	return func(m *Moment, s []byte) ([]byte, bool) {
		s = trimBlanksLeft(s)
		length := decimal.Length(s[:min(len(s), 2)])
		n, ok := decimal.Number(s[:length])
		*of(m) = n
		return s[length:], ok
	}
}

// dayOfYear reads the day by its number in the year, from 1.
func dayOfYear(m *Moment, s []byte) ([]byte, bool) {
	length := decimal.Length(s[:min(len(s), 3)])
	n, ok := decimal.Number(s[:length])
	m.month, m.day = 1, n
	m.ofYear = true
	return s[length:], ok && n > 0
}

// wholeMonth reads the name of a month, whole or its first three letters, however its letters are cased, or as other
// languages have it.
func wholeMonth(m *Moment, s []byte) ([]byte, bool) {
	length, name := firstWord(s)
	for month := time.January; month <= time.December; month++ {
		if isWordOf(name, month.String()) {
			m.month = int64(month)
			return s[length:], true
		}
	}
	m.month = dateWordOf(name).month()
	return s[length:], m.month > 0
}

func wholeWeekday(_ *Moment, s []byte) ([]byte, bool) {
	length, name := firstWord(s)
	for day := time.Sunday; day <= time.Saturday; day++ {
		if isWordOf(name, day.String()) {
			return s[length:], true
		}
	}
	word := dateWordOf(name)
	return s[length:], word == fillerWord || word == marchOrTuesday
}

// isWordOf reports whether s is a name or a beginning of it that people know: Sep, Sept, September.
func isWordOf(s []byte, name string) bool {
	return len(s) >= 3 && len(s) <= len(name) && (len(s) <= 4 || len(s) == len(name)) &&
		bytes.EqualFold(s, []byte(name[:len(s)]))
}

// firstWord is the word at the front of s, and how much of s it is with a point behind it.
func firstWord(s []byte) (length int, word []byte) {
	length = wordLength(s, false)
	word = s[:length]
	if length > 0 && length < len(s) && s[length] == '.' && utf8.RuneCount(word) <= 4 {
		length++
	}
	return length, word
}

// anyOffset reads +0900, +09:00, +09 or Z.
func anyOffset(m *Moment, s []byte) (rest []byte, ok bool) {
	end := min(len(s), 1) // Z, or the sign
	for end > 0 && s[0]|0x20 != 'z' && end < min(len(s), len("+09:00")) && (s[end]-'0' <= 9 || s[end] == ':') {
		end++
	}
	m.zoned = true
	m.offset, ok = ZoneOffset(s[:end])
	return s[end:], ok
}

// anyZone reads the abbreviation of a zone.
func anyZone(m *Moment, s []byte) ([]byte, bool) {
	length := 0
	for length < len(s) && s[length]|0x20-'a' <= 'z'-'a' {
		length++
	}
	m.zone = s[:length]
	return s[length:], length > 0
}

func anyFraction(m *Moment, s []byte) ([]byte, bool) {
	length := decimal.Length(s)
	m.fraction = milliseconds(s[:length])
	return s[length:], length > 0
}

func shortYear(m *Moment, s []byte) ([]byte, bool) {
	if len(s) < 2 {
		return nil, false
	}
	year, ok := decimal.Number(s[:2])
	m.year = fullYear(year)
	return s[2:], ok
}

func monthName(m *Moment, s []byte) ([]byte, bool) {
	if len(s) < 3 {
		return nil, false
	}
	m.month = int64(months[string(s[:3])])
	return s[3:], m.month > 0
}

func weekday(_ *Moment, s []byte) ([]byte, bool) {
	if len(s) < 3 {
		return nil, false
	}
	return s[3:], true
}

func halfOfDay(m *Moment, s []byte) ([]byte, bool) {
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

func offsetPart(m *Moment, s []byte) (rest []byte, ok bool) {
	length := len("+0900")
	if len(s) > 3 && s[3] == ':' {
		length++
	}
	if len(s) < length {
		return nil, false
	}
	m.offset, m.zoned = 0, true
	m.offset, ok = ZoneOffset(s[:length])
	return s[length:], ok
}

// zoneName reads the name of a zone. One that is not the same everywhere says nothing.
func zoneName(m *Moment, s []byte) ([]byte, bool) {
	end := 0
	for end < len(s) && s[end]-'A' <= 'Z'-'A' {
		end++
	}
	if _, known := zoneNames[string(s[:end])]; known {
		m.zone = s[:end]
	}
	return s[end:], end > 0
}

func secondsPart(m *Moment, s []byte) ([]byte, bool) {
	end := 0
	for end < len(s) && s[end]-'0' <= 9 {
		end++
	}
	n, ok := decimal.Number(s[:end])
	m.epoch, m.counted = n*second, true
	return s[end:], ok && n >= 0 && n < 1e11
}

func fractionPart(count int) Part {
	return func(m *Moment, s []byte) ([]byte, bool) {
		if len(s) < count {
			return nil, false
		}
		_, ok := decimal.Number(s[:count])
		if ok {
			m.fraction = milliseconds(s[:count])
		}
		return s[count:], ok
	}
}

// FromMoment puts a time together. assumed tells that it names no zone.
func (c *Clock) FromMoment(m *Moment) (at int64, assumed, ok bool) {
	if m.counted {
		return m.epoch + m.fraction, false, true
	}
	hours, ok := m.hours()
	day := time.Date(int(m.year), time.Month(m.month), int(m.day), 0, 0, 0, 0, time.UTC)
	if !ok || !m.isDay(day) || m.minute > 59 || m.second > 60 {
		return 0, false, false
	}
	at = day.UnixMilli() + hours*hour + m.minute*minute + m.second*second + m.fraction
	if len(m.zone) > 0 && !m.zoned {
		offset, ok := c.zoneNamed(m.zone, at)
		return at - offset, false, ok
	}
	if m.zoned {
		return at - m.offset, false, true
	}
	return c.fromWall(at), true, true
}

// hours are those since midnight.
func (m *Moment) hours() (hours int64, ok bool) {
	if m.half == 0 {
		return m.hour, m.hour <= 23
	}
	return m.hour%12 + 12*(m.half-1), m.hour > 0 && m.hour <= 12
}

// isDay reports whether the calendar has the day as the Moment names it: time.Date takes the 31st of June for the 1st
// of July.
func (m *Moment) isDay(day time.Time) bool {
	if m.ofYear {
		return m.year != 0 && int64(day.Year()) == m.year
	}
	return m.year != 0 && int64(day.Month()) == m.month && int64(day.Day()) == m.day
}
