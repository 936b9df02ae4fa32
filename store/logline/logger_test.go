package logline

import "testing"

// TestLogOfAProgram has mostly lines of a logger that say what happened, and a few that say who did it.
func TestLogOfAProgram(t *testing.T) {
	lines := sample(
		`[2026-03-21T10:00:00+00:00] request.INFO: Matched route. {"route":"login","method":"POST"} []`,
		`[2026-03-21T10:00:00+00:00] security.DEBUG: Stored the token. {"key":"_security_main"} []`,
		`[2026-03-21T10:00:01+00:00] app.ERROR: No table {"exception":"[object] (Error: no at /a.php:1)`,
		`[stacktrace]`, `#0 /a.php(12): run()`, `#1 {main}`, `"} []`,
		`[2026-03-21T10:00:02+00:00] app.INFO: Placed {"user":"ann"} {"ip":"192.0.2.1","url":"/a","http_method":"POST"}`,
		`[2026-03-21T10:00:03+00:00] security.INFO: Authenticated. {"username":"bob"} []`,
	)
	f, err := Detect(lines, Options{})
	if err != nil || f.Title() != "logger+json" {
		t.Fatalf("%q, %v", f.Title(), err)
	}
	p := NewParser(f, Options{})
	expectReason(t, p, MissingUser, string(lines[0]))
	expectReason(t, p, NoActor, string(lines[4]))
	expectReason(t, p, NoPrefix, "no line of a logger")
	expectEvent(t, p, said{
		at: "2026-03-21T10:00:02Z", key: "ann", user: "ann", client: "192.0.2.1", action: "POST", target: "/a", bytes: -1,
	}, string(lines[7]))
	expectEvent(t, p, said{at: "2026-03-21T10:00:03Z", key: "bob", user: "bob", bytes: -1, click: true}, string(lines[8]))
	expectReason(t, NewParser(mustName(t, "json"), Options{}), BadJSON, `{"ts":1767225600,"user":"ann"} {"ip":"::1"}`)
	if f, err = Detect(lines[:7], Options{}); err == nil {
		t.Errorf("of nobody: %q", f.Title())
	}
}
