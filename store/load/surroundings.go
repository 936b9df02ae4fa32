package load

import "bufio"

// surroundings follow the objects around records, as in {"Records":[{…},{…}]}, byte by byte. An object without the
// records that it should have is a line of its own, so that it is seen.
type surroundings struct {
	path   []string // to the records
	levels []level
	text   []byte // of the whole object, as far as it is kept
	key    []byte // the last string
	quoted bool
	behind bool // a backslash
	seen   bool // the object has the array of the records
}

// level is an object or an array that is being read.
type level struct {
	array bool
	name  string // of the member of an object
}

// The most that is kept of an object around records, of a name, and of levels.
const (
	keptAround = 64 << 10
	keptName   = 256
	maxLevels  = 64
)

// newObjects reads the objects of a file of this shape.
func newObjects(json *bufio.Reader, shape jsonShape) *objects {
	o := &objects{json: json}
	if shape.path != nil {
		o.around = &surroundings{path: shape.path}
	}
	return o
}

// take takes a byte that is in no record, and reports whether a record begins with it, or something that is no object.
func (s *surroundings) take(o *objects, c byte) (begins bool) {
	if len(s.levels) == 0 {
		if c != '{' {
			return !isBetweenObjects(c)
		}
		s.text, s.seen = s.text[:0], false
	}
	if c == '{' && s.atRecords() {
		s.seen = true
		return true
	}
	if len(s.text) < keptAround {
		s.text = append(s.text, c)
	}
	if s.quoted {
		s.within(c)
	} else {
		s.outside(o, c)
	}
	return false
}

// isBetweenObjects reports whether a byte may stand between the objects of a file.
func isBetweenObjects(c byte) bool {
	return c <= ' ' || c == ',' || c == '[' || c == ']' || c == recordSeparator
}

// outside takes a byte of an object that is in no string.
func (s *surroundings) outside(o *objects, c byte) {
	switch c {
	case '"':
		s.quoted, s.key = true, s.key[:0]
	case ':':
		s.name(string(s.key))
	case '{', '[':
		if s.levels = append(s.levels, level{array: c == '['}); s.atRecords() {
			s.seen = true
		}
		if len(s.levels) > maxLevels {
			s.end(o)
		}
	case '}', ']':
		if s.levels = s.levels[:len(s.levels)-1]; len(s.levels) == 0 {
			s.end(o)
		}
	}
}

// end makes a line of an object that has no records.
func (s *surroundings) end(o *objects) {
	if !s.seen {
		if len(o.line) > 0 {
			o.end()
		}
		o.line = append(o.line, s.text...)
	}
	s.levels = s.levels[:0]
}

// within takes a byte of a string.
func (s *surroundings) within(c byte) {
	switch {
	case s.behind:
		s.behind = false
	case c == '\\':
		s.behind = true
	case c == '"':
		s.quoted = false
		return
	}
	if len(s.key) < keptName {
		s.key = append(s.key, c)
	}
}

func (s *surroundings) name(name string) {
	if top := len(s.levels) - 1; !s.levels[top].array {
		s.levels[top].name = name
	}
}

// atRecords reports whether the innermost level holds the records.
func (s *surroundings) atRecords() bool {
	if len(s.levels) != len(s.path) {
		return false
	}
	for i, l := range s.levels {
		if l.array != (s.path[i] == inArray) || !l.array && l.name != s.path[i] && s.path[i] != inObject {
			return false
		}
	}
	return true
}
