package tui

import (
	"strings"

	"spoor/internal/toml"
	"spoor/store"
)

// QueryHint goes on where a query names a table or a column that there is not: with the one that may be meant, or with
// the views.
func QueryHint(why string, tables []store.QueryTable) string {
	if name, is := strings.CutPrefix(why, "no such table: "); is {
		near := toml.Near(name, func(yield func(string) bool) {
			for _, table := range tables {
				if !yield(table.Name) {
					return
				}
			}
		})
		if near == "" {
			return "; there are v_event, v_user, v_session and v_reject"
		}
		return "; did you mean " + near + "?"
	}
	name, is := strings.CutPrefix(why, "no such column: ")
	if _, after, qualified := strings.Cut(name, "."); qualified {
		name = after
	}
	near := toml.Near(name, func(yield func(string) bool) {
		for _, table := range tables {
			for _, column := range table.Columns {
				if !yield(column) {
					return
				}
			}
		}
	})
	if !is || near == "" {
		return ""
	}
	return "; did you mean " + near + "?"
}
