package report

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// Text is a cell of the column as people see it; strings are still as they came.
func (c Column) Text(cell Cell) string {
	value, _ := normal(cell)
	return c.forPeople(value)
}

// forPeople formats a normal cell for Text and Markdown; strings are still as they came.
func (c Column) forPeople(cell Cell) string {
	switch v := cell.(type) {
	case string:
		return v
	case int64:
		return grouped(strconv.FormatInt(v, 10))
	case float64:
		return grouped(strconv.FormatFloat(v, 'f', c.Decimals, 64))
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case time.Time:
		return v.Format(cmp.Or(c.Layout, "2006-01-02 15:04:05 Z07:00"))
	}
	return notEvaluable
}

// forMachines formats a normal cell for CSV without losing anything.
func forMachines(cell Cell) string {
	switch v := cell.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return v.Format(time.RFC3339Nano)
	}
	return ""
}

// Count writes a whole number with its thousands apart: 16,414.
func Count[T ~int | ~int32 | ~int64](n T) string { return grouped(strconv.FormatInt(int64(n), 10)) }

// grouped puts a comma between the thousands of a decimal number.
func grouped(number string) string {
	whole, _, _ := strings.Cut(number, ".")
	fraction := number[len(whole):]
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + fraction
}
