package logline

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

func TestOneClientOneName(t *testing.T) {
	for written, want := range map[string]string{
		"10.0.0.1": "10.0.0.1", "10.0.0.1:17085": "10.0.0.1", "10.0.0.1:3080:X6-V80": "10.0.0.1", "a.b:1:c": "a.b:1:c",
		"10.0.0.1:80:1": "10.0.0.1", "[2001:db8::9]:443": "2001:db8::9",
		"2001:DB8:0:0:0:0:0:9": "2001:db8::9",
		"[2001:db8::0009]":     "2001:db8::9", "::ffff:1.2.3.4": "1.2.3.4", "[::FFFF:1.2.3.4]:80": "1.2.3.4",
		"::ffff:102:304": "1.2.3.4",
		"fe80::1%eth0":   "fe80::1%eth0", "h.example": "h.example", "h.example:80": "h.example", "a:b": "a:b",
		"10.0.0.1, 10.0.0.2": "10.0.0.1", "10.0.0.1:5,10.0.0.2": "10.0.0.1", "unknown, 10.0.0.2": "10.0.0.2",
		"-,10.0.0.2":           "10.0.0.2",
		"10.0.0.1,%2010.0.0.2": "10.0.0.1", " 10.0.0.1 ": "10.0.0.1", `"[2001:db8::9]:443"`: "2001:db8::9",
		`for=10.0.0.1;proto=http;by=10.0.0.9`: "10.0.0.1", `For="[2001:db8::9]:4711", for=10.0.0.2`: "2001:db8::9",
		"proto=http":      "proto=http",
		"/10.0.0.1:51234": "10.0.0.1", "/[2001:db8::9]:443": "2001:db8::9", "/etc": "/etc",
		"ipv4:10.0.0.1:80": "10.0.0.1", "ipv6:2001:db8::9:5123": "2001:db8::9", "ipv6:[2001:db8::9]:80": "2001:db8::9",
		"unknown": "", "null": "", "undefined": "", "": "", ",": "", "unknown, -": "",
	} {
		var r record
		for range 2 { // the second time it is remembered
			if got := string(r.addresses.Client([]byte(written), 0)); got != want {
				t.Errorf("%q: %q, want %q", written, got, want)
			}
		}
	}
}

func TestClientOfList(t *testing.T) {
	for pick, want := range map[int]string{
		0: "10.0.0.1", -1: "10.0.0.3", -2: "10.0.0.2", -3: "10.0.0.1", -9: "10.0.0.1",
	} {
		var r record
		if got := string(r.addresses.Client([]byte("10.0.0.1, 10.0.0.2:443, 10.0.0.3"), pick)); got != want {
			t.Errorf("%d: %s", pick, got)
		}
	}
}

// TestSpellingsOfAddresses writes addresses in several ways, which are all read as netip writes them.
func TestSpellingsOfAddresses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var raw [16]byte
		copy(raw[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "address"))
		if rapid.Bool().Draw(t, "mapped") {
			copy(raw[:], "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff")
		}
		address := netip.AddrFrom16(raw)
		want := address.Unmap().String()
		var r record
		for _, written := range []string{
			want, address.String(), address.StringExpanded(),
			netip.AddrPortFrom(address, 443).String(), "[" + address.StringExpanded() + "]",
		} {
			if got := string(r.addresses.Client([]byte(written), 0)); got != want {
				t.Fatalf("%s: %s, want %s", written, got, want)
			}
		}
	})
}

// TestWhichClient has logs with several addresses: whose is taken by the format's own rule, and by a mapping.
// TestNoClient has what programs write where an address would be, and goes on to the next name.
func TestNoClient(t *testing.T) {
	p := NewParser(mustName(t, "json"), Options{})
	for _, line := range []string{
		`{"ts":"2024-05-22T17:09:21Z","address":"tcp/localhost:2019","user":"ann","event":"x"}`,
		`{"ts":"2024-05-22T17:09:21Z","remote_ip":"router connId=7, logical=sdk[a.example:443]","user":"ann","event":"x"}`,
	} {
		expectEvent(t, p, said{at: "2024-05-22T17:09:21Z", key: "ann", user: "ann", action: "x", menu: "x", bytes: -1,
			click: true}, line)
	}
}

func TestWhichClient(t *testing.T) {
	const (
		traefik = `{"ClientAddr":"172.69.9.2:63238","ClientHost":"203.0.113.45","RequestMethod":"GET","RequestPath":"/x",` +
			`"StartUTC":"2025-09-07T17:54:20Z","DownstreamStatus":200}`
		caddy = `{"ts":1716723772.6,"request":{"remote_ip":"10.5.1.1","method":"GET","uri":"/x",` +
			`"headers":{"X-Forwarded-For":["9.9.9.1","9.9.9.2, 9.9.9.3"]}}}`

		leading   = `"%{X-Forwarded-For}i" %h %l %u %t "%r" %>s %b`
		behind    = `%h %l %u %t "%r" %>s %b "%{X-Forwarded-For}i"`
		request   = `127.0.0.1 - - [30/Jul/2020:09:02:39 +0100] "GET / HTTP/1.1" 302 901`
		forwarded = `"192.0.2.56, 172.19.1.10" ` + request
	)
	for _, test := range []struct{ format, mapping, line, want string }{
		{"json", "", traefik, "203.0.113.45"},
		{"json", "client=ClientAddr", traefik, "172.69.9.2"},
		{leading, "", forwarded, "192.0.2.56"},
		{leading, "", `"-" ` + request, "127.0.0.1"},
		{leading, "client=X-Forwarded-For[-1]", forwarded, "127.0.0.1"},
		{leading, "client=http_X-Forwarded-For[-1]", forwarded, "172.19.1.10"},
		{leading, "client=remote_host", forwarded, "127.0.0.1"},
		{behind, "", request + ` "192.0.2.56"`, "127.0.0.1"},
		{behind, "client=http_x_forwarded_for", request + ` "192.0.2.56"`, "192.0.2.56"},
		{"json", "", caddy, "10.5.1.1"},
		{"json", "client=request.headers.X-Forwarded-For[0]", caddy, "9.9.9.1"},
		{"json", "client=request.headers.X-Forwarded-For[-1]", caddy, "9.9.9.3"},
		{"json", "client=request.headers.X-Forwarded-For[-2]", caddy, "9.9.9.2"},
		{"csv:time,ip,x_forwarded_for", "", "1717408800,10.0.0.1,9.9.9.9", "10.0.0.1"},
		{"json", "", `{"time":1717408800,"client":"spark","user_ip":"203.0.113.4","user":"ann"}`, "203.0.113.4"},
		{"json", "", `{"time":1717408800,"client":"spark","user":"ann"}`, "spark"},
		{"json", "", `{"time":1717408800,"client":"tanuki","x_forwarded_for":"9.9.9.9"}`, "tanuki"},
		{"csv:time,x_forwarded_for", "", `1717408800,"9.9.9.9, 10.0.0.1"`, "9.9.9.9"},
	} {
		o := Options{Mapping: mustMapAny(t, test.mapping)}
		var e Event
		reason := NewParser(mustName(t, o.Mapping.Of(test.format)), Options{}).Parse([]byte(test.line), &e)
		if test.mapping == "client=X-Forwarded-For[-1]" {
			// the format string calls it otherwise, so nothing says who it was
			if reason != MissingUser {
				t.Errorf("%s of %s: %v", test.mapping, test.format, reason)
			}
			continue
		}
		if reason != OK || string(e.Client) != test.want {
			t.Errorf("%s of %s: %v, %q, want %q", test.mapping, test.format, reason, e.Client, test.want)
		}
	}
}

func mustMapAny(t *testing.T, text string) Mapping {
	t.Helper()
	if text == "" {
		return Mapping{}
	}
	return mustMap(t, text)
}
