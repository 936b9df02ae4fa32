package load

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"spoor/store/model"
)

// The names under which the key of a profile and of an entry of the catalogue is found, where no mapping says
// otherwise.
var (
	ProfileKeys   = []string{"user", "user_id", "userid", "uid", "account", "login", "id"}
	CatalogueKeys = []string{"item", "item_id", "itemid", "product", "product_id", "page", "id"}
)

// Mapping says which column holds a field: {"education": "edu_level"}. A column that is not mapped keeps its name.
type Mapping map[string]string

// ParseMapping reads "field=column,field=column".
func ParseMapping(texts []string) (Mapping, error) {
	mapping := Mapping{}
	for _, text := range texts {
		for _, pair := range strings.Split(text, ",") {
			field, column, ok := strings.Cut(pair, "=")
			if !ok || field == "" || column == "" {
				return nil, fmt.Errorf("%q is not a mapping; write FIELD=COLUMN as in education=edu_level", pair)
			}
			mapping[field] = column
		}
	}
	return mapping, nil
}

// ReadFacts reads profiles or a catalogue: CSV with a header, its values between commas, semicolons or tabs, or JSON
// lines, plain or compressed. The key is the field keys[0], or else the first of the other keys that any record has.
// What is not UTF-8 is in the encoding.
func ReadFacts(ctx context.Context, path string, keys []string, mapping Mapping,
	encoding Encoding) ([]model.Facts, error) {
	file, err := opening{}.open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, head, err := decoded(file, encoding)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var records []record
	if head = bytes.TrimLeft(head, " \t\r\n"); bytes.HasPrefix(head, []byte("{")) {
		records, err = readJSON(text)
	} else {
		records, err = readCSV(text, separatorOf(head))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	facts, err := keyed(records, keys, mapping)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return facts, nil
}

// decoded gives the text of a file as UTF-8, without byte order mark, and the beginning of it.
func decoded(file io.Reader, encoding Encoding) (text *bufio.Reader, head []byte, err error) {
	text = bufio.NewReaderSize(file, 64<<10)
	head, _ = text.Peek(factsHead) // an error comes again when the file is read
	switch {
	case bytes.HasPrefix(head, byteOrderMark):
		_, _ = text.Discard(len(byteOrderMark))
		return text, head[len(byteOrderMark):], nil
	case beginsAsUTF8(head):
		return text, head, nil
	case encoding.decoder == nil:
		return nil, nil, errors.New("it is not UTF-8; name what it is written in with --encoding, " +
			"as in cp949, shift_jis, windows-1252")
	}
	text = bufio.NewReaderSize(encoding.decoder.Reader(text), 64<<10)
	head, _ = text.Peek(factsHead)
	return text, head, nil
}

// factsHead is how much of a file is looked at to tell how it is written, in bytes.
const factsHead = 4 << 10

// beginsAsUTF8 reports whether the head is UTF-8, whose last character may be cut off.
func beginsAsUTF8(head []byte) bool {
	for range utf8.UTFMax {
		if utf8.Valid(head) {
			return true
		}
		if len(head) < factsHead-utf8.UTFMax {
			return false // it is the whole file
		}
		head = head[:len(head)-1]
	}
	return false
}

// separatorOf is what stands between the names of a header: the most frequent of the signs that may.
func separatorOf(head []byte) rune {
	header, _, _ := bytes.Cut(head, []byte{'\n'})
	separator := ','
	for _, other := range ";\t" {
		if bytes.Count(header, []byte(string(other))) > bytes.Count(header, []byte(string(separator))) {
			separator = other
		}
	}
	return separator
}

// record is a line of the file: values by column. An empty value says nothing and is not in it.
type record map[string]string

func readCSV(r io.Reader, separator rune) ([]record, error) {
	lines := csv.NewReader(r)
	lines.Comma = separator
	header, err := lines.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("it is empty; the first line should name the columns")
	}
	if err != nil {
		return nil, err
	}
	header = slices.Clone(header)
	for i := range header {
		header[i] = strings.TrimSpace(header[i])
	}
	lines.ReuseRecord = true
	var records []record
	for {
		values, err := lines.Read()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		record := record{}
		for i, value := range values {
			if value = strings.TrimSpace(value); value != "" {
				record[header[i]] = strings.Clone(value)
			}
		}
		records = append(records, record)
	}
}

func readJSON(r io.Reader) ([]record, error) {
	var records []record
	decoder := json.NewDecoder(r)
	decoder.UseNumber()
	for {
		var object map[string]any
		err := decoder.Decode(&object)
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, fmt.Errorf("object %d: %w", len(records)+1, err)
		}
		record := record{}
		for name, value := range object {
			if text := plain(value); text != "" {
				record[name] = text
			}
		}
		records = append(records, record)
	}
}

// plain is a JSON value as a CSV file would hold it: a list is joined by semicolons.
func plain(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case json.Number, bool:
		return fmt.Sprint(value)
	case []any:
		var parts []string
		for _, part := range value {
			parts = append(parts, plain(part))
		}
		return strings.Join(parts, ";")
	}
	return ""
}

// keyed gives each record its key and its fields their names.
func keyed(records []record, keys []string, mapping Mapping) ([]model.Facts, error) {
	if len(records) == 0 {
		return nil, errors.New("there is nothing below its header")
	}
	column := keyColumn(records, keys, mapping)
	if column == "" {
		return nil, fmt.Errorf("no column is the key; it is looked for under %s; say which it is with --map %s=COLUMN",
			strings.Join(keys, ", "), keys[0])
	}
	facts := make([]model.Facts, 0, len(records))
	for i, record := range records {
		key, ok := record[column]
		if !ok {
			return nil, fmt.Errorf("record %d has no %s; each needs one, or say which column is the key with --map %s=COLUMN",
				i+1, column, keys[0])
		}
		delete(record, column)
		facts = append(facts, model.Facts{Key: key, Fields: mapping.apply(record)})
	}
	return facts, nil
}

// apply are the fields of a record, those under their columns' own names that no field is read from.
func (m Mapping) apply(r record) map[string]string {
	fields := maps.Clone(map[string]string(r))
	for _, from := range m {
		delete(fields, from)
	}
	for field, from := range m {
		if value, ok := r[from]; ok {
			fields[field] = value
		}
	}
	return fields
}

// keyColumn is the first of the keys that any record has: one that is empty in the first record is a mistake there, and
// no reason to know everybody by another number.
func keyColumn(records []record, keys []string, mapping Mapping) string {
	if column, ok := mapping[keys[0]]; ok {
		return column
	}
	for _, key := range keys {
		if slices.ContainsFunc(records, func(r record) bool { _, ok := r[key]; return ok }) {
			return key
		}
	}
	return ""
}
