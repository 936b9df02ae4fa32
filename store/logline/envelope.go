package logline

import (
	"spoor/store/logline/jsonvalue"
	"spoor/store/logline/relay"
	"spoor/store/logline/spelling"
)

// envelope is what stands around a line: an object of JSON, or a record of a table, that holds it in one of its fields.
type envelope struct {
	object
	joined []byte // a line that comes in parts
}

// open takes a line out of an object: what stands under its name, which is a text or an object, and the time, which
// is the first of those that are there. The names must always be the same. What it gives lives until the next one is
// opened.
func (o *envelope) open(name string, times []string, line []byte) (at, rest []byte, ok bool) {
	if o.record == nil {
		o.ask(name, times)
	}
	if len(line) == 0 || line[0] != '{' || o.scan(line) != OK || len(o.values[0]) < 2 {
		return nil, nil, false
	}
	o.scratch = o.scratch[:0]
	for _, value := range o.values[1:] {
		if at = o.content(value); len(at) > 0 {
			break
		}
	}
	switch rest = jsonvalue.Untyped(o.values[0]); rest[0] {
	case '{':
		return at, rest, true
	case '"':
		return at, o.content(rest), true
	case '[': // journald's of what is not printable, as colours
		start := len(o.scratch)
		if o.scratch, ok = jsonvalue.AppendBytes(o.scratch, rest); ok {
			o.joined = relay.Uncoloured(o.joined[:0], o.scratch[start:])
			return at, o.joined, true
		}
	}
	return nil, nil, false
}

// ask prepares for these names.
func (o *envelope) ask(name string, times []string) {
	columns := []string{spelling.PlainPath(name)}
	for _, name := range times {
		columns = append(columns, spelling.PlainPath(name))
	}
	o.record = &record{json: true, tree: plant(columns), values: make([][]byte, len(columns))}
}

// journal opens what "journalctl -o json" prints, which always says when.
func (o *envelope) journal(line []byte) (at, rest []byte, ok bool) {
	at, rest, ok = o.open("MESSAGE", []string{"__REALTIME_TIMESTAMP"}, line)
	return at, rest, ok && len(at) > 0
}
