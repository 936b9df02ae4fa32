package logline

import (
	"fmt"
	"net/netip"
	"strings"
)

// leastValues is how many values a line of a table has at least.
const leastValues = 3

// Suggest says how a log that no format fits could be read, by the option that would do it: a table whose columns no header names. It is
// empty where there is nothing to suggest.
func Suggest(sample [][]byte, o Options) string {
	var lines [][]byte
	for _, line := range sample {
		if line = trim(line); len(line) > 0 {
			lines = append(lines, line)
		}
	}
	for _, f := range formats {
		if f.separator == 0 || len(lines) == 0 {
			continue
		}
		if columns := suggestColumns(lines[:min(len(lines), fieldLines)], f.separator, o); columns != nil {
			return fmt.Sprintf("line 1 has %d values that no header names; say what they are, in their order: --format %s:%s",
				len(columns), f.Name, strings.Join(columns, ","))
		}
	}
	return ""
}

// suggestColumns names the column of the time and of addresses, and leaves the others to whoever knows them; nil if the lines are no
// table with a time.
func suggestColumns(lines [][]byte, separator byte, o Options) (columns []string) {
	c := NewParser(formats[0], o).clock
	var r record
	for i, line := range lines {
		r.scratch = r.scratch[:0]
		if r.split(line, separator, maxColumns) != OK || len(r.values) < leastValues || i > 0 && len(r.values) != len(columns) {
			return nil
		}
		if i > 0 {
			continue
		}
		dated := false
		for place, value := range r.values {
			name := fmt.Sprintf("column%d", place+1)
			if at, _, ok := c.read(value); ok && !dated && at >= DefaultEarliest.UnixMilli() {
				name, dated = fieldWords[timeField], true
			} else if _, err := netip.ParseAddr(string(value)); err == nil {
				name = "ip"
			}
			columns = append(columns, name)
		}
		if !dated {
			return nil
		}
	}
	return columns
}
