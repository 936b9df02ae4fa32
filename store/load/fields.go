package load

import "spoor/store/logline"

// fieldLines is how many lines are looked at to tell what the fields of a log are read as.
const fieldLines = 40

// fieldsOf tells what the fields of a log are read as.
func fieldsOf(s *source, how logline.Options) logline.FieldUse {
	return s.parser.Format().FieldUse(s.encoding.texts(firstOf(s.begin.head, fieldLines)), how)
}

// tellFields tells it once for each format.
func (l *loader) tellFields(s *source) {
	name := s.parser.Format().Name
	use, known := l.fields[name]
	if !known {
		use = fieldsOf(s, l.reading())
		if l.fields == nil {
			l.fields = map[string]logline.FieldUse{}
		}
		if l.fields[name] = use; len(use.Roles)+len(use.Missing) > 0 {
			l.readAs = append(l.readAs, Fields{s.given, use})
		}
	}
	s.Fields = use
}
