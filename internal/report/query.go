package report

import (
	"fmt"
	"unicode/utf8"

	"spoor/store"
)

// Query lists what a query finds. Blobs that are no text are shown as SQL writes them.
func Query(result *store.QueryResult) *Table {
	fields := make([]field[[]any], len(result.Columns))
	for i, name := range result.Columns {
		fields[i] = field[[]any]{Column{Name: name, Right: numeric(result.Rows, i), Decimals: 3},
			func(row []any) Cell { return queryCell(row[i]) }}
	}
	return list("query", fields, result.Rows)
}

// numeric reports whether a column has numbers, and nothing else.
func numeric(rows [][]any, column int) bool {
	found := false
	for _, row := range rows {
		switch row[column].(type) {
		case int64, float64:
			found = true
		case nil:
		default:
			return false
		}
	}
	return found
}

func queryCell(value any) Cell {
	switch v := value.(type) {
	case []byte:
		if utf8.Valid(v) {
			return string(v)
		}
		return fmt.Sprintf("x'%x'", v)
	case nil, int64, float64, string, bool:
		return v
	}
	return fmt.Sprint(value)
}
