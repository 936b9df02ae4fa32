package relay

import "testing"

func TestLogger(t *testing.T) {
	for line, want := range map[string][2]string{
		`2026-11-06 04:00:00,123 WARN  [org.keycloak.events] (task-3) type="LOGIN", realmId="a"`: {
			"2026-11-06 04:00:00,123", `type="LOGIN", realmId="a"`},
		`2026-11-06T04:00:00.123+01:00  INFO 7 --- [main] audit : {"user": "kim"}`: {
			"2026-11-06T04:00:00.123+01:00", `{"user": "kim"}`},
		`[2026-11-06 04:00:00] production.INFO: Logged {in} {"user": "kim"} []`: {"2026-11-06 04:00:00",
			`{"user": "kim"}`},
		`I, [2026-11-06T04:00:00.123456 #7]  INFO -- : method=GET path=/a`: {
			"2026-11-06T04:00:00.123456", `method=GET path=/a`},
		"2026/11/06 04:00:00.123\tINFO\thttp.log\thandled request\t{\"request\": {\"a\": \"b\"}}": {
			"2026/11/06 04:00:00.123", `{"request": {"a": "b"}}`},
		`2026-11-06T04:00:00Z INFO a=b`: {"2026-11-06T04:00:00Z",
			"a=b"},
		`2026-11-06T04:00:00Z DEBUG 7 --- [exec-1] web.Filter : After request [GET /a?x=1, client=192.0.2.1, user=kim]`: {
			"2026-11-06T04:00:00Z", "client=192.0.2.1, user=kim"},
		`2026-11-06T04:00:00Z DEBUG [trace=7 span=8] handled user=kim path=/a`: {"2026-11-06T04:00:00Z",
			"user=kim path=/a"},
		`2026-11-06T04:00:00Z INFO (x) Login(user=kim, roles=[a, b]) done`: {"2026-11-06T04:00:00Z",
			"user=kim, roles=[a, b]"},
		`[2026-11-06T04:00:00+01:00] app.INFO: Placed {"user":"kim"} {"ip":"192.0.2.1"}`: {"2026-11-06T04:00:00+01:00",
			`{"user":"kim"} {"ip":"192.0.2.1"}`},
	} {
		at, rest, ok := Logger([]byte(line))
		if !ok || string(at) != want[0] || string(rest) != want[1] {
			t.Errorf("%s: %q, %q, %v", line, at, rest, ok)
		}
	}
	for line, timed := range map[string]bool{
		"2026-11-06 04:00:02,123 INFO  [io.quarkus] (main) Keycloak 24.0.1 started": true,
		`2026-11-06 04:00:02 GET /a?b=c`:                                            true,
		`2026-11-06 04:00:02 {"a": 1`:                                               true,
		`[2026-11-06 04:00:02 {"a": 1}`:                                             false,
		`2026-11-06 04:00:02 a =b ==c /d?e=f`:                                       true,
		`at org.example.Main(x=1)`:                                                  false,
		`I, `:                                                                       false,
		``:                                                                          false,
	} {
		if at, _, ok := Logger([]byte(line)); ok || (at != nil) != timed {
			t.Errorf("%s: %q, %v", line, at, ok)
		}
	}
}

func TestGoesOn(t *testing.T) {
	for line, want := range map[string]bool{
		"\tat org.example.Main.run(Main.java:7)":            true,
		"Caused by: java.lang.NullPointerException: x":      true,
		"#0 /app/a.php(12): run()":                          true,
		`"}`:                                                true,
		`  File "/app/a.py", line 7, in run`:                true,
		"Traceback (most recent call last):":                true,
		`2026-11-06 04:00:02 at work`:                       false,
		`192.0.2.1 - - [06/Nov/2026:04:00:00 +0000] "GET /`: false,
		`{"user":"kim"}`:                                    false,
		"":                                                  false,
	} {
		if got := GoesOn([]byte(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
