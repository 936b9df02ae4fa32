package toml

import (
	"bytes"
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2/unstable"

	"spoor/internal/nearest"
)

// keyReader goes through the keys of a text in their order, so that each line is counted once however many keys there
// are. The decoder itself describes every unknown key with the lines around it, which takes minutes where there are
// very many.
type keyReader struct {
	text     []byte
	parser   unstable.Parser
	counted  int // bytes, up to where lines are counted
	line     int // there, from 1
	begin    int // of that line
	keys     map[string]position
	elements map[string]int // of arrays of tables, by path
	unknown  *unknownKey
}

// unknownKey is the first key of a text that is not known.
type unknownKey struct {
	path  []string
	known []string // at its place
	at    position
}

// longestPath is how much of a path an error names, in bytes.
const longestPath = 100

func (u *unknownKey) explain(name string) error {
	last := u.path[len(u.path)-1]
	path := strings.Join(u.path, ".")
	if len(path) > longestPath {
		path = strings.ToValidUTF8(path[:longestPath], "") + "…"
	}
	return fmt.Errorf("%s:%d:%d: %s: no such key%s", name, u.at.line, u.at.column, path,
		nearest.Suggest(last, slices.Values(u.known)))
}

// readKeys finds where the keys of a text stand that are known below into, up to the first that is not, or that is one
// too many, or that is no TOML.
func readKeys(text []byte, into any) (map[string]position, *unknownKey) {
	r := keyReader{text: text, line: 1, keys: map[string]position{}, elements: map[string]int{}}
	r.parser.Reset(text)
	root := reflect.TypeOf(into)
	table, of := "", root
	for r.unknown == nil && len(r.keys) <= mostKeys && r.parser.NextExpression() {
		expression := r.parser.Expression()
		switch expression.Kind {
		case unstable.Table, unstable.ArrayTable:
			table, of = r.table(expression, root)
		case unstable.KeyValue:
			r.keyValue(expression, table, of)
		}
	}
	return r.keys, r.unknown
}

// table reads the head of a table, and returns the path of its keys and what they belong to.
func (r *keyReader) table(head *unstable.Node, root reflect.Type) (table string, of reflect.Type) {
	path, at, of := r.key(head, "", root)
	if head.Kind == unstable.ArrayTable {
		path, r.elements[path] = path+"."+strconv.Itoa(r.elements[path]), r.elements[path]+1
		r.keys[path] = at
	}
	return path + ".", of
}

// keyValue reads a key within a table, and those within its value.
func (r *keyReader) keyValue(node *unstable.Node, table string, of reflect.Type) {
	path, _, of := r.key(node, table, of)
	if r.unknown == nil {
		r.value(node.Value(), path+".", of)
	}
}

// value reads the keys of the tables within a value.
func (r *keyReader) value(value *unstable.Node, table string, of reflect.Type) {
	if value.Kind != unstable.InlineTable && value.Kind != unstable.Array {
		return
	}
	element := 0
	for children := value.Children(); r.unknown == nil && children.Next(); {
		child := children.Node()
		switch {
		case child.Kind == unstable.KeyValue:
			r.keyValue(child, table, of)
		case child.Kind != unstable.Comment:
			r.value(child, table+strconv.Itoa(element)+".", of)
			element++
		}
	}
}

// key notes a key, which may have several parts, and returns its path, its place and what its value belongs to.
func (r *keyReader) key(node *unstable.Node, table string, of reflect.Type) (path string, at position,
	value reflect.Type) {
	var parts []string
	for key := node.Key(); r.unknown == nil && key.Next(); {
		part := string(key.Node().Data)
		if parts == nil {
			at = r.position(int(key.Node().Raw.Offset))
		}
		parts = append(parts, part)
		known, ok := fieldsOf(of)
		if !ok {
			of = nil // anything goes, or the decoder has found that it doesn't
			continue
		}
		if of, ok = known.field(part); !ok {
			r.unknown = &unknownKey{append(named(table), parts...), known.names, at}
		}
	}
	path = table + strings.Join(parts, ".")
	if _, again := r.keys[path]; !again {
		r.keys[path] = at
	}
	return path, at, of
}

// named are the parts of the path of a table, without the numbers of elements.
func named(table string) []string {
	return slices.DeleteFunc(strings.Split(table, "."), func(part string) bool {
		_, err := strconv.Atoi(part)
		return part == "" || err == nil
	})
}

// position is where an offset lies in the text; offsets must rise.
func (r *keyReader) position(offset int) position {
	between := r.text[r.counted:offset]
	r.line += bytes.Count(between, []byte("\n"))
	if last := bytes.LastIndexByte(between, '\n'); last >= 0 {
		r.begin = r.counted + last + 1
	}
	r.counted = offset
	return position{r.line, offset - r.begin + 1, len(r.keys)}
}

// fields are the keys that are known at a place.
type fields struct {
	of    reflect.Type // a struct or a map
	names []string     // of a struct
}

// fieldsOf are the fields of a type, of what a pointer or a list of it holds. ok is false where a value has no fields,
// or any.
func fieldsOf(of reflect.Type) (known fields, ok bool) {
	for of != nil && (of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Array) {
		of = of.Elem()
	}
	switch {
	case of == nil || of.Implements(textUnmarshaler) || reflect.PointerTo(of).Implements(textUnmarshaler) ||
		of == reflect.TypeFor[time.Time]():
		return fields{}, false
	case of.Kind() == reflect.Map:
		return fields{of: of}, true
	case of.Kind() != reflect.Struct:
		return fields{}, false
	}
	known.of = of
	for field := range of.Fields() {
		known.names = append(known.names, fieldName(field))
	}
	return known, true
}

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

// field is the type of a field, whose name is taken in any case, as the decoder does.
func (f fields) field(name string) (reflect.Type, bool) {
	if f.of.Kind() == reflect.Map {
		return f.of.Elem(), true
	}
	for field := range f.of.Fields() {
		if strings.EqualFold(fieldName(field), name) {
			return field.Type, true
		}
	}
	return nil, false
}

func fieldName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("toml"), ",")
	if name == "" {
		name = field.Name
	}
	return name
}
