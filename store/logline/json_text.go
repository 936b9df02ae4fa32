package logline

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"spoor/store/logline/decimal"
)

// escapable lists what may follow a backslash in a string, and unescaped what each of them stands for.
var (
	escapable = []byte(`"\/bfnrtu`)
	unescaped = []byte("\"\\/\b\f\n\r\t")
)

// content is what a string or a number says: a string without quotes and escapes, a number in its one spelling. Other
// values say nothing that an event could use.
func (r *record) content(value []byte) []byte {
	if len(value) == 0 {
		return nil
	}
	if value[0] != '"' {
		if value[0] == '-' || value[0]-'0' <= 9 {
			return r.whole(value)
		}
		return nil
	}
	value = value[1 : len(value)-1]
	if bytes.IndexByte(value, '\\') < 0 {
		return value
	}
	start := len(r.scratch)
	r.scratch = appendUnescaped(r.scratch, value)
	return r.scratch[start:]
}

// appendUnescaped appends a string that is known to be well formed. A half of a surrogate pair without the other
// becomes U+FFFD.
func appendUnescaped(to, s []byte) []byte {
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			return append(to, s...)
		}
		to = append(to, s[:i]...)
		s = s[i+1:]
		if s[0] != 'u' {
			to = append(to, unescaped[bytes.IndexByte(escapable, s[0])])
			s = s[1:]
			continue
		}
		r := hexRune(s[1:5])
		s = s[5:]
		if utf16.IsSurrogate(r) {
			low := utf8.RuneError
			if len(s) >= 6 && s[0] == '\\' && s[1] == 'u' {
				low = hexRune(s[2:6])
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				s = s[6:]
			}
		}
		to = utf8.AppendRune(to, r)
	}
}

func hexRune(digits []byte) (r rune) {
	for _, c := range digits {
		r = r<<4 | rune(decimal.HexValue(c))
	}
	return r
}

// whole gives a number that is a whole one as such: 7 for 7.0 and 7e0, since encoders differ, and a user has one
// name. Others stay as they are written.
func (r *record) whole(number []byte) []byte {
	point := bytes.IndexByte(number, '.')
	if bytes.IndexByte(number, 'e') < 0 && bytes.IndexByte(number, 'E') < 0 {
		if point < 0 || len(bytes.TrimRight(number[point+1:], "0")) > 0 {
			return number
		}
		return number[:point]
	}
	value, err := strconv.ParseFloat(string(number), 64)
	if err != nil || value != math.Trunc(value) || math.Abs(value) > 1<<53 {
		return number
	}
	start := len(r.scratch)
	r.scratch = strconv.AppendInt(r.scratch, int64(value), 10)
	return r.scratch[start:]
}
