package logline

import (
	"bytes"

	"spoor/store/logline/relay"
)

// containerGoesOn is goesOn of the files of Kubernetes, whose runtimes cut lines that are too long.
func containerGoesOn(line, next []byte) bool {
	c, ok := relay.Container(trim(line))
	if !ok || !c.Part || next == nil {
		return ok && c.Part
	}
	n, ok := relay.Container(trim(next))
	return ok && bytes.Equal(n.Stream, c.Stream)
}

// container cuts off what stands before a line that may have come in parts. A part alone is none.
func (o *envelope) container(line []byte) (at, rest []byte, ok bool) {
	if bytes.IndexByte(line, '\n') < 0 {
		c, ok := relay.Container(line)
		return c.At, c.Text, ok && !c.Part
	}
	o.joined = o.joined[:0]
	for len(line) > 0 {
		var part []byte
		part, line = until(line, '\n')
		c, ok := relay.Container(part) // whose blanks at the end belong to the line
		if !ok {
			return nil, nil, false
		}
		at, o.joined = c.At, append(o.joined, c.Text...)
	}
	return at, o.joined, true
}

// dockerPart is how long the parts are into which docker cuts a line that is too long, in bytes.
const dockerPart = 16 << 10

// dockerGoesOn is goesOn of the files of docker: a part has all of its length, and no line feed at its end.
func dockerGoesOn(line, next []byte) bool {
	if len(line) < dockerPart {
		return false
	}
	var part, other envelope
	stream, text, ok := part.open("log", []string{"stream"}, trim(line))
	if !ok || len(text) != dockerPart || text[len(text)-1] == '\n' || next == nil {
		return ok && len(text) == dockerPart && text[len(text)-1] != '\n'
	}
	same, _, ok := other.open("log", []string{"stream"}, trim(next))
	return ok && bytes.Equal(same, stream)
}

// docker opens what the files of docker (json-file) hold: a line, perhaps in parts.
func (o *envelope) docker(line []byte) (at, rest []byte, ok bool) {
	if bytes.IndexByte(line, '\n') < 0 {
		return o.open("log", []string{"time"}, line)
	}
	o.joined = o.joined[:0]
	for len(line) > 0 {
		var part []byte
		part, line = until(line, '\n')
		if at, rest, ok = o.open("log", []string{"time"}, trim(part)); !ok {
			return nil, nil, false
		}
		o.joined = append(o.joined, rest...)
	}
	return at, o.joined, true
}
