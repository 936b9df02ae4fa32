// Package toml reads TOML strictly: what is wrong is said in one line with the name of the file, line and column, and
// an unknown key with the nearest one that is known. It does no I/O.
package toml

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Limit is how many bytes a text may have: more than anybody writes by hand, or spoor by itself. A file that is longer
// is not what was meant, such as a log.
const Limit = 4 << 20

// mostKeys is how many keys a text may have. The decoder compares each with all others, which takes half a minute for
// 80,000.
const mostKeys = 10_000

// byteOrderMark is what some editors begin a file with. It is no mistake, and no part of the text.
var byteOrderMark = []byte("\xEF\xBB\xBF")

// Document is a text that has been read, with where its keys stand.
type Document struct {
	name string
	keys map[string]position // by path; the path of the second page's match is "page.1.match"
}

// position is where a key stands, in bytes from 1, and the how many-th it is, from 0.
type position struct{ line, column, order int }

// Read decodes a text into a struct, whose toml tags are the keys that are known, or a map. name is said in errors.
func Read(name string, text []byte, into any) (*Document, error) {
	if len(text) > Limit {
		return nil, fmt.Errorf("%s: a settings file has at most %d MiB, and this one has more; is it the right one?",
			name, Limit>>20)
	}
	text = bytes.TrimPrefix(text, byteOrderMark)
	keys, unknown := readKeys(text, into)
	if unknown != nil { // said first, since what else is wrong may follow from it
		return nil, unknown.explain(name)
	}
	if len(keys) > mostKeys {
		return nil, fmt.Errorf("%s: a settings file has at most %d keys, and this one has more; is it the right one?",
			name, mostKeys)
	}
	if err := toml.Unmarshal(text, into); err != nil {
		return nil, explain(name, err)
	}
	return &Document{name, keys}, nil
}

// Name is what the text is called in errors.
func (d *Document) Name() string { return d.name }

// explain makes one line of an error of the decoder.
func explain(name string, err error) error {
	var wrong *toml.DecodeError
	if !errors.As(err, &wrong) {
		return fmt.Errorf("%s: %w", name, err)
	}
	line, column := wrong.Position()
	words := strings.TrimPrefix(wrong.Error(), "toml: ")
	if m := wrongKind.FindStringSubmatch(words); m != nil {
		words = fmt.Sprintf("%s: %s is needed, not %s", strings.Join(wrong.Key(), "."), kindWords(m[2]), tomlWords[m[1]])
	}
	return fmt.Errorf("%s:%d:%d: %s", name, line, column, words)
}

// wrongKind is how the decoder says that a value is of another kind than a field of ours.
var wrongKind = regexp.MustCompile(`^cannot decode TOML (\w+) into struct field \S+ of type (\S+)$`)

// tomlWords are what the decoder calls the kinds of values, in words.
var tomlWords = map[string]string{
	"string": "a text", "integer": "a number", "float": "a number with a fraction", "boolean": "true or false",
	"datetime": "a time",
	"array":    "a list", "table": "a table",
}

// kindWords say what a type of Go holds.
func kindWords(kind string) string {
	switch {
	case strings.HasPrefix(kind, "[]"):
		return "a list"
	case strings.HasPrefix(kind, "int") || strings.HasPrefix(kind, "uint"):
		return "a whole number"
	case strings.HasPrefix(kind, "float"):
		return "a number"
	case kind == "bool":
		return "true or false"
	case kind == "string":
		return "a text"
	}
	return "something else"
}

// find is where a key is written, or where it is missing, that of what it would be in.
func (d *Document) find(path string) (position, bool) {
	for ; path != ""; path = path[:max(strings.LastIndexByte(path, '.'), 0)] {
		if at, ok := d.keys[path]; ok {
			return at, true
		}
	}
	return position{}, false
}

// Place is the how many-th key of the text a path is, or the one that it would be in; -1 if there is neither.
func (d *Document) Place(path string) int {
	if at, ok := d.find(path); ok {
		return at.order
	}
	return -1
}

// Wrong is an error at the place of a key.
func (d *Document) Wrong(path, format string, arguments ...any) error {
	where := d.name
	if at, ok := d.find(path); ok {
		where = fmt.Sprintf("%s:%d:%d", d.name, at.line, at.column)
	}
	return fmt.Errorf("%s: %w", where, fmt.Errorf(format, arguments...))
}
