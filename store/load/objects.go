package load

import (
	"bufio"
	"strings"
)

// objects reads JSON, an object or many in arrays, or records within other objects, as one object a line. An object
// over several lines is on the last of them, and those before it are empty, so that lines keep their numbers; of
// several objects on a line each gets a line of its own. What is no object stays a line.
type objects struct {
	json    *bufio.Reader
	lines   []byte // not yet handed out
	line    []byte // the line that is being put together
	depth   int    // of brackets within the object
	quoted  bool   // within a string of the object
	escaped bool   // behind a backslash in it
	foreign bool   // the line is no object
	around  *surroundings
	err     error // why nothing more comes
}

// Read hands out whole lines as long as there are any.
func (o *objects) Read(p []byte) (int, error) {
	for len(o.lines) == 0 {
		if o.err != nil {
			return 0, o.err
		}
		o.fill()
	}
	n := copy(p, o.lines)
	o.lines = o.lines[n:]
	return n, nil
}

// fill puts what comes next into lines. The end of the file ends an object that has not ended before, so that it is
// seen.
func (o *objects) fill() {
	o.lines = o.lines[:0]
	part, err := o.json.Peek(max(1, o.json.Buffered()))
	for _, c := range part {
		o.take(c)
	}
	_, _ = o.json.Discard(len(part))
	if err != nil {
		o.err = err
		o.lines, o.line = append(o.lines, o.line...), nil
	}
}

// take takes the next byte. An object that is longer than a line may be is cut there, so that one bracket too few does
// not cost all that follows; so is one with a line feed within a string, which is a mistake.
func (o *objects) take(c byte) {
	if len(o.line) > LineLimit {
		o.end()
	}
	switch {
	case c == '\n' && o.depth > 0 && !o.quoted:
		o.lines = append(o.lines, '\n')
		o.space()
	case c == '\n':
		o.end()
	case o.depth > 0:
		o.within(c)
	case o.foreign:
		o.line = append(o.line, c)
	case o.around != nil && !o.around.take(o, c):
	case o.around == nil && strings.IndexByte(" \t\r,[]\x1e", c) >= 0:
	default:
		if len(o.line) > 0 {
			o.end()
		}
		o.line, o.foreign = append(o.line, c), c != '{'
		if !o.foreign {
			o.depth = 1
		}
	}
}

// within takes a byte of an object.
func (o *objects) within(c byte) {
	switch {
	case o.escaped:
		o.escaped = false
	case o.quoted && c == '\\':
		o.escaped = true
	case c == '"':
		o.quoted = !o.quoted
	case o.quoted:
	case c == '{' || c == '[':
		o.depth++
	case c == '}' || c == ']':
		o.depth--
	case c == ' ' || c == '\t' || c == '\r':
		o.space()
		return
	}
	o.line = append(o.line, c)
}

// space keeps one space of all that indents.
func (o *objects) space() {
	if o.line[len(o.line)-1] != ' ' {
		o.line = append(o.line, ' ')
	}
}

func (o *objects) end() {
	o.lines = append(append(o.lines, o.line...), '\n')
	o.line, o.depth, o.quoted, o.escaped, o.foreign = o.line[:0], 0, false, false, false
}
