package logline

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"spoor/store/logline/logtime"
)

// leastValues is how many values a line of a table has at least.
const leastValues = 3

// Suggest says how a log that no format fits could be read, by the option that would do it: a table whose columns no
// header names, or one whose header names them otherwise. It is empty where there is nothing to suggest.
func Suggest(sample [][]byte, o Options) string {
	lines := filledLines(sample)
	if len(lines) > 0 && lines[0][0] == '{' {
		return suggestMembers(lines[0], o)
	}
	if said := unguessed(lines, o); said != "" {
		return said
	}
	for _, f := range formats {
		if f.separator == 0 || len(lines) == 0 {
			continue
		}
		first := Records{separator: f.separator}.all(lines[:min(len(lines), fieldLines)])
		if fields := suggestFields(first, f.separator, o); fields != "" {
			return fields
		}
		if columns := suggestColumns(first, f.separator, o); columns != nil {
			return fmt.Sprintf("line 1 has %d values that no header names; say what they are, in their order: --format %s:%s",
				len(columns), f.Name, strings.Join(columns, ","))
		}
	}
	return ""
}

// filledLines are those that are not blank.
func filledLines(sample [][]byte) (lines [][]byte) {
	for _, line := range sample {
		if line = trim(line); len(line) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

// suggestFields says which columns have the time, addresses and a path, of a table whose header names them in words
// that no format knows; "" if the lines are no such table.
func suggestFields(lines [][]byte, separator byte, o Options) string {
	var header record
	if len(lines) < 2 || header.split(lines[0], separator, maxColumns) != OK {
		return ""
	}
	columns := suggestColumns(lines[1:], separator, o)
	if len(columns) != len(header.values) {
		return ""
	}
	var fields []string
	index := placesByName(texts(header.values))
	named := func(f field) bool { return len(placesOf(index, fieldNames[f])) > 0 }
	for i, column := range columns {
		name := string(header.values[i])
		switch {
		case kindOf(header.values[i]) > wordValue:
			return "" // it is a record like the others
		case !isPlainText(name):
		case column == fieldWords[timeField] && !named(timeField):
			fields = append(fields, column+"="+name)
		case column == "ip":
			fields = append(fields, fieldWords[clientField]+"="+name)
		case column == "path":
			fields = append(fields, fieldWords[targetField]+"="+name)
		}
	}
	if !named(userField) {
		fields = append(fields, fieldWords[userField]+"=NAME")
	}
	if len(fields) == 0 {
		return ""
	}
	return fmt.Sprintf("its header has other names for what is needed; say which columns they are: --field '%s'",
		strings.Join(fields, ","))
}

// suggestMembers says which members of an object have the time, an address and a path, if one has a time; "" if none
// has.
func suggestMembers(line []byte, o Options) string {
	var object map[string]any
	if json.Unmarshal(line, &object) != nil {
		return ""
	}
	c := NewParser(formats[0], o).clock
	words := map[string]field{fieldWords[timeField]: timeField, "ip": clientField, "path": targetField}
	var fields, kinds []string
	for _, name := range slices.Sorted(maps.Keys(object)) {
		text, isText := object[name].(string)
		if number, ok := object[name].(float64); ok {
			text, isText = strconv.FormatFloat(number, 'f', -1, 64), true
		}
		kind := columnOf(&c, []byte(text), kinds)
		of, known := words[kind]
		if !isText || !known || !isPlainText(name) || slices.Contains(kinds, kind) {
			continue
		}
		fields, kinds = append(fields, fieldWords[of]+"="+name), append(kinds, kind)
	}
	if !slices.Contains(kinds, fieldWords[timeField]) {
		return ""
	}
	if len(placesOf(placesByName(slices.Sorted(maps.Keys(object))), fieldNames[userField])) == 0 {
		fields = append(fields, fieldWords[userField]+"=NAME")
	}
	return fmt.Sprintf("its fields have other names than what is needed; say which they are: --field '%s'",
		strings.Join(fields, ","))
}

// isPlainText reports whether a name means nothing to a shell between quotes, nor to --field.
func isPlainText(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" _-./:", r)
	})
}

// suggestColumns names the columns of the time, of addresses and of a path, and leaves the others to whoever knows
// them; nil if the lines are no table with a time.
func suggestColumns(lines [][]byte, separator byte, o Options) (columns []string) {
	c := NewParser(formats[0], o).clock
	var r record
	for i, line := range lines {
		r.scratch = r.scratch[:0]
		if r.split(line, separator, maxColumns) != OK || len(r.values) < leastValues ||
			i > 0 && len(r.values) != len(columns) {
			return nil
		}
		if i > 0 {
			continue
		}
		for _, value := range r.values {
			columns = append(columns, columnOf(&c, value, columns))
		}
		if !slices.Contains(columns, fieldWords[timeField]) {
			return nil
		}
	}
	return columns
}

// latestSuggested is the time, in milliseconds, from which on a number is taken for the number of a telephone or the
// like.
const latestSuggested = 4_102_444_800_000 // the year 2100

// columnOf names the column of a value by what is in it, where those before it have their names already.
func columnOf(c *logtime.Clock, value []byte, before []string) string {
	at, _, ok := c.Read(value)
	dated := ok && at >= DefaultEarliest.UnixMilli() && at < latestSuggested || c.Unsettled
	if dated && !slices.Contains(before, fieldWords[timeField]) {
		return fieldWords[timeField]
	}
	if _, err := netip.ParseAddr(string(value)); err == nil {
		return "ip"
	}
	if isPath(value) && !slices.Contains(before, "path") {
		return "path"
	}
	return fmt.Sprintf("column%d", len(before)+1)
}
