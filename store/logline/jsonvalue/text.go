package jsonvalue

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"spoor/store/logline/decimal"
)

// escapable lists what may follow a backslash in a string, and unescaped what each of them stands for. \u is followed
// by four hexadecimal digits, \x by two: nginx writes that where a log_format of JSON does not say escape=json.
var (
	escapable = []byte(`"\/bfnrtux`)
	unescaped = []byte("\"\\/\b\f\n\r\t")
)

// IsEscapable reports whether a character may follow a backslash in a string, and how many hexadecimal digits must
// follow it.
func IsEscapable(c byte) (digits int, ok bool) {
	i := bytes.IndexByte(escapable, c)
	switch {
	case i == len(unescaped):
		return 4, true
	case i > len(unescaped):
		return 2, true
	}
	return 0, i >= 0
}

// Unescaped is what a character behind a backslash stands for, if digits don't say it.
func Unescaped(c byte) (meant byte, ok bool) {
	i := bytes.IndexByte(escapable[:len(unescaped)], c)
	if i < 0 {
		return 0, false
	}
	return unescaped[i], true
}

// IsString reports whether a text is what may stand between the quotes of a string.
func IsString(s []byte) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if i++; i == len(s) {
			return false
		}
		digits, ok := IsEscapable(s[i])
		if !ok || len(s)-i-1 < digits {
			return false
		}
		for range digits {
			if i++; decimal.HexValue(s[i]) < 0 {
				return false
			}
		}
	}
	return true
}

// AppendUnescaped appends a string that is known to be well formed. A half of a surrogate pair without the other
// becomes U+FFFD.
func AppendUnescaped(to, s []byte) []byte {
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			return append(to, s...)
		}
		to = append(to, s[:i]...)
		s = s[i+1:]
		switch s[0] {
		case 'u':
			to, s = appendRune(to, s[1:])
		case 'x':
			to, s = append(to, byte(hexRune(s[1:3]))), s[3:]
		default:
			meant, _ := Unescaped(s[0])
			to, s = append(to, meant), s[1:]
		}
	}
}

// appendRune appends the character whose digits s begins with, perhaps as a surrogate pair.
func appendRune(to, s []byte) (longer, rest []byte) {
	r := hexRune(s[:4])
	s = s[4:]
	if utf16.IsSurrogate(r) {
		low := utf8.RuneError
		if len(s) >= 6 && s[0] == '\\' && s[1] == 'u' {
			low = hexRune(s[2:6])
		}
		if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
			s = s[6:]
		}
	}
	return utf8.AppendRune(to, r), s
}

func hexRune(digits []byte) (r rune) {
	for _, c := range digits {
		r = r<<4 | rune(decimal.HexValue(c))
	}
	return r
}
