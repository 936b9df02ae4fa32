package tui

import (
	"errors"
	"testing"

	"spoor/store"
)

func TestQueryHints(t *testing.T) {
	tables := []store.QueryTable{{Name: "v_event", Columns: []string{"user", "status", "time"}},
		{Name: "v_user", Columns: []string{"user", "events"}}, {Name: "verdict", Columns: []string{"at"}}}
	const look = "; look before it for a comma, quote or ) too many or too few"
	for _, c := range []struct{ query, why, want string }{
		{"", "no such table: v_events", "; did you mean v_event?"},
		{"", "no such table: sessions", "; there are v_event, v_user, v_session and v_reject"},
		{"", "no such column: usr", "; did you mean user?"},
		{"", "no such column: e.stauts", "; did you mean status?"},
		{"select status", "no such column: status", "; say where it is, as in: from v_event"},
		{"select Status from v_user", "no such column: Status", "; v_event has it"},
		{"select v.status from v_event", "no such column: v.status", "; it is v_event.status"},
		{"select x from v_user where user = kimkim", "no such column: kimkim",
			"; pragma table_info(v_user) lists them, and a text stands in 'quotes'"},
		{"", `no such column: "GET" - should this be a string literal in single-quotes?`, "; texts stand in 'single quotes'"},
		{"", "no such function: cuont", "; did you mean count?"},
		{"", "no such function: REGEXP", "; try like '%text%' or glob '*text*'"},
		{"", "no such function: zzz", "; there are count, sum, avg, min, max, round, substr, instr, strftime"},
		{"selec 1", `near "selec": syntax error`, "; did you mean select for selec?"},
		{"select * frm v_event", `near "frm": syntax error`, "; did you mean from for frm?"},
		{"select user form v_event", `near "v_event": syntax error`, "; did you mean from for form?"},
		{"select * from v_event oder by time", `near "by": syntax error`, "; did you mean order for oder?"},
		{"select user from v_event group time", `near "time": syntax error`, look},
		{"select time tim from", `near "from": syntax error`, look},
		{"select (1 from v_event", `near "from": syntax error`, look},
		{"select 1 +* 2", `near "*": syntax error`, look},
		{"Show tables", `near "Show": syntax error`,
			"; pragma table_list lists the tables, pragma table_info(v_event) the columns of one"},
		{"", "incomplete input", "; it ends too early: a value, a name or a ) is missing"},
		{"", `unrecognized token: "'abc"`, "; the quote that begins there does not end"},
		{"", `unrecognized token: "#"`, "; texts stand in 'single quotes'"},
		{"select user from v_user, v_event", "ambiguous column name: user", "; say of which table, as in v_event.user"},
		{"", "misuse of aggregate: count()",
			"; count first in a query within: select … from (select … group by …)"},
		{"", "malformed JSON", "; as in: select status, count(*) from v_event group by status"},
	} {
		if got := QueryHint(store.QueryMistake(c.why), c.query, tables); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.query, c.why, got, c.want)
		}
	}
	if got := QueryHint(errors.New("the query took longer than 1s"), "", tables); got != "" {
		t.Errorf("an error that says what to try goes on with %q", got)
	}
}
