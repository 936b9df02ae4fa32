package analysis

import (
	"iter"

	"spoor/internal/toml"
)

// document is a TOML text that is read strictly.
type document struct {
	*toml.Document
	name string
}

// readDocument decodes a text into a struct, whose toml tags are the keys that are known, or a map. name is said in errors.
func readDocument(name string, text []byte, into any) (*document, error) {
	read, err := toml.Read(name, text, into)
	if err != nil {
		return nil, err
	}
	return &document{read, name}, nil
}

// place is the how many-th key of the text a path is; see [toml.Document.Place].
func (d *document) place(path string) int { return d.Place(path) }

// wrong is an error at the place of a key; see [toml.Document.Wrong].
func (d *document) wrong(path, format string, arguments ...any) error {
	return d.Wrong(path, format, arguments...)
}

// Suggest ends an error about an unknown word with what may have been meant; see [toml.Suggest].
func Suggest(word string, candidates iter.Seq[string]) string { return toml.Suggest(word, candidates) }
