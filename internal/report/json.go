package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"spoor/internal/clean"
)

// JSON writes the rows as an array of objects, as WriteJSON does.
func (t *Table) JSON(w io.Writer) error { return WriteJSON(w, t) }

// MarshalJSON returns the rows as an array of objects: the columns' names as keys, in their order; numbers plain,
// strings as they came, null where a value is not evaluable.
func (t *Table) MarshalJSON() ([]byte, error) {
	keys := make([][]byte, len(t.Columns))
	for i, column := range t.Columns {
		key, err := json.Marshal(column.Name)
		if err != nil {
			return nil, err
		}
		keys[i] = key
	}
	out, separator := []byte{'['}, ""
	err := t.each(func(cells []Cell) error {
		out = append(append(out, separator...), '{')
		separator = ","
		for i, cell := range cells {
			if moment, isTime := cell.(time.Time); isTime {
				cell = moment.Format(time.RFC3339Nano)
			}
			value, err := json.Marshal(cell)
			if err != nil {
				return err
			}
			if i > 0 {
				out = append(out, ',')
			}
			out = append(append(append(out, keys[i]...), ':'), value...)
		}
		out = append(out, '}')
		return nil
	})
	return append(out, ']'), err
}

// WriteJSON writes any value as indented JSON that is safe to look at: what a terminal would obey or the eye would miss
// is written as \uXXXX, so the data is whole and a parser sees no difference. Bytes that are not UTF-8 become U+FFFD.
func WriteJSON(w io.Writer, value any) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, encoded, "", "  "); err != nil {
		return err
	}
	indented.WriteByte('\n')
	_, err = w.Write(escapeHidden(indented.Bytes()))
	return err
}

// escapeHidden escapes the runes that are not visible. Outside of strings JSON is ASCII, and inside of them
// encoding/json has escaped all control characters below space.
func escapeHidden(encoded []byte) []byte {
	var out []byte
	copied := 0
	for i := 0; i < len(encoded); {
		r, size := utf8.DecodeRune(encoded[i:])
		if r < 0x7F || clean.Visible(r) {
			i += size
			continue
		}
		out = append(out, encoded[copied:i]...)
		for _, unit := range utf16.Encode([]rune{r}) {
			out = fmt.Appendf(out, `\u%04x`, unit)
		}
		i += size
		copied = i
	}
	if out == nil {
		return encoded
	}
	return append(out, encoded[copied:]...)
}

// Schema is the version of the JSON that spoor writes.
const Schema = 1

// List writes the table as JSON that says of which version it is: {"schema": 1, "list": [...]}.
func (t *Table) List(w io.Writer) error {
	return WriteJSON(w, struct {
		Schema int    `json:"schema"`
		List   *Table `json:"list"`
	}{Schema, t})
}
