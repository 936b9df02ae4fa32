package logline

import (
	"fmt"
	"strings"
	"testing"

	"spoor/store/logline/spelling"
)

// nobodies are what logs were seen to say where there is no user.
var nobodies = []string{
	"undefined", "null", "NULL", "None", "(null)", "[object Object]", "NaN", `\N`, "--", `""`, "NULL-AUTH-USER", "-", "",
	" ", "nil", "<nil>",
	"N/A", "(not set)", "(none)", "''", "00000000-0000-0000-0000-000000000000", "Unknown (SSO failed)",
}

func TestIsNobody(t *testing.T) {
	for _, name := range nobodies {
		if name := strings.TrimSpace(name); !spelling.IsNobody([]byte(name)) {
			t.Errorf("%q is somebody", name)
		}
	}
	for _, name := range []string{
		"kim", "nina", "nullius", "un", "0", "00", "guest", "anonymous", "unknown", "nobody", "none of us", "-a",
		"\\", "(a)", "[", "N",
		"00000000-0000-0000-0000-000000000001", strings.Repeat("-", 100), "ñull", "a--", `"kim"`,
	} {
		if spelling.IsNobody([]byte(name)) {
			t.Errorf("%q is nobody", name)
		}
	}
}

// TestNobodyInEveryFormat writes a user, as each format writes texts, and an address: whose the event is without the
// user.
func TestNobodyInEveryFormat(t *testing.T) {
	const (
		at   = "17/May/2015:10:05:03 +0000"
		iso  = "2015-05-17T10:05:03Z"
		rest = `"GET /x HTTP/1.1" 200 5 "-" "UA"`
	)
	for format, line := range map[string]string{
		"combined":        `10.0.0.1 - %s [` + at + `] ` + rest,
		"vhost-combined":  `h:80 10.0.0.1 - %s [` + at + `] ` + rest,
		"syslog+combined": `Oct 11 22:14:15 h nginx: 10.0.0.1 - %s [` + at + `] ` + rest,
		`"%h" "%u" "%{%d/%b/%Y:%T %z}t" "%r" %>s %b`: `"10.0.0.1" "%s" "` + at + `" "GET /x HTTP/1.1" 200 5`,
		"json": `{"user":%q,"ip":"10.0.0.1","ts":"` + iso + `"}`,
		"docker+json": `{"log":"{\"user\":\"%s\",\"ip\":\"10.0.0.1\",\"ts\":\"` + iso + `\"}\n",` +
			`"time":"` + iso + `"}`,
		"csv:time,user,ip":        iso + `,%s,10.0.0.1`,
		"ssv:time,user,ip":        iso + `;"%s" ; 10.0.0.1`,
		"tsv:time,user,ip":        iso + "\t%s\t10.0.0.1",
		"ltsv":                    "time:" + iso + "\tuser:%s\thost:10.0.0.1",
		"logfmt":                  `time=` + iso + ` user=%q ip=10.0.0.1`,
		"w3c:time,c-ip,cs-user":   iso + ` 10.0.0.1 "%s"`,
		"csv:time,cookie_sid,ip":  iso + `,%s,10.0.0.1`,
		"csv:time,http_x_user,ip": iso + `,%s,10.0.0.1`,
	} {
		by := "user,cookie:sid,header:X-User,ip"
		if strings.HasPrefix(format, "w3c") {
			by = "header:user,ip"
		}
		o := Options{UserBy: mustUserBy(t, by), Now: readingDay, Nobody: []string{"guest"}}
		p := NewParser(mustName(t, format), o)
		for _, name := range append(nobodies, "guest", "kim", "Guest") {
			want := "10.0.0.1"
			if name == "kim" || name == "Guest" {
				want = name
			}
			if strings.Contains(name, `"`) && !strings.HasPrefix(format, "json") &&
				format != "logfmt" && !strings.Contains(format, "combined") ||
				strings.HasPrefix(format, "docker") && strings.Contains(name, `\`) {
				continue // these write it otherwise
			}
			var e Event
			written := fmt.Sprintf(line, name)
			if reason := p.Parse([]byte(written), &e); reason != OK || string(e.Key) != want {
				t.Errorf("%s: %s: %v, %q", format, written, reason, e.Key)
			}
		}
	}
}

// TestNextUser takes the next field that names somebody.
func TestNextUser(t *testing.T) {
	p := NewParser(mustName(t, "json"), Options{})
	want := said{at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", bytes: -1, click: true}
	expectEvent(t, p, want, `{"ts":1717408800,"user_id":"undefined","username":" kim "}`)
	expectEvent(t, p, want, `{"ts":1717408800,"user_id":null,"user":{"name":"kim","id":""}}`)
	expectReason(t, p, MissingUser, `{"ts":1717408800,"user_id":"NaN"}`)
	expectReason(t, p, MissingUser, `{"ts":1717408800,"user_id":"NaN","ip":"null"}`)
}

func TestUnescapedNames(t *testing.T) {
	for written, want := range map[string]string{
		`kim`: "kim", `CORP\\ann`: `CORP\ann`, `CORP\ann`: `CORP\ann`, `CORP\x5Cann`: `CORP\ann`, `j\xc3\xb6rg`: "jörg",
		`J\xC3\x96RG`: "JÖRG",
		`a\"b`:        `a"b`, `a\x22b`: `a"b`, `a\`: `a\`, `a\x2`: `a\x2`, `a\x00b`: `a\x00b`, `a\x1b[31m`: `a\x1b[31m`,
		`\xff`: `\xff`, `a\tb`: `a\tb`,
	} {
		for _, format := range []string{
			"combined",
			`$remote_addr - $remote_user [$time_local] "$request" $status $bytes_sent`,
		} {
			p := NewParser(mustName(t, format), Options{})
			var e Event
			reason := p.Parse([]byte(`10.0.0.1 - `+written+` [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.1" 200 5`), &e)
			if reason != OK || string(e.User) != want {
				t.Errorf("%s: %s: %v, %q, want %q", format, written, reason, e.User, want)
			}
		}
	}
	p := NewParser(mustName(t, "combined"), Options{})
	expectNoAllocation(t, p, `10.0.0.1 - CORP\\j\xc3\xb6rg [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.1" 200 5`)
}

// TestWholeNumbersAreOneUser reads users and items whose numbers encoders have given a fraction.
func TestWholeNumbersAreOneUser(t *testing.T) {
	want := said{at: "2024-06-03T10:00:00Z", key: "7", user: "7", item: "12", target: "12", bytes: -1, click: true}
	json := NewParser(mustName(t, "json"), Options{})
	for _, line := range []string{
		`{"user_id":7,"item":12,"ts":1717408800}`, `{"user_id":7.0,"item":12.00,"ts":1717408800.0}`,
		`{"user_id":"7","item":"12","ts":"1717408800"}`,
		`{"user_id":7e0,"item":1.2E1,"ts":1.7174088e9}`,
	} {
		expectEvent(t, json, want, line)
		expectNoAllocation(t, json, line)
	}
	csv := NewParser(mustName(t, "csv:ts,user_id,item"), Options{})
	for _, line := range []string{`1717408800,7,12`, `1717408800, 7.0 ,"12.0"`, `1717408800.0, "7" , 12`} {
		expectEvent(t, csv, want, line)
	}
	for written, want := range map[string]string{
		`7.5`: "7.5", `-7.0`: "-7", `"7.0"`: "7.0", `1e300`: "1e300", `0.0`: "0",
	} {
		var e Event
		reason := json.Parse([]byte(`{"ts":1717408800,"user_id":`+written+`}`), &e)
		if reason != OK || string(e.User) != want {
			t.Errorf("%s: %v, %q", written, reason, e.User)
		}
	}
}

func TestIsGuest(t *testing.T) {
	for _, name := range []string{"guest", "Anonymous", "unknown", "0", "GUEST"} {
		if !spelling.IsGuest(name) {
			t.Errorf("%s", name)
		}
	}
	if spelling.IsGuest("kim") || spelling.IsGuest("") {
		t.Error("kim")
	}
}
