package logtime

import (
	"bytes"

	"spoor/store/logline/decimal"
)

// beginsClock reports whether a time of the day begins with so many digits: 5:09.
func beginsClock(s []byte, length int) bool {
	return length <= 2 && len(s) > length+2 && s[length] == ':' && s[length+1]-'0' <= 9 && s[length+2]-'0' <= 9
}

// timeOfDay takes 5:09, 17:09:21, 17:09:21.220 or 17:09:21,220.
func (t *spelled) timeOfDay(s []byte, length int) (rest []byte, ok bool) {
	t.clocked = true
	t.hour, _ = decimal.Number(s[:length])
	t.minute, _ = decimal.Number(s[length+1 : length+3])
	s = s[length+3:]
	if len(s) < 3 || s[0] != ':' || s[1]-'0' > 9 || s[2]-'0' > 9 {
		return s, len(s) == 0 || s[0]-'0' > 9
	}
	t.second, _ = decimal.Number(s[1:3])
	s = s[3:]
	if len(s) > 1 && (s[0] == '.' || s[0] == ',' || s[0] == ':') && s[1]-'0' <= 9 {
		length := decimal.Length(s[1:])
		if length == 4 && s[0] == ':' { // a year follows
			return s, true
		}
		t.fraction = milliseconds(s[1 : 1+length])
		s = s[1+length:]
	}
	return s, true
}

// clockStyle is another way to write a time of the day: what stands behind the hours, the minutes and the seconds. Of
// one with but a sign between, the seconds must be there and the date before, for it looks like a date.
type clockStyle struct {
	hours, minutes, seconds string
	whole                   bool
}

var clockStyles = []clockStyle{
	{hours: ".", minutes: ".", whole: true}, // Oracle: 22-MAY-24 05.09.21.250 PM
	{hours: "-", minutes: "-", whole: true},
	{hours: "h", minutes: ":"},
	{hours: "時", minutes: "分", seconds: "秒"},
	{hours: "时", minutes: "分", seconds: "秒"},
	{hours: "시", minutes: "분", seconds: "초"},
}

// otherClock takes 17.09.21, 17-09-21, 17h09, 17時09分21秒 and 17시 9분.
func (t *spelled) otherClock(s []byte, length int) (rest []byte, ok bool) {
	for _, style := range clockStyles {
		if behind, ok := bytes.CutPrefix(s[length:], []byte(style.hours)); ok && (!style.whole || t.dated()) {
			if rest, ok := style.read(&t.Moment, behind); ok {
				t.hour, _ = decimal.Number(s[:length])
				t.clocked = true
				return rest, true
			}
		}
	}
	return nil, false
}

// read reads what stands behind the hours.
func (c *clockStyle) read(m *Moment, s []byte) (rest []byte, ok bool) {
	minute, rest := clockNumber(s)
	if minute < 0 {
		return nil, false
	}
	second, fraction := int64(-1), []byte(nil)
	if behind, ok := bytes.CutPrefix(rest, []byte(c.minutes)); ok {
		var last []byte
		if second, last = clockNumber(behind); second >= 0 {
			if fraction, rest, ok = splitFraction(bytes.TrimPrefix(last, []byte(c.seconds))); !ok {
				return nil, false
			}
		} else if c.seconds != "" { // 17時09分
			rest = behind
		}
	}
	if c.whole && second < 0 || len(rest) > 0 && rest[0]-'0' <= 9 {
		return nil, false
	}
	m.minute, m.second, m.fraction = minute, max(second, 0), milliseconds(fraction)
	return rest, true
}

// clockNumber reads one or two digits behind blanks; negative if there are none, or more.
func clockNumber(s []byte) (n int64, rest []byte) {
	s = trimBlanksLeft(s)
	length := decimal.Length(s)
	if length == 0 || length > 2 {
		return -1, s
	}
	n, _ = decimal.Number(s[:length])
	return n, s[length:]
}

// compactClock takes 1709 or 170921, also with a fraction.
func (t *spelled) compactClock(s []byte, length int) (rest []byte, ok bool) {
	t.clocked = true
	t.hour, t.minute = pair(s[0], s[1]), pair(s[2], s[3])
	if length < 6 {
		return s[length:], true
	}
	t.second = pair(s[4], s[5])
	fraction, rest, ok := splitFraction(s[length:])
	t.fraction = milliseconds(fraction)
	return rest, ok
}
