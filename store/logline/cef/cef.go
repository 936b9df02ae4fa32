// Package cef cuts the lines of two formats for events of security into names and values: ArcSight's Common Event
// Format and QRadar's Log Event Extended Format.
//
//	CEF:0|vendor|product|version|id|name|severity|src=192.0.2.1 suser=kim msg=as many words as it takes
//	LEEF:1.0|vendor|product|version|id|src=192.0.2.1	usrName=kim
//	LEEF:2.0|vendor|product|version|id|^|src=192.0.2.1^usrName=kim
//
// It is pure, takes no memory, and what it gives are parts of the line.
package cef

import (
	"bytes"
	"strconv"

	"spoor/store/logline/spelling"
)

// Format is one of the two.
type Format struct {
	mark []byte
	head [][]byte // what the values between the bars are called
	leef bool
}

// The formats.
var (
	CEF = Format{
		mark: []byte("CEF:"),
		head: [][]byte{
			[]byte("deviceVendor"), []byte("deviceProduct"), []byte("deviceVersion"),
			[]byte("deviceEventClassId"),
			[]byte("name"), []byte("severity"),
		},
	}
	LEEF = Format{
		mark: []byte("LEEF:"),
		head: [][]byte{
			[]byte("deviceVendor"), []byte("deviceProduct"), []byte("deviceVersion"), []byte("eventId"),
		},
		leef: true,
	}
)

// Reader goes through the names and values of a line: first those between the bars, then the pairs.
type Reader struct {
	format    *Format
	heads     int // names of the head that have been given
	rest      []byte
	separator byte // between the pairs of LEEF
}

// Read begins to read a line. ok is false if it has no such head.
func (f *Format) Read(line []byte) (r Reader, ok bool) {
	rest, ok := bytes.CutPrefix(line, f.mark)
	if !ok {
		return r, false
	}
	version, rest, ok := bytes.Cut(bytes.TrimLeft(rest, " "), []byte{'|'})
	r = Reader{format: f, rest: rest, separator: '\t'}
	for range f.head {
		end := barAt(rest)
		if end < 0 {
			return r, false
		}
		rest = rest[end+1:]
	}
	if f.leef && bytes.HasPrefix(version, []byte("2")) {
		said, _, _ := bytes.Cut(rest, []byte{'|'})
		r.separator = separatorOf(said)
	}
	return r, ok
}

// Next is the next name with its value, whose backslashes are still there. head reports whether it stands between bars.
func (r *Reader) Next() (name, value []byte, head, ok bool) {
	if r.heads < len(r.format.head) {
		end := barAt(r.rest)
		name, value = r.format.head[r.heads], r.rest[:end]
		if r.heads, r.rest = r.heads+1, r.rest[end+1:]; r.heads == len(r.format.head) && r.format.leef {
			r.rest = withoutSeparator(r.rest)
		}
		return name, value, true, true
	}
	if len(r.rest) == 0 {
		return nil, nil, false, false
	}
	if r.format.leef {
		name, value = r.attribute()
	} else {
		name, value = r.extension()
	}
	return name, value, false, true
}

// extension cuts name=value off, between blanks. A value may have blanks itself: it ends where the next name begins.
func (r *Reader) extension() (name, value []byte) {
	s := spelling.TrimBlanks(r.rest)
	length := nameLength(s)
	if r.rest = nil; length == 0 {
		return nil, nil
	}
	name, value = s[:length], s[length+1:]
	for at := 0; at < len(value); at++ {
		blank := bytes.IndexByte(value[at:], ' ')
		if blank < 0 {
			break
		}
		if at += blank; nameLength(value[at+1:]) > 0 {
			value, r.rest = value[:at], value[at+1:]
			break
		}
	}
	return name, spelling.TrimBlanks(value)
}

// nameLength is how long the name at the front of s is, before its =; 0 if there is none.
func nameLength(s []byte) int {
	for i, c := range s {
		switch {
		case c == '=':
			return i
		case !spelling.IsNameByte(c) && bytes.IndexByte([]byte(".-[]"), c) < 0:
			return 0
		}
	}
	return 0
}

// attribute cuts name=value off, between separators.
func (r *Reader) attribute() (name, value []byte) {
	attribute, rest, _ := bytes.Cut(r.rest, []byte{r.separator})
	name, value, _ = bytes.Cut(attribute, []byte{'='})
	r.rest = rest
	return spelling.TrimBlanks(name), spelling.TrimBlanks(value)
}

// longestSeparator is how many bytes may say a separator: 0x5E.
const longestSeparator = len("0x5E")

// separatorOf is what the second version of LEEF says to stand between the pairs, as such or by its number: ^, x5E,
// 0x5E; a tab if it says nothing.
func separatorOf(said []byte) byte {
	if len(said) == 1 {
		return said[0]
	}
	if len(said) <= longestSeparator {
		digits := bytes.TrimPrefix(bytes.TrimPrefix(said, []byte{'0'}), []byte{'x'})
		if number, err := strconv.ParseUint(string(digits), 16, 8); err == nil {
			return byte(number)
		}
	}
	return '\t'
}

// withoutSeparator drops what says the separator.
func withoutSeparator(s []byte) []byte {
	said, rest, ok := bytes.Cut(s, []byte{'|'})
	if ok && len(said) <= longestSeparator && bytes.IndexByte(said, '=') < 0 || ok && len(said) == 1 {
		return rest
	}
	return s
}

// barAt is where the first bar is that no backslash escapes; negative if there is none.
func barAt(s []byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			return i
		}
	}
	return -1
}

// AppendUnescaped appends a value without the backslashes before \, | and =.
func AppendUnescaped(to, value []byte) []byte {
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' && i+1 < len(value) && bytes.IndexByte([]byte(`\|=`), value[i+1]) >= 0 {
			i++
		}
		to = append(to, value[i])
	}
	return to
}
