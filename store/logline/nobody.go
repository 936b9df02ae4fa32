package logline

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// nobody knows the names that stand for no user: those that programs write where they have none, and those that
// somebody has said. A name is not one of them only because many visitors share it, as guest is: see IsGuest.
type nobody struct{ said map[string]bool }

func newNobody(names []string) (n nobody) {
	for _, name := range names {
		if n.said == nil {
			n.said = make(map[string]bool, len(names))
		}
		n.said[name] = true
	}
	return n
}

// name is what a log says of a user, without the blanks around it; nothing if that is nobody.
func (n nobody) name(s []byte) []byte {
	if s = trimBlanks(s); isNobody(s) || n.said != nil && n.said[string(s)] {
		return nil
	}
	return s
}

// trimBlanks cuts spaces and tabs off both ends.
func trimBlanks(s []byte) []byte {
	for len(s) > 0 && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	for len(s) > 0 && (s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		s = s[:len(s)-1]
	}
	return s
}

// nobodyNames are what languages, databases, servers and analytics write for a value that is not there, in lower case.
var nobodyNames = map[string]bool{
	"undefined": true, "null": true, "none": true, "nil": true, "nan": true, // JavaScript, Java, Python, Ruby, floats
	"(undefined)": true, "(null)": true, "(none)": true, "(nil)": true, // C, lighttpd
	"<undefined>": true, "<null>": true, "<none>": true, "<nil>": true, "%!s(<nil>)": true, // Go
	"[undefined]": true, "[null]": true, "{}": true, "[]": true,
	"[object object]": true, "[object undefined]": true, "[object null]": true,
	`\n`:  true, // databases, as \N
	"n/a": true, "#n/a": true, "(not set)": true, "(not provided)": true,
	"null-auth-user": true,                              // JBoss
	"null null":      true, "undefined undefined": true, // a first and a last name
	"00000000-0000-0000-0000-000000000000": true, // the nil UUID
}

const longestNobody = len("00000000-0000-0000-0000-000000000000")

// isNobody reports whether a name says that there is none. Case makes no difference.
func isNobody(name []byte) bool {
	if len(name) > longestNobody {
		return false
	}
	if len(name) == 0 {
		return true
	}
	switch name[0] {
	case 'u', 'U', 'n', 'N', '(', '<', '{', '[', '\\', '#', '%', '0':
		var low [longestNobody]byte
		for i, c := range name {
			if c-'A' <= 'Z'-'A' {
				c |= 0x20
			}
			low[i] = c
		}
		return nobodyNames[string(low[:len(name)])]
	}
	for _, c := range name {
		if c != '-' && c != '"' && c != '\'' {
			return false
		}
	}
	return true // - and --, and quotes around nothing
}

// guests are names that many programs give to all visitors who have none, in lower case. Others mean one user by them.
var guests = map[string]bool{
	"anonymous": true, "anon": true, "anonymoususer": true, "anonymous_user": true, "anonymous user": true,
	"(anonymous)":      true,
	"system:anonymous": true, "guest": true, "guest user": true, "guest_user": true, "visitor": true, "public": true,
	"unknown": true, "(unknown)": true, "unknown user": true, "nobody": true, "nouser": true, "no user": true,
	"unauthenticated": true, "not_authenticated": true, "not authenticated": true, "not logged in": true,
	"0": true, "-1": true, "true": true, "false": true, "id": true, "user": true, "user_id": true, "distinct_id": true,
	"email": true,
}

// IsGuest reports whether a name looks like one that a program gives to all visitors who have not logged in, such as
// guest, anonymous or 0. Such a user is taken as one, since it may be one: whoever loads the log says so, and how to
// take it for nobody.
func IsGuest(name string) bool { return guests[strings.ToLower(name)] }

// unescaped gives a name that a server has escaped its letters back: \\ and \" and \xHH, as Apache and nginx write a
// backslash, a quote and what is not ASCII. One that would hold control characters or no UTF-8 stays as it is
// written.
func (r *record) unescaped(name []byte) []byte {
	if bytes.IndexByte(name, '\\') < 0 {
		return name
	}
	start := len(r.scratch)
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c != '\\' || i+1 == len(name):
		case name[i+1] == '\\' || name[i+1] == '"':
			i++
			c = name[i]
		case name[i+1] == 'x' && i+3 < len(name) && hexValue(name[i+2]) >= 0 && hexValue(name[i+3]) >= 0:
			c = byte(hexValue(name[i+2])<<4 | hexValue(name[i+3]))
			i += 3
		}
		r.scratch = append(r.scratch, c)
	}
	if decoded := r.scratch[start:]; printable(decoded) {
		return decoded
	}
	r.scratch = r.scratch[:start]
	return name
}

// printable reports whether s is UTF-8 without control characters of ASCII.
func printable(s []byte) bool {
	for _, c := range s {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return utf8.Valid(s)
}
