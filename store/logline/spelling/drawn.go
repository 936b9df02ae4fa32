package spelling

import (
	"bytes"

	"spoor/store/logline/decimal"
)

// IsDrawn tells what databases draw around tables with bars between values: rulers, and how many rows there are.
func IsDrawn(line []byte) bool { return isRuler(line) || isRowCount(line) }

// isRuler tells a line such as ----+---- or |:---|---:| from a record.
func isRuler(line []byte) bool {
	dashes := 0
	for _, c := range line {
		switch c {
		case '-', '=':
			dashes++
		case '+', '|', ' ', ':':
		default:
			return false
		}
	}
	return dashes > 0
}

// isRowCount tells "(2 rows)" and "2 rows in set (0.00 sec)".
func isRowCount(line []byte) bool {
	line = bytes.TrimPrefix(line, []byte{'('})
	digits := decimal.Length(line)
	return digits > 0 && bytes.HasPrefix(line[digits:], []byte(" row"))
}
