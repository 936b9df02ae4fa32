package logline

import "testing"

// TestOfSeveralNamesTheLikelierCounts has lines that call two things by names of one field.
func TestOfSeveralNamesTheLikelierCounts(t *testing.T) {
	for _, test := range []struct{ name, line, user, client, agent string }{
		{"the name one logs in with before an id", `{"ts":1772359200,"user_id":7,"username":"ann"}`, "ann", "", ""},
		{"an id before an e-mail address", `{"ts":1772359200,"email":"ann@a.example","user_id":7}`, "7", "", ""},
		{"an id before the name that is shown", `{"ts":1772359200,"user":{"id":7,"name":"Ann Lee"}}`, "7", "", ""},
		{"the login of an object", `{"ts":1772359200,"user":{"id":7,"login":"ann"}}`, "ann", "", ""},
		{"whose account it is that serves comes last",
			`{"ts":1772359200,"account_id":9,"email":"ann@a.example"}`, "ann@a.example", "", ""},
		{"who does something before whom it is done to", `{"ts":1772359200,"user":"bob","actor":"ann"}`, "ann", "", ""},
		{"who did it beside whom it was done to", `{"ts":1772359200,"user":"bob","performed_by":"ann"}`, "ann", "", ""},
		{"whoever began it, and from where",
			`{"ts":1772359200,"initiator":{"name":"ann","ip":"192.0.2.1"},"target":{"user":"bob"}}`, "ann", "192.0.2.1", ""},
		{"whom a token names", `{"ts":1772359200,"claims":{"sub":"u7","email":"a@a.example"}}`, "u7", "", ""},
		{"somebody before whoever made a record", `{"ts":1772359200,"created_by":"bob","email":"a@a.example"}`,
			"a@a.example", "", ""},
		{"whoever made a record, where nobody else is named", `{"when":1772359200,"sys_created_by":"ann"}`, "ann", "", ""},
		{"the address of an object of the user", `{"ts":1772359200,"user":{"email":"a@a.example","ip":"192.0.2.1"}}`,
			"a@a.example", "192.0.2.1", ""},
		{"somebody before what kind of actor it was", `{"ts":1772359200,"user":"bob","actor":"User"}`, "bob", "", ""},
		{"a kind of actor, where nobody else is named", `{"ts":1772359200,"ip":"192.0.2.1","actor":"system"}`, "system",
			"192.0.2.1", ""},
		{"somebody before a tenant", `{"ts":1772359200,"account":"acme","user":{"id":"u7"}}`, "u7", "", ""},
		{"somebody before how one logs in", `{"ts":1772359200,"auth":"basic","sub":"ann"}`, "ann", "", ""},
		{"what a proxy says before the connection with it",
			`{"ts":1772359200,"remote_addr":"127.0.0.1:0","remote_ip":"192.0.2.1"}`, "", "192.0.2.1", ""},
		{"an address before a program that is called client",
			`{"ts":1772359200,"client":"app 1.2","ip_address":"192.0.2.1"}`, "", "192.0.2.1", ""},
		{"the first of several headers",
			`{"ts":1772359200,"ip":"192.0.2.1","user_agent":["UA 1","UA 2"]}`, "", "192.0.2.1", "UA 1"},
		{"an element of XML with attributes",
			`{"ts":{"type":"4","#text":"2026-03-01T10:00:00Z"},"user":{"type":"1","#text":"ann"}}`, "ann", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := jsonParser(nil)
			var e Event
			if reason := p.Parse([]byte(test.line), &e); reason != OK {
				t.Fatal(reason)
			}
			if string(e.User) != test.user || string(e.Client) != test.client || string(e.Agent) != test.agent ||
				e.Time != 1772359200000 {
				t.Errorf("user %q, client %q, agent %q, time %d", e.User, e.Client, e.Agent, e.Time)
			}
		})
	}
}
