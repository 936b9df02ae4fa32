package report

import (
	"bufio"
	"io"
	"regexp"
	"strings"

	"spoor/internal/clean"
)

// CSV writes the table as RFC 4180 says, every field quoted, lines ended by CRLF, the columns' names first. It is meant
// to be opened in a spreadsheet, so strings are cleaned as for a terminal and none of them can start a formula: where
// one would, it has an apostrophe in front. Numbers are plain, times RFC 3339.
func (t *Table) CSV(w io.Writer) error {
	out := bufio.NewWriter(w)
	names := make([]Cell, len(t.Columns))
	for i, column := range t.Columns {
		names[i] = column.Name
	}
	write := func(cells []Cell) error {
		for i, cell := range cells {
			if i > 0 {
				out.WriteByte(',')
			}
			field := forMachines(cell)
			if text, isText := cell.(string); isText {
				field = guard(text)
			}
			out.WriteByte('"')
			out.WriteString(strings.ReplaceAll(field, `"`, `""`))
			out.WriteByte('"')
		}
		_, err := out.WriteString("\r\n")
		return err
	}
	if err := write(names); err != nil {
		return err
	}
	if err := t.each(write); err != nil {
		return err
	}
	return out.Flush()
}

// SpreadsheetCSV is CSV with a byte order mark first, by which spreadsheets know that it is UTF-8.
func (t *Table) SpreadsheetCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	return t.CSV(w)
}

var (
	number = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	// formula finds where a spreadsheet could start one: at the start of the field, or after a semicolon, since a
	// spreadsheet that separates fields by semicolons splits there and doesn't know the quotes.
	formula = regexp.MustCompile(`(^|;)([ "]*[=+\-@\t\r\n\x00＝＋－＠])`)
)

// guard cleans text from outside and puts an apostrophe wherever it could start a formula.
func guard(s string) string {
	if number.MatchString(s) {
		return s
	}
	return clean.Text(formula.ReplaceAllString(s, "$1'$2"))
}
