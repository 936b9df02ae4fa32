package tui

import (
	"testing"

	"spoor/store"
)

func TestQueryHints(t *testing.T) {
	tables := []store.QueryTable{{Name: "v_event", Columns: []string{"user", "status"}},
		{Name: "verdict", Columns: []string{"at"}}}
	for why, want := range map[string]string{
		"no such table: v_events":    "; did you mean v_event?",
		"no such table: sessions":    "; there are v_event, v_user, v_session and v_reject",
		"no such column: usr":        "; did you mean user?",
		"no such column: e.stauts":   "; did you mean status?",
		"no such column: xyzzy":      "",
		`near "selct": syntax error`: "",
	} {
		if got := QueryHint(why, tables); got != want {
			t.Errorf("%s: %q, want %q", why, got, want)
		}
	}
}
