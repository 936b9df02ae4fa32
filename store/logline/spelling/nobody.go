package spelling

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// Nobody knows the names that stand for no user: those that programs write where they have none, and those that
// somebody has said. A name is not one of them only because many visitors share it, as guest is: see IsGuest.
type Nobody struct{ said map[string]bool }

// NewNobody has names said that stand for nobody besides those that everybody knows.
func NewNobody(names []string) (n Nobody) {
	for _, name := range names {
		if n.said == nil {
			n.said = make(map[string]bool, len(names))
		}
		n.said[name] = true
	}
	return n
}

// Name is what a log says of a user, without the blanks around it; nothing if that is nobody.
func (n Nobody) Name(s []byte) []byte {
	if s = TrimBlanks(s); IsNobody(s) || n.said != nil && n.said[string(s)] {
		return nil
	}
	return s
}

// TrimBlanks cuts spaces and tabs off both ends.
func TrimBlanks(s []byte) []byte {
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
	"unknown (sso failed)": true, "unknown (sso bypassed)": true, "unknown (external ip)": true, // SonicWall
	"00000000-0000-0000-0000-000000000000": true, // the nil UUID
}

// nobodyLengths has a bit for each length of those of them that begin with a byte, in upper case, too.
var nobodyLengths = func() (lengths [256]uint64) {
	for name := range nobodyNames {
		lengths[name[0]] |= 1 << len(name)
		lengths[bytes.ToUpper([]byte(name[:1]))[0]] |= 1 << len(name)
	}
	return lengths
}()

const longestNobody = len("00000000-0000-0000-0000-000000000000")

// IsNobody reports whether a name says that there is none. Case makes no difference.
func IsNobody(name []byte) bool {
	if len(name) > longestNobody {
		return false
	}
	if len(name) == 0 {
		return true
	}
	if lengths := nobodyLengths[name[0]]; lengths>>len(name)&1 != 0 {
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

// Printable reports whether s is UTF-8 without control characters of ASCII.
func Printable(s []byte) bool {
	for _, c := range s {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return utf8.Valid(s)
}

// kindsOfActors are what a field of that name may say instead of who it was.
var kindsOfActors = [][]byte{
	[]byte("user"), []byte("member"), []byte("customer"), []byte("client"), []byte("guest"), []byte("employee"),
	[]byte("staff"), []byte("agent"), []byte("system"), []byte("service"), []byte("application"), []byte("app"),
	[]byte("api"), []byte("bot"), []byte("integration"), []byte("human"),
}

// IsKindOfActor reports whether a name is but the kind of an actor.
func IsKindOfActor(name []byte) bool {
	return slices.ContainsFunc(kindsOfActors, func(kind []byte) bool { return bytes.EqualFold(kind, name) })
}
