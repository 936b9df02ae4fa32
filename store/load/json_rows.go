package load

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// rowsPattern is what files have somewhere whose records are arrays: an array that begins with one, or a line of
// values.
var rowsPattern = regexp.MustCompile(`\[\s*\[|^\[\s*"`)

// beginsRows reports whether a file has its records as arrays of values, whose names stand in a row before them, or
// under a name such as columns in an object with them; or whether it is what Loki's API answers.
func beginsRows(text []byte) bool {
	if len(text) == 0 || text[0] != '[' && text[0] != '{' || !rowsPattern.Match(text) {
		return false
	}
	if inner := bytes.TrimLeft(text, "[ \t\r\n"); text[0] == '[' && (len(inner) == 0 || inner[0] == '{') { // objects
		return false
	}
	walk := newRowWalk(bytes.NewReader(text), nil)
	walk.yield = func(jsonLine, error) bool { walk.found = walk.named; return false }
	walk.all()
	return walk.found
}

// jsonRows makes of each row an object, with the names of its columns, or column1 and so on where nothing says them.
func jsonRows(content *bufio.Reader) iter.Seq2[jsonLine, error] {
	return func(yield func(jsonLine, error) bool) {
		walk := newRowWalk(content, yield)
		walk.all()
		if walk.ended || walk.err == io.EOF {
			return
		}
		rest := io.MultiReader(walk.decoder.Buffered(), content)
		rawLines(bufio.NewReaderSize(rest, bufferSize), yield)
	}
}

// rowWalk goes through JSON and gives the rows in it.
type rowWalk struct {
	content *boundedReader
	decoder *json.Decoder
	yield   func(jsonLine, error) bool
	depth   int   // how many arrays and objects have begun that have not ended
	ended   bool  // nobody wants more
	err     error // the JSON is none, or ends, or is too deep

	header []string // at the top: the names of the columns, if they have come
	named  bool     // the columns of the last row have names
	found  bool
	cells  []json.Token
}

func newRowWalk(content io.Reader, yield func(jsonLine, error) bool) *rowWalk {
	w := &rowWalk{content: &boundedReader{content: content}, yield: yield}
	w.decoder = json.NewDecoder(w.content)
	w.decoder.UseNumber()
	return w
}

// scope is an object around rows: what it says of them before they come.
type scope struct {
	columns []string
	stream  json.RawMessage // the labels of Loki
}

// columnKeys are the names, in small letters, under which programs say what the columns are.
var columnKeys = []string{"columns", "meta", "fields", "header", "headers", "names", "column_names", "columnnames"}

func (w *rowWalk) all() {
	for !w.done() {
		switch token := w.token(); token {
		case json.Delim('{'):
			w.object()
		case json.Delim('['):
			w.topArray()
		}
	}
}

func (w *rowWalk) done() bool { return w.ended || w.err != nil }

func (w *rowWalk) token() json.Token {
	if w.done() {
		return nil
	}
	var token json.Token
	w.content.count = 0
	token, w.err = w.decoder.Token()
	switch token {
	case json.Delim('{'), json.Delim('['):
		if w.depth++; w.depth > maxJSONDepth {
			w.err = errTooDeep
		}
	case json.Delim('}'), json.Delim(']'):
		w.depth--
	}
	return token
}

// maxJSONDepth is how deep arrays and objects may lie in each other: each level takes memory, and brackets are cheap.
const maxJSONDepth = 1000

var errTooDeep = errors.New("arrays and objects lie too deep in each other")

// more reports whether the array or the object goes on.
func (w *rowWalk) more() bool { return !w.done() && w.decoder.More() }

// object goes through an object. name is what it says of itself, as the columns of an answer do.
func (w *rowWalk) object() (name string) {
	var s scope
	for w.more() {
		key, _ := w.token().(string)
		if key == "stream" {
			w.err = w.decoder.Decode(&s.stream)
			continue
		}
		switch token := w.token().(type) {
		case json.Delim:
			if token == '{' {
				w.object()
			} else {
				w.array(key, &s)
			}
		case string:
			if isNameKey(key) {
				name = token
			}
		}
	}
	w.token() // the bracket
	return name
}

func isNameKey(key string) bool {
	switch strings.ToLower(key) {
	case "name", "columnname", "field", "key":
		return true
	}
	return false
}

// array goes through an array in an object: of names of columns, of rows, or of something else.
func (w *rowWalk) array(key string, s *scope) {
	var names []string // one more than are taken at the most
	addName := func(name string) {
		if len(names) <= maxFields {
			names = append(names, name)
		}
	}
	for w.more() {
		switch token := w.token().(type) {
		case json.Delim:
			if token == '{' {
				addName(w.object())
			} else if row := w.row(nil); s.stream != nil && len(row) == 2 {
				w.giveStream(s.stream, row)
			} else if len(s.columns) > 0 && len(row) == len(s.columns) {
				w.give(s.columns, row)
			}
		case string:
			addName(token)
		}
	}
	w.token() // the bracket
	isColumns := slices.Contains(columnKeys, strings.ToLower(key)) && !slices.Contains(names, "")
	if isColumns && len(names) > 0 && len(names) <= maxFields {
		s.columns = names
	}
}

// topArray goes through an array that is in nothing: one of rows, or a row itself.
func (w *rowWalk) topArray() {
	for w.more() {
		switch token := w.token().(type) {
		case json.Delim:
			if token == '{' {
				w.object()
			} else {
				w.topRow(w.row(nil))
			}
		default:
			w.topRow(w.row(token))
			return
		}
	}
	w.token() // the bracket
}

// topRow takes a row that nothing says the columns of but the first of them.
func (w *rowWalk) topRow(row []json.Token) {
	switch {
	case w.done():
	case w.header == nil && namesColumns(row):
		for _, cell := range row {
			name, _ := cell.(string)
			w.header = append(w.header, name)
		}
		w.named = true
	case w.header == nil:
		for i := range row {
			w.header = append(w.header, "column"+strconv.Itoa(i+1))
		}
		w.give(w.header, row)
	case len(row) == len(w.header) && !namesTypes(row):
		w.give(w.header, row)
	}
}

// row reads what is left of a row behind its bracket, or behind its first value. What is no plain value is none.
func (w *rowWalk) row(first json.Token) []json.Token {
	w.cells = w.cells[:0]
	if first != nil {
		w.cells = append(w.cells, first)
	}
	for w.more() && len(w.cells) < maxFields {
		token := w.token()
		if _, nested := token.(json.Delim); nested {
			w.skip()
			token = nil
		}
		w.cells = append(w.cells, token)
	}
	if w.more() {
		w.skip()
		return w.cells
	}
	w.token() // the bracket
	return w.cells
}

// skip goes behind the array or the object that is being read.
func (w *rowWalk) skip() {
	for depth := 1; depth > 0 && !w.done(); {
		switch w.token() {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

// give gives a row as an object.
func (w *rowWalk) give(names []string, row []json.Token) {
	members := make([]member, len(row))
	for i, cell := range row {
		value, _ := json.Marshal(cell) // each token that is no bracket has a text
		members[i] = member{quoted(names[i]), value}
	}
	w.end(object(members), true)
}

// giveStream gives an entry of a stream of Loki as logcli does: its time in nanoseconds, and its line.
func (w *rowWalk) giveStream(labels json.RawMessage, entry []json.Token) {
	at, _ := entry[0].(string)
	line, _ := entry[1].(string)
	w.end(object([]member{
		{quoted("labels"), bytes.ReplaceAll(labels, []byte{'\n'}, nil)},
		{quoted("timestamp"), quoted(at)}, {quoted("line"), quoted(line)},
	}), true)
}

func (w *rowWalk) end(text []byte, named bool) {
	if !w.done() {
		w.named = w.named || named
		w.ended = !w.yield(jsonLine{text: text}, nil)
	}
}

// wordPattern is what the name of a column looks like, and typePattern the type of one in ClickHouse.
var (
	wordPattern = regexp.MustCompile(`^[\pL_@$][\pL\pN_@$. \-()/]*$`)
	typePattern = regexp.MustCompile(`^(String|U?Int\d+|Float\d+|Date(32|Time(64)?)?(\(.*\))?|Bool|UUID|IPv[46]|` +
		`(Nullable|LowCardinality|Array|Map|FixedString|Enum\d+|Decimal\d*)\(.*\))$`)
)

func namesColumns(row []json.Token) bool { return len(row) > 1 && allMatch(row, wordPattern) }

func namesTypes(row []json.Token) bool { return allMatch(row, typePattern) }

func allMatch(row []json.Token, pattern *regexp.Regexp) bool {
	return !slices.ContainsFunc(row, func(cell json.Token) bool {
		text, ok := cell.(string)
		return !ok || !pattern.MatchString(text)
	})
}
