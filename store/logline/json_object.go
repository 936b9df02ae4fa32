package logline

import (
	"bytes"

	"spoor/store/logline/decimal"
	"spoor/store/logline/jsonvalue"
)

// maxDepth is how deep JSON may nest. No event needs as much; it keeps hostile lines from using up the stack.
const maxDepth = 64

// object cuts the fields that somebody asked for out of one line of JSON, without building anything.
// It is strict: what encoding/json would not read, it does not read either.
type object struct {
	*record // takes the values as they are written; of a name that comes twice the last one
	line    []byte
	at      int    // next byte to read
	escaped bool   // the last string has something escaped
	several bool   // one may follow another, as Monolog writes its context and what it adds
	level   *names // those of the object that is being read, nil if nobody asked for any

	array    *names // the array that is being read, if some of its elements mean something
	elements int    // that have been read of it
}

// json reads a line that is one JSON object.
func (p *Parser) json(line []byte, e *Event) Reason {
	if reason := p.object.scan(line); reason != OK {
		return reason
	}
	return p.event(e)
}

// scan reads a line that is one object and nothing else.
func (o *object) scan(line []byte) Reason {
	o.forget()
	o.line, o.at, o.level = line, 0, o.tree
	switch o.next() {
	case '{':
	case '[':
		if !o.beginsArray() {
			return NotObject
		}
		return ArrayJSON
	default:
		return NotObject
	}
	for again := true; again; again = o.several && o.next() == '{' {
		if reason := o.value(1); reason != OK {
			return reason
		}
	}
	if o.next(); o.at < len(o.line) {
		return BadJSON
	}
	return OK
}

// beginsArray tells an array of objects, arrays or texts from a time or a word in brackets.
func (o *object) beginsArray() bool {
	o.at++
	return bytes.IndexByte([]byte("{[]\""), o.next()) >= 0
}

// peek is the next byte, or 0 at the end of the line: no JSON can go on with a 0.
func (o *object) peek() byte {
	if o.at < len(o.line) {
		return o.line[o.at]
	}
	return 0
}

// broken is the reason for stopping here.
func (o *object) broken() Reason {
	if o.at >= len(o.line) {
		return CutJSON
	}
	return BadJSON
}

// take reads one byte that must come here.
func (o *object) take(c byte) Reason {
	if o.peek() != c {
		return o.broken()
	}
	o.at++
	return OK
}

// next is the next byte that is no white space, which it passes; 0 at the end of the line.
func (o *object) next() byte {
	for o.at < len(o.line) {
		c := o.line[o.at]
		if c > ' ' || c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c
		}
		o.at++
	}
	return 0
}

func (o *object) value(depth int) Reason {
	switch c := o.peek(); {
	case c == '"':
		return o.text()
	case c == '{':
		return o.list(depth, '}', (*object).member)
	case c == '[':
		return o.list(depth, ']', (*object).value)
	case c == 't':
		return o.literal("true")
	case c == 'f':
		return o.literal("false")
	case c == 'n':
		return o.literal("null")
	default:
		return o.number()
	}
}

// list reads what stands between brackets, separated by commas.
func (o *object) list(depth int, closing byte, element func(*object, int) Reason) Reason {
	if depth > maxDepth {
		return DeepJSON
	}
	o.at++
	if o.next() == closing {
		o.at++
		return OK
	}
	for {
		if reason := element(o, depth+1); reason != OK {
			return reason
		}
		switch o.next() {
		case ',':
			o.at++
			o.next()
		case closing:
			o.at++
			return OK
		default:
			return o.broken()
		}
	}
}

// member reads a name and its value, which is one level deeper than the object.
func (o *object) member(depth int) Reason {
	name := o.at
	if reason := o.text(); reason != OK {
		return reason
	}
	var found *names
	if o.level != nil {
		found = o.meant(o.line[name:o.at])
	}
	if o.next() != ':' {
		return o.broken()
	}
	o.at++
	o.next()
	value, outer := o.at, o.level
	reason := o.below(found, depth)
	o.level = outer
	if reason == OK && found != nil && found.place != nowhere {
		value := o.line[value:o.at]
		switch {
		case found == outer: // the object itself
			return OK
		case found.first || value[0] == '[' && value[1] == '"' && o.isHeader(found.place):
			value = jsonvalue.First(value)
		case value[0] == '{':
			value = jsonvalue.Untyped(value)
		}
		o.keep(found.place, value)
	}
	return reason
}

// meant is what the name that has just been read means, if anything.
func (o *object) meant(text []byte) *names {
	name := text[1 : len(text)-1]
	if o.escaped {
		name = o.content(text)
	}
	if found := o.level.find(name); found != nil || string(name) != jsonvalue.MapName {
		return found
	}
	return o.level
}

// below reads the value of a name that means something, or nothing (nil).
func (o *object) below(found *names, depth int) Reason {
	o.level = nil
	switch c := o.peek(); {
	case found == nil:
	case c == '{':
		o.level = found
	case c == '[' && (found.head != nil || found.keyed != nil):
		outer := o.array
		o.array, o.elements = found, 0
		reason := o.list(depth, ']', (*object).element)
		o.array = outer
		return reason
	}
	return o.value(depth)
}

// element reads an element of an array of which some mean something: the first, or those whose member says so.
func (o *object) element(depth int) Reason {
	found, start := o.array, o.at
	var chosen *names
	if o.elements == 0 {
		chosen = found.head
	}
	o.elements++
	if found.keyed != nil && o.peek() == '{' {
		o.values[found.keyPlace] = nil
		o.level = found.key
		if reason := o.value(depth); reason != OK {
			return reason
		}
		if keyed := found.keyed[string(o.content(o.values[found.keyPlace]))]; keyed != nil {
			chosen = keyed
		}
		if chosen == nil {
			return OK
		}
		o.at = start
	}
	elements := o.elements
	reason := o.below(chosen, depth)
	if o.array, o.elements = found, elements; reason == OK && chosen != nil && chosen.place != nowhere {
		o.keep(chosen.place, o.line[start:o.at])
	}
	return reason
}

func (o *object) literal(word string) Reason {
	for i := range len(word) {
		if reason := o.take(word[i]); reason != OK {
			return reason
		}
	}
	return OK
}

// text reads a string with its quotes. It may hold any byte but control characters.
func (o *object) text() Reason {
	if o.peek() != '"' {
		return o.broken()
	}
	behind := o.line[o.at+1:]
	length := jsonvalue.Plain(behind)
	if o.escaped = length == len(behind) || behind[length] != '"'; o.escaped {
		o.at += 1 + length
		return o.textEscaped()
	}
	o.at += length + 2
	return OK
}

// textEscaped reads the rest of a string of which something is escaped.
func (o *object) textEscaped() Reason {
	for o.peek() == '\\' {
		if reason := o.escape(); reason != OK {
			return reason
		}
		o.at += jsonvalue.Plain(o.line[o.at:])
	}
	return o.take('"')
}

// escape reads a backslash and what it escapes.
func (o *object) escape() Reason {
	o.at++
	digits, ok := jsonvalue.IsEscapable(o.peek())
	if !ok {
		return o.broken()
	}
	o.at++
	for range digits {
		if decimal.HexValue(o.peek()) < 0 {
			return o.broken()
		}
		o.at++
	}
	return OK
}

// number reads digits, which start with 0 only if there is one of them, with fraction and exponent.
func (o *object) number() Reason {
	if o.peek() == '-' {
		o.at++
	}
	if o.peek() == '0' {
		o.at++
	} else if reason := o.digits(); reason != OK {
		return reason
	}
	if o.peek() == '.' {
		o.at++
		if reason := o.digits(); reason != OK {
			return reason
		}
	}
	if o.peek()|0x20 != 'e' {
		return OK
	}
	o.at++
	if o.peek() == '+' || o.peek() == '-' {
		o.at++
	}
	return o.digits()
}

func (o *object) digits() Reason {
	start := o.at
	for o.peek()-'0' <= 9 {
		o.at++
	}
	if o.at == start {
		return o.broken()
	}
	return OK
}

// isNumber reports whether s is a number as JSON writes it.
func isNumber(s []byte) bool {
	o := object{line: s}
	return o.number() == OK && o.at == len(s)
}
