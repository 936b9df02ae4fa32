package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// AppendPlain appends a name as it is compared: in lower case and without _, -, spaces and parentheses. So user_id is
// also userId, USER-ID and "User ID", and cs(Referer) is csreferer. A name that is too long becomes nothing.
func AppendPlain(to, name []byte) []byte {
	for i, c := range name {
		switch {
		case c == '_' || c == '-' || c == ' ' || c == '(' || c == ')':
			continue
		case len(to) == MaxName:
			return to[:0]
		case c-'A' <= 'Z'-'A':
			c |= 0x20
		case c >= utf8.RuneSelf:
			return appendPlainText(to, name[i:])
		}
		to = append(to, c)
	}
	return to
}

// appendPlainText is AppendPlain for the rest of a name that is not all ASCII: Пользователь is пользователь.
func appendPlainText(to, name []byte) []byte {
	for len(name) > 0 {
		r, size := utf8.DecodeRune(name)
		switch {
		case r == utf8.RuneError:
			to = append(to, name[:size]...)
		case !strings.ContainsRune("_- ()", r):
			to = utf8.AppendRune(to, unicode.ToLower(r))
		}
		if len(to) > MaxName {
			return to[:0]
		}
		name = name[size:]
	}
	return to
}

// Plain is a name as AppendPlain writes it.
func Plain(name string) string { return string(AppendPlain(nil, []byte(name))) }

// MaxName is the length of the longest plain name that means something to us.
const MaxName = 64

// IsNameByte reports whether a byte may stand in a name of a variable: a letter, a digit or _.
func IsNameByte(c byte) bool { return c == '_' || c-'0' <= 9 || c|0x20-'a' <= 'z'-'a' && c >= 'A' }

// NameLength is how many bytes the name of a field at the front of s has: letters, digits and a few signs, but no
// brackets and quotes.
func NameLength(s []byte) int {
	for i, c := range s {
		if !IsNameByte(c) && c != '.' && c != '-' && c != '/' && c != '@' && c < 0x80 {
			return i
		}
	}
	return len(s)
}
