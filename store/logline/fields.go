package logline

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"spoor/store/logline/decimal"
	"spoor/store/logline/jsonvalue"
	"spoor/store/logline/logtime"
	"spoor/store/logline/spelling"
)

// FieldUse says what the fields of a log are read as.
type FieldUse struct {
	Roles  []Role   `json:"roles,omitempty"`  // in the order of the parts of an event
	Unused []string `json:"unused,omitempty"` // fields that nothing is read from

	Missing []string `json:"missing,omitempty"` // what a mapping or UserBy names and the lines do not have
}

// Role is a part of an event, and the fields of the log that it comes from, as the log writes their names.
type Role struct {
	Name   string   `json:"name"`
	Fields []string `json:"fields"`
}

// The most that is looked at, and told.
const (
	fieldLines = 20
	maxUnused  = 40
	maxPath    = 4 // how deep fields lie that are told
)

// FieldUse tells what the fields of a log that begins with these lines are read as. Formats whose lines name no
// fields, such as that of access logs, tell nothing.
func (f Format) FieldUse(sample [][]byte, o Options) FieldUse {
	use := f.Unheaded().fieldUse(sample, o)
	if len(use.Roles) == 0 && f.columns != nil { // the header is not in the log
		use = f.fieldUse(sample, o)
	}
	return use
}

func (f Format) fieldUse(sample [][]byte, o Options) FieldUse {
	p, read := NewParser(f, o), newFieldReading()
	var e Event
	records := f.Records()
	for i, count := 0, 0; i < len(sample) && read.events < fieldLines; i += count {
		var line []byte
		line, count = records.First(sample[i:])
		if p.Parse(line, &e) == OK {
			read.add(p, line)
		}
	}
	return read.use(p)
}

// fieldReading is what was seen of the fields in some lines.
type fieldReading struct {
	events int
	fed    [fieldCount][]string // the names of what each part of an event came from
	taken  map[string]bool      // their plain paths
	names  map[string]string    // of all fields, as the log writes them, by their plain paths
	order  []string             // of them
}

func newFieldReading() *fieldReading {
	return &fieldReading{names: map[string]string{}, taken: map[string]bool{}}
}

// add notes where the parts of an event came from.
func (f *fieldReading) add(p *Parser, line []byte) {
	r, columns := &p.record, p.format.columns
	if r.tree != nil {
		columns = allNames(p.format)
	}
	f.events++
	for of := range fieldCount {
		f.addFed(of, r, columns)
	}
	bare := p.bare(line)
	switch {
	case r.tree == nil:
		for _, name := range columns {
			f.name(name)
		}
	case r.json:
		f.addJSON(bare)
	case p.format.shape() == "cef" || p.format.shape() == "leef":
		f.addEvent(bare)
	default:
		f.addPairs(bare, p.format.shape() == "logfmt")
	}
}

// addFed notes the first field that says something of a part of an event.
func (f *fieldReading) addFed(of field, r *record, columns []string) {
	for i := r.next(of, 0); i >= 0; i = r.next(of, i+1) {
		place := r.places[of][i]
		if place >= min(len(r.values), len(columns)) || len(r.at(place)) == 0 &&
			(of != outcomeField || !r.isBool(place)) {
			continue
		}
		if of == dateField && !r.needsDate() {
			return
		}
		name := columns[place]
		if strings.HasPrefix(name, dateColumn) {
			name = "#Date"
		}
		if !slices.Contains(f.fed[of], name) {
			f.fed[of], f.taken[spelling.PlainPath(name)] = append(f.fed[of], name), true
		}
		return
	}
}

// needsDate reports whether the time is that of a day, or none, so that the day comes from elsewhere.
func (r *record) needsDate() bool {
	at := r.told(timeField)
	return len(at) == 0 || logtime.IsTimeOfDay(at)
}

// addPairs notes the names of name:value or name=value between tabs, or in logfmt between spaces.
func (f *fieldReading) addPairs(line []byte, spaced bool) {
	for _, pair := range bytes.FieldsFunc(line, func(c rune) bool { return c == '\t' || c == ' ' && spaced }) {
		end := spelling.NameLength(pair)
		isTime := end > 0 && decimal.Length(pair) == end // behind a blank of a value
		if end > 0 && end < len(pair) && bytes.IndexByte([]byte("=:"), pair[end]) >= 0 && !isTime {
			f.name(string(pair[:end]))
		}
	}
}

// addJSON notes the names of an object, and of those within it.
func (f *fieldReading) addJSON(line []byte) {
	var object map[string]any
	if json.Unmarshal(line, &object) != nil {
		return
	}
	var walk func(path string, object map[string]any, depth int)
	walk = func(path string, object map[string]any, depth int) {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			inner, isObject := object[name].(map[string]any)
			if isObject && depth < maxPath && len(inner) > 0 && !(len(inner) == 1 && hasTypeName(inner)) {
				walk(path+name+".", inner, depth+1)
				continue
			}
			f.name(path + name)
		}
	}
	walk("", object, 1)
}

func hasTypeName(object map[string]any) bool {
	for name := range object {
		return jsonvalue.TypeNames[name] || strings.HasPrefix(name, "$")
	}
	return false
}

func (f *fieldReading) name(path string) {
	plain := spelling.PlainPath(path)
	if _, known := f.names[plain]; !known {
		f.names[plain] = path
		f.order = append(f.order, plain)
	}
}

// use is what has come out. Where somebody wrote the format of the lines, it says itself what is what.
func (f *fieldReading) use(p *Parser) (use FieldUse) {
	if p.record.tree == nil && p.format.columns == nil {
		use.Missing = p.missingKeys()
		return use
	}
	for of, names := range f.fed {
		if len(names) == 0 {
			continue
		}
		role := Role{Name: fieldWords[of]}
		for _, name := range names {
			if written, known := f.names[spelling.PlainPath(name)]; known {
				name = written
			}
			role.Fields = append(role.Fields, name)
		}
		use.Roles = append(use.Roles, role)
	}
	for _, plain := range f.order {
		name := f.names[plain]
		if plain != "" && !f.taken[plain] && !takenWithin(f.taken, plain) && !strings.HasPrefix(name, dateColumn) {
			use.Unused = append(use.Unused, name)
		}
	}
	use.Unused = use.Unused[:min(len(use.Unused), maxUnused)]
	use.Missing = append(f.missing(p.format.mapping), p.missingKeys()...)
	return use
}

// missing are the names of a mapping that no field has. What leads into an array is not looked for.
func (f *fieldReading) missing(m Mapping) (names []string) {
	for _, renamed := range m.renamed {
		if _, there := f.names[renamed.name]; !there && !f.taken[renamed.name] && !strings.Contains(renamed.name, "[") {
			names = append(names, renamed.name)
		}
	}
	return names
}

// takenWithin reports whether something within a field is taken, as the first of an array.
func takenWithin(taken map[string]bool, name string) bool {
	for path := range taken {
		if strings.HasPrefix(path, name+"[") {
			return true
		}
	}
	return false
}

// String is the use in a line: "user from user_id, time from ts, item from sku; not used: amount, currency; the
// first lines have no field seller".
func (u FieldUse) String() string {
	var words []string
	for _, role := range u.Roles {
		words = append(words, role.Name+" from "+strings.Join(role.Fields, " or "))
	}
	text := strings.Join(words, ", ")
	if len(u.Unused) > 0 {
		text += "; not used: " + strings.Join(u.Unused, ", ")
	}
	if len(u.Missing) > 0 {
		text = strings.TrimPrefix(text+"; the first lines have no field "+strings.Join(u.Missing, ", "), "; ")
	}
	return text
}
