package analysis

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// document is a TOML text that is read strictly: what is wrong is said with its line, and an unknown key with the nearest
// one that is known.
type document struct {
	name string
	keys []documentKey // in the order of the text
}

// documentKey is where a key stands. The path of the second page's match is "page.1.match".
type documentKey struct {
	path string
	line int
}

// readDocument decodes a text into a struct, whose toml tags are the keys that are known, or a map. name is said in errors.
func readDocument(name string, text []byte, into any) (*document, error) {
	d := &document{name: name}
	decoder := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return nil, d.explain(err, into)
	}
	d.keys = documentKeys(text)
	return d, nil
}

// explain makes one line of an error of the decoder.
func (d *document) explain(err error, into any) error {
	var unknown *toml.StrictMissingError
	var wrong *toml.DecodeError
	switch {
	case errors.As(err, &unknown):
		first := slices.MinFunc(unknown.Errors, func(a, b toml.DecodeError) int { return cmp.Compare(line(&a), line(&b)) })
		key := first.Key()
		known := fieldNames(reflect.TypeOf(into), key[:len(key)-1])
		return fmt.Errorf("%s:%d: %s: no such key%s", d.name, line(&first), strings.Join(key, "."),
			Suggest(key[len(key)-1], slices.Values(known)))
	case errors.As(err, &wrong):
		return fmt.Errorf("%s:%d: %s", d.name, line(wrong), strings.TrimPrefix(wrong.Error(), "toml: "))
	default:
		return fmt.Errorf("%s: %w", d.name, err)
	}
}

func line(e *toml.DecodeError) int {
	row, _ := e.Position()
	return row
}

// fieldNames are the keys that are known below a path.
func fieldNames(of reflect.Type, path []string) []string {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice:
		return fieldNames(of.Elem(), path)
	case reflect.Map:
		return fieldNames(of.Elem(), path[1:])
	}
	var names []string
	for field := range of.Fields() {
		name := field.Tag.Get("toml")
		if len(path) > 0 && name == path[0] {
			return fieldNames(field.Type, path[1:])
		}
		names = append(names, name)
	}
	return names
}

// documentKeys finds where the keys of a text stand; the text is known to be good.
func documentKeys(text []byte) []documentKey {
	var parser unstable.Parser
	parser.Reset(text)
	var keys []documentKey
	table, elements := "", map[string]int{}
	for parser.NextExpression() {
		expression := parser.Expression()
		var parts []string
		line := 0
		for key := expression.Key(); key.Next(); {
			parts = append(parts, string(key.Node().Data))
			if line == 0 {
				line = parser.Shape(key.Node().Raw).Start.Line
			}
		}
		path := strings.Join(parts, ".")
		switch expression.Kind {
		case unstable.ArrayTable:
			path, elements[path] = path+"."+strconv.Itoa(elements[path]), elements[path]+1
			table = path + "."
		case unstable.Table:
			table = path + "."
		default:
			path = table + path
		}
		keys = append(keys, documentKey{path, line})
	}
	return keys
}

// place is the index of a key, or where the key is written within another one or is missing, of that; −1 if there is none.
func (d *document) place(path string) int {
	for ; path != ""; path = path[:max(strings.LastIndexByte(path, '.'), 0)] {
		if i := slices.IndexFunc(d.keys, func(key documentKey) bool { return key.path == path }); i >= 0 {
			return i
		}
	}
	return -1
}

// wrong is an error in the line of a key.
func (d *document) wrong(path, format string, arguments ...any) error {
	at := d.name
	if i := d.place(path); i >= 0 {
		at += ":" + strconv.Itoa(d.keys[i].line)
	}
	return fmt.Errorf("%s: %w", at, fmt.Errorf(format, arguments...))
}
