package logline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"spoor/store/logline/jsonvalue"
	"spoor/store/logline/spelling"
)

// A line may stand in a field of JSON or in a column of a table. The names of such prefixes are json(PATH),
// csv(COLUMN:NAME:TIME) and the like: the number of the column, the name that a header gives it, and the number of
// the column that says when, if one does.

// tableWords are the names of tables in which a line may stand, and what separates their values.
var tableWords = map[string]byte{"csv": ',', "ssv": ';', "tsv": '\t', "psv": '|'}

// fieldPrefix reads the name of such a prefix; the zero value if it is none.
func fieldPrefix(name string) prefix {
	shape, within, _ := strings.Cut(strings.TrimSuffix(name, ")"), "(")
	switch {
	case shape == jsonFamily && isKey(within):
		return jsonPrefix(within)
	case tableWords[shape] != 0:
		c, ok := parseColumnLine(within)
		if c.separator = tableWords[shape]; ok {
			return c.prefix()
		}
	}
	return prefix{}
}

func jsonPrefix(path string) prefix {
	var times []string
	for _, name := range fieldNames[timeField] {
		if end := strings.LastIndexByte(path, '.'); end > 0 { // beside the line, before those at the top
			times = append(times, path[:end+1]+name)
		}
	}
	times = slices.DeleteFunc(append(times, fieldNames[timeField]...), func(name string) bool {
		return spelling.PlainPath(name) == spelling.PlainPath(path)
	})
	return prefix{name: jsonFamily + "(" + path + ")", cut: func(o *envelope, line []byte) (at, rest []byte, ok bool) {
		return o.open(path, times, line)
	}}
}

// isKey reports whether a path of names can stand in the name of a format.
func isKey(path string) bool {
	for _, c := range []byte(path) {
		if !spelling.IsNameByte(c) && c != '.' && c != '@' && c != '-' && c != '$' {
			return false
		}
	}
	_, err := spelling.ParsePath(path)
	return err == nil && strings.Count(path, ".") < spelling.MaxSteps
}

// columnLine is a column that holds lines.
type columnLine struct {
	separator byte
	column    int    // from 0
	header    string // the name of the column, which is no line; empty: it has none
	at        int    // the column of the time; nowhere: none
}

func parseColumnLine(text string) (c columnLine, ok bool) {
	words := append(strings.Split(text, ":"), "", "")
	column, err := strconv.ParseUint(words[0], 10, 8)
	at, noTime := strconv.ParseUint(words[2], 10, 8)
	c = columnLine{column: int(column) - 1, header: words[1], at: nowhere}
	if noTime == nil {
		c.at = int(at) - 1
	}
	return c, err == nil && column > 0 && len(words) <= 5 && (words[2] == "" || noTime == nil && at > 0)
}

// name is the name of the prefix.
func (c columnLine) name() string {
	for word, separator := range tableWords {
		if separator != c.separator {
			continue
		}
		name := fmt.Sprintf("%s(%d:%s", word, c.column+1, c.header)
		if c.at != nowhere {
			name += fmt.Sprintf(":%d", c.at+1)
		}
		return strings.TrimSuffix(name, ":") + ")"
	}
	return ""
}

func (c columnLine) prefix() prefix {
	return prefix{name: c.name(), cut: c.cut, separator: c.separator}
}

// cut takes the line out of a record. The header is an empty line.
func (c columnLine) cut(o *envelope, line []byte) (at, rest []byte, ok bool) {
	if o.record == nil {
		o.record = &record{}
	}
	if c.header != "" && isPreamble(line) {
		return nil, nil, true
	}
	o.scratch = o.scratch[:0]
	if o.split(line, c.separator, maxColumns) != OK || len(o.values) <= max(c.column, c.at) {
		return nil, nil, false
	}
	if rest = o.values[c.column]; c.header != "" && string(rest) == c.header {
		return nil, nil, true
	}
	if c.at != nowhere {
		at = present(o.values[c.at])
	}
	return at, rest, true
}

// maxFieldPrefixes is how many fields are tried for a line that stands in one, and leastLine how long a line is, in
// bytes.
const (
	maxFieldPrefixes = 4
	leastLine        = 20
)

// fieldPrefixes are the fields of these lines that may hold lines of a log, the likeliest first.
func fieldPrefixes(sample [][]byte) []prefix {
	filled := filledOf(sample)
	if len(filled) == 0 {
		return nil
	}
	if filled[0][0] == '{' {
		return jsonPrefixes(filled[0])
	}
	for _, separator := range []byte{',', ';', '\t', '|'} {
		records := filledOf(Records{separator: separator}.all(sample[:min(len(sample), maxFirst)]))
		if found := columnPrefixes(records, separator); found != nil {
			return found
		}
	}
	return nil
}

// filledOf are the first two lines that are neither blank nor stand before a header.
func filledOf(sample [][]byte) (filled [][]byte) {
	for _, line := range sample {
		if line = trim(line); len(line) > 0 && !isPreamble(line) && len(filled) < 2 {
			filled = append(filled, line)
		}
	}
	return filled
}

// lineNames are the names under which programs hand lines on, in the order of preference.
var lineNames = []string{
	"message", "log", "msg", "raw", "textpayload", "jsonpayload", "line", "source", "event", "body", "result", "item",
}

// serverNames are the names of objects that tell of servers and programs: whoever is named in them is no user.
var serverNames = []string{
	"local", "host", "server", "node", "system", "dest", "destination", "dst", "upstream", "backend", "agent", "observer",
	"resource", "kubernetes", "cloud", "container", "process", "service",
}

// objectsOfHeaders are the names of objects that hold the headers of a request, and no record.
var objectsOfHeaders = []string{"headers", "header", "httpheaders", "requestheaders", "responseheaders", "reqheaders"}

// jsonPrefixes finds texts that are as long as a line, and objects, in a line of JSON.
func jsonPrefixes(line []byte) (found []prefix) {
	var whole map[string]any
	if json.Unmarshal(line, &whole) != nil {
		return nil
	}
	var paths []string
	var walk func(path string, object map[string]any, depth int)
	walk = func(path string, object map[string]any, depth int) {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			inner := path + name
			switch value := object[name].(type) {
			case string:
				if len(value) >= leastLine && strings.ContainsAny(value, " \t{") && isKey(inner) {
					paths = append(paths, inner)
				}
			case map[string]any:
				plain := spelling.Plain(name)
				if len(value) > 1 && isKey(inner) && !slices.Contains(serverNames, plain) &&
					!slices.Contains(objectsOfHeaders, plain) {
					paths = append(paths, inner)
				}
				if depth < jsonvalue.MaxTypes {
					walk(inner+".", value, depth+1)
				}
			}
		}
	}
	walk("", whole, 1)
	slices.SortStableFunc(paths, func(a, b string) int { return cmp.Compare(likelihood(a), likelihood(b)) })
	for _, path := range paths[:min(len(paths), maxFieldPrefixes)] {
		found = append(found, jsonPrefix(path))
	}
	return found
}

// likelihood is the smaller the likelier a path names a line.
func likelihood(path string) int {
	steps := strings.Split(path, ".")
	if i := slices.Index(lineNames, spelling.Plain(steps[len(steps)-1])); i >= 0 {
		return i
	}
	return len(lineNames) + len(steps)
}

// columnPrefixes finds values that are as long as a line in the last of these records; the first may be the header.
func columnPrefixes(records [][]byte, separator byte) (found []prefix) {
	var first, last record
	if first.split(records[0], separator, maxColumns) != OK ||
		last.split(records[len(records)-1], separator, maxColumns) != OK {
		return nil
	}
	names, at := make([]string, len(last.values)), nowhere
	if len(records) > 1 && len(first.values) <= len(last.values) { // the header may leave out the last
		copy(names, headerKeys(first.values))
		if places := placesOf(placesByName(texts(first.values)), fieldNames[timeField]); len(places) > 0 {
			at = places[0]
		}
	}
	record := records[len(records)-1]
	for i, value := range last.values {
		quoted := i == 0 && record[0] == '"' || i > 0 && bytes.Contains(record, []byte{separator, '"'})
		named := names[i] != "" && len(names) > 1
		if !canBeLine(value) || !quoted && !named || len(found) == maxFieldPrefixes {
			continue
		}
		c := columnLine{separator: separator, column: i, header: names[i], at: at}
		found = append(found, c.prefix())
	}
	return found
}

// headerKeys are the names that a header has for its columns, "" for those that are none.
func headerKeys(header [][]byte) []string {
	names := make([]string, len(header))
	for i, value := range header {
		if name := string(bytes.TrimSpace(value)); isKey(name) {
			names[i] = name
		}
	}
	return names
}

func canBeLine(value []byte) bool { return len(value) >= leastLine && bytes.ContainsAny(value, " {") }
