package logline

import (
	"strings"
	"testing"

	"spoor/store/logline/spelling"
)

func TestUserBy(t *testing.T) {
	const (
		nginx = `$remote_addr $remote_user [$time_local] "$request" ` +
			`"$http_user_agent" "$http_cookie" "$cookie_sid" "$http_x_client"`
		line = `2001:db8:1:2:3::9 kim [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" ` +
			`"Mozilla 5" "a=1; SESSION=s7; sid=9" "-" "c1"`
		nobody = `10.0.0.1 - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" "-" "-" "-" "-"`
		caddy  = `{"ts":1716723772.6,"request":{"remote_ip":"10.5.1.1","client_ip":"10.10.10.117",` +
			`"method":"GET","uri":"/x","headers":{"Cookie":["SESSION=s7; b=2"],"X-Client":["c1","c2"]}},"status":200}`
		iis = `w3c:date,time,c-ip,cs-method,cs-uri-stem,cs(Cookie),cs(X-Client)`
	)
	tests := []struct{ format, by, line, want string }{
		{nginx, "user,ip", line, "kim"},
		{nginx, "user,ip", nobody, "10.0.0.1"},
		{nginx, "ip", line, "2001:db8:1:2:3::9"},
		{nginx, "ip/64", line, "2001:db8:1:2::/64"},
		{nginx, "ip/64", nobody, "10.0.0.1"},
		{nginx, "ip+agent", line, "2001:db8:1:2:3::9 Mozilla 5"},
		{nginx, "ip+agent,ip", nobody, "10.0.0.1"},
		{nginx, "ip+agent", nobody, ""},
		{nginx, "user+ip/64+agent", line, "kim 2001:db8:1:2::/64 Mozilla 5"},
		{nginx, "cookie:SESSION,ip", line, "s7"},
		{nginx, "cookie:session,ip", line, "2001:db8:1:2:3::9"},
		{nginx, "cookie:sid", line, "9"},
		{nginx, "cookie:SESSION, user, ip", nobody, "10.0.0.1"},
		{nginx, "header:X-Client", line, "c1"},
		{nginx, "header:cookie", line, "a=1; SESSION=s7; sid=9"},
		{nginx, "agent", line, "Mozilla 5"},
		{"combined", "cookie:SESSION,user", combinedLine, "frank"},
		{"combined", "cookie:SESSION", combinedLine, ""},
		{"json", "user,ip", caddy, "10.10.10.117"},
		{"json", "cookie:SESSION", caddy, "s7"},
		{"json", "header:x-client", caddy, "c1"},
		{"json", "header:request_id", `{"ts":1e9,"request_id":"r1"}`, "r1"},
		{iis, "cookie:SESSION", `2015-01-13 00:32:17 h GET / "a=1; SESSION=s7" c1`, "s7"},
		{iis, "header:x-client", `2015-01-13 00:32:17 h GET / - c1`, "c1"},
		{"csv:time,visitor", "header:visitor", "1717408800,v1", "v1"},
		{"ltsv", "cookie:sid", "time:1717408800\tcookie_sid:s7", "s7"},
	}
	for _, test := range tests {
		p := NewParser(mustName(t, test.format), Options{UserBy: mustUserBy(t, test.by)})
		var e Event
		reason := p.Parse([]byte(test.line), &e)
		if string(e.Key) != test.want || (reason == MissingUser) != (test.want == "") ||
			reason != OK && reason != MissingUser {
			t.Errorf("%s of %s: %v, %q, want %q", test.by, test.line, reason, e.Key, test.want)
		}
		again := NewParser(mustName(t, p.Format().Name), Options{})
		if again.Parse([]byte(test.line), &e); string(e.Key) != test.want || again.Format().Name != p.Format().Name {
			t.Errorf("%s of %s: %q by %q", test.by, test.line, e.Key, p.Format().Name)
		}
		if test.want != "" && !strings.Contains(test.by, "/64") {
			expectNoAllocation(t, p, test.line)
		}
	}
}

func TestHostLosesItsPort(t *testing.T) {
	for address, want := range map[string]string{
		"10.0.0.1:443": "10.0.0.1", "[2001:db8::1]:443": "2001:db8::1", "[2001:db8::1]": "2001:db8::1",
		"2001:db8::1": "2001:db8::1", "h:80": "h", "h:": "h:",
		"h:http": "h:http", ":80": ":80", "": "", "[": "[", "[]:": "[]:", "10.0.0.1": "10.0.0.1",
	} {
		if got := spelling.HostOf([]byte(address)); string(got) != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

func TestParseUserByErrors(t *testing.T) {
	const words = "is not a way to tell users apart; there are user, ip, "
	for _, text := range []string{
		"", "user,", "cookie", "cookie:", "cookie:-", "header: ", "ip+", "ip/24", "\x1b[2J", "cookie:a)",
	} {
		_, err := ParseUserBy(text)
		if err == nil || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
