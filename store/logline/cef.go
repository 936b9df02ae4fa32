package logline

import (
	"bytes"
	"strconv"

	"spoor/store/logline/spelling"
)

// What the values between the bars are called that begin a line of CEF and of LEEF.
var (
	cefHead  = []string{"devicevendor", "deviceproduct", "deviceversion", "deviceeventclassid", "name", "severity"}
	leefHead = []string{"devicevendor", "deviceproduct", "deviceversion", "eventid"}
)

// cef reads a line of ArcSight's Common Event Format:
//
//	CEF:0|vendor|product|version|id|name|severity|src=192.0.2.1 suser=kim msg=as many words as it takes
func (p *Parser) cef(line []byte, e *Event) Reason {
	return p.securityEvent(line, e, "CEF:", cefHead, cutCEF)
}

// leef reads a line of QRadar's Log Event Extended Format:
//
//	LEEF:1.0|vendor|product|version|id|src=192.0.2.1	usrName=kim
//	LEEF:2.0|vendor|product|version|id|^|src=192.0.2.1^usrName=kim
func (p *Parser) leef(line []byte, e *Event) Reason {
	return p.securityEvent(line, e, "LEEF:", leefHead, cutLEEF)
}

// pairCutter cuts a name and its value off the front of what stands behind the head of a line.
type pairCutter func(s []byte, separator byte) (name, value, rest []byte)

// securityEvent reads the head of a line, and the pairs behind it.
func (p *Parser) securityEvent(line []byte, e *Event, mark string, head []string, cut pairCutter) Reason {
	r := &p.record
	r.forget()
	version, rest, ok := cutMark(line, mark)
	if !ok {
		return OffFormat
	}
	for _, name := range head {
		end := barAt(rest)
		if end < 0 {
			return OffFormat
		}
		r.keepPair([]byte(name), rest[:end])
		rest = rest[end+1:]
	}
	separator, rest := leefSeparator(version, rest)
	for len(rest) > 0 {
		var name, value []byte
		name, value, rest = cut(rest, separator)
		r.keepPair(name, value)
	}
	return p.event(e)
}

// cutMark cuts "CEF:0|" off.
func cutMark(line []byte, mark string) (version, rest []byte, ok bool) {
	rest, ok = bytes.CutPrefix(line, []byte(mark))
	if !ok {
		return nil, nil, false
	}
	return bytes.Cut(bytes.TrimLeft(rest, " "), []byte{'|'})
}

// barAt is where the first bar is that no backslash escapes; negative if there is none.
func barAt(s []byte) int {
	for end := 0; ; end++ {
		bar := bytes.IndexByte(s[end:], '|')
		if bar < 0 {
			return -1
		}
		if end += bar; !escaped(s[:end]) {
			return end
		}
	}
}

// keepPair stores the value of a name that means something, without its backslashes.
func (r *record) keepPair(name, value []byte) {
	found := r.tree.find(name)
	if found == nil || found.place == nowhere || len(value) == 0 {
		return
	}
	if bytes.IndexByte(value, '\\') >= 0 {
		start := len(r.scratch)
		for i := 0; i < len(value); i++ {
			if value[i] == '\\' && i+1 < len(value) && bytes.IndexByte([]byte(`\|=`), value[i+1]) >= 0 {
				i++
			}
			r.scratch = append(r.scratch, value[i])
		}
		value = r.scratch[start:]
	}
	r.keep(found.place, value)
}

// cutCEF cuts name=value off, between blanks. A value may have blanks itself: it ends where the next name begins.
func cutCEF(s []byte, _ byte) (name, value, rest []byte) {
	s = spelling.TrimBlanks(s)
	length := cefName(s)
	if length == 0 {
		return nil, nil, nil
	}
	name, value = s[:length], s[length+1:]
	for at := 0; at < len(value); at++ {
		blank := bytes.IndexByte(value[at:], ' ')
		if blank < 0 {
			break
		}
		if at += blank; cefName(value[at+1:]) > 0 {
			return name, spelling.TrimBlanks(value[:at]), value[at+1:]
		}
	}
	return name, spelling.TrimBlanks(value), nil
}

// cefName is how long the name at the front of s is, before its =; 0 if there is none.
func cefName(s []byte) int {
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

// cutLEEF cuts name=value off, between separators.
func cutLEEF(s []byte, separator byte) (name, value, rest []byte) {
	attribute, rest := until(s, separator)
	name, value, _ = bytes.Cut(attribute, []byte{'='})
	return spelling.TrimBlanks(name), spelling.TrimBlanks(value), rest
}

// leefSeparator is what stands between the pairs: a tab, or what the second version says behind the head, as such or by
// its number: ^, x5E, 0x5E.
func leefSeparator(version, s []byte) (separator byte, rest []byte) {
	if !bytes.HasPrefix(version, []byte("2")) {
		return '\t', s
	}
	said, rest, ok := bytes.Cut(s, []byte{'|'})
	switch {
	case !ok || len(said) > len("0x5E"):
		return '\t', s
	case len(said) == 1:
		return said[0], rest
	case len(said) == 0:
		return '\t', rest
	}
	digits := bytes.TrimPrefix(bytes.TrimPrefix(said, []byte{'0'}), []byte{'x'})
	number, err := strconv.ParseUint(string(digits), 16, 8)
	if err != nil {
		return '\t', s
	}
	return byte(number), rest
}
