package tui

import (
	"slices"
	"strings"

	"spoor/internal/nearest"
	"spoor/store"
)

// QueryHint goes on where a query names a table or a column that there is not: with the one that may be meant, or with
// the views.
func QueryHint(why string, tables []store.QueryTable) string {
	var names, columns []string
	for _, table := range tables {
		names, columns = append(names, table.Name), append(columns, table.Columns...)
	}
	near, otherwise := "", ""
	if name, is := strings.CutPrefix(why, "no such table: "); is {
		near, otherwise = nearest.To(name, slices.Values(names)), "; there are v_event, v_user, v_session and v_reject"
	} else if name, is := strings.CutPrefix(why, "no such column: "); is {
		near = nearest.To(name[strings.IndexByte(name, '.')+1:], slices.Values(columns)) // without its table
	}
	if near == "" {
		return otherwise
	}
	return "; did you mean " + near + "?"
}
