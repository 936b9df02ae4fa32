package spelling

import (
	"encoding/csv"
	"fmt"
	"strings"
)

// CutUnit cuts what stands in parentheses or brackets at the end of a name off.
func CutUnit(column string) (bare, unit string) {
	column = strings.TrimSpace(column)
	for _, brackets := range []string{"()", "[]"} {
		open := strings.LastIndexByte(column, brackets[0])
		if open > 0 && column[len(column)-1] == brackets[1] {
			return column[:open], strings.TrimSpace(column[open+1 : len(column)-1])
		}
	}
	return column, ""
}

// JoinColumns writes names of columns as SplitColumns reads them: as a line of CSV.
func JoinColumns(columns []string) string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	_ = w.Write(columns) // a strings.Builder takes everything
	w.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}

// SplitColumns reads names of columns with commas between them.
func SplitColumns(text string) ([]string, error) {
	columns, err := csv.NewReader(strings.NewReader(text)).Read()
	if err != nil {
		return nil, fmt.Errorf("the columns %q can't be read (%w); write them with commas between, as in time,user,page",
			text, err)
	}
	return columns, nil
}
