package logline

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestGuess makes format strings of logs that no format fits. An empty one is that nothing is made, since something
// could be two things.
func TestGuess(t *testing.T) {
	for _, test := range []struct {
		what, format string
		lines        []string
		want         said // of the first line
	}{
		{
			"host before, and how long it took",
			`$field_1 $remote_addr $field_3 $remote_user [$time_local] ($field_6) "$request" $status $bytes_sent ` +
				`"$http_referer" "$http_user_agent"`,
			[]string{`www.a.example 203.0.113.4 - ann [03/May/2024:10:00:00 +0000] (0 s) "GET /x HTTP/1.1" 301 368 "-" "UA"`,
				`www.b.example 2001:db8::7 - - [03/May/2024:10:00:01 +0000] (12 s) "-" 400 0 "-" "-"`},
			said{at: "2024-05-03T10:00:00Z", key: "ann", user: "ann", client: "203.0.113.4",
				action: "GET", target: "/x", status: 301, bytes: 368, agent: "UA"},
		},
		{
			"no identity",
			`$field_1 $remote_addr [$time_local] "$request" $status $bytes_sent "$http_referer" "$http_user_agent"`,
			[]string{`a.example 203.0.113.4 [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 10 "https://b.example/" "UA"`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 10, referrer: "https://b.example/", agent: "UA"},
		},
		{
			"a time without brackets, and one value without quotes",
			`$remote_addr $field_2 $remote_user $timestamp "$request" $status $bytes_sent ` +
				`"$http_referer" "$http_user_agent"$more`,
			[]string{`203.0.113.4 - - 2024-05-03T10:00:00.147Z "GET /x HTTP/1.1" 200 7 - "Mozilla/5.0 (X11)" 8 "backend"`,
				`203.0.113.4 - ann 2024-05-03T10:00:00.147Z "GET /x HTTP/1.1" 200 7 "https://a.example/" "Mozilla/5.0 (X11)" 8`},
			said{at: "2024-05-03T10:00:00.147Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7, agent: "Mozilla/5.0 (X11)"},
		},
		{
			"bars, and a request without quotes",
			`$timestamp|$remote_addr|$request|$status|$bytes_sent|$http_referer|$http_user_agent`,
			[]string{`2024-05-03 10:00:00|203.0.113.4|GET /x y HTTP/1.1|200|7|-|Mozilla/5.0 (X11)`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x y", status: 200, bytes: 7, agent: "Mozilla/5.0 (X11)", assumed: true},
		},
		{
			"bars without blanks, and the address of another server at the end",
			`$remote_addr|$remote_user|[$time_local]|$request|$status|$bytes_sent|$http_referer|$http_user_agent|$more`,
			[]string{`203.0.113.4|-|[03/May/2024:10:00:00 +0000]|GET /x HTTP/1.1|200|7|-|Mozilla/5.0 (X11)|127.0.0.1:80`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7, agent: "Mozilla/5.0 (X11)"},
		},
		{
			"users as points, numbers and slashes have them",
			`$field_1 $remote_addr $field_3 $remote_user [$time_local] "$request" $status $bytes_sent`,
			[]string{`a.example 203.0.113.4 - ann.lee [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7`,
				`a.example 203.0.113.5 - 12345 [03/May/2024:10:00:01 +0000] "GET /y HTTP/1.1" 200 7`,
				`a.example 203.0.113.6 - kim/admin@EXAMPLE.ORG [03/May/2024:10:00:01 +0000] "GET /y HTTP/1.1" 200 7`,
				`a.example 203.0.113.6 - - [03/May/2024:10:00:01 +0000] "GET /y HTTP/1.1" 200 7`},
			said{at: "2024-05-03T10:00:00Z", key: "ann.lee", user: "ann.lee", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"hosts where servers write the user",
			`$remote_addr $field_2 $field_3 [$time_local] $field_5 "$request" $status $bytes_sent`,
			[]string{`203.0.113.4 - www.a.example [03/May/2024:10:00:00 +0000] 0.1 "GET /x HTTP/1.1" 200 7`,
				`203.0.113.5 - a.de [03/May/2024:10:00:01 +0000] 0.2 "GET /y HTTP/1.1" 200 7`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"lists of addresses of any length, and no identity",
			`$http_x_forwarded_for [$time_local] "$request" $status $bytes_sent`,
			[]string{`203.0.113.4, 10.0.0.7, unknown [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7`,
				`203.0.113.5 [03/May/2024:10:00:01 +0000] "GET /y HTTP/1.1" 200 7`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"a referrer behind a value that is never there",
			`$remote_addr $field_2 $remote_user [$time_local] "$request" $status $bytes_sent $more`,
			[]string{`203.0.113.4 - - [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7 8 - - "-"`,
				`203.0.113.4 - - [03/May/2024:10:00:01 +0000] "GET /y HTTP/1.1" 200 7 8 - - "https://a.example/"`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"names before values, the status first",
			`t=$timestamp ip=$remote_addr st=$status req="$request" ua="$http_user_agent"`,
			[]string{`t=1714730400.250 ip=203.0.113.4:51234 st=200 req="GET https://a.b/x HTTP/1.1" ua="curl/8.5.0"`,
				`t=1714730401.250 ip=203.0.113.4:51234 st=404 req="GET / HTTP/1.1" ua="curl/8.5.0"`},
			said{at: "2024-05-03T10:00:00.25Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "https://a.b/x", status: 200, bytes: -1, agent: "curl/8.5.0"},
		},
		{
			"a zone behind the time",
			`$remote_addr $field_2 $remote_user $timestamp $timezone "$request" $status $bytes_sent`,
			[]string{`203.0.113.4 - ann 03/May/2024:10:00:00 +0200 "GET /x HTTP/1.1" 200 7`,
				`203.0.113.4 - bob 03/May/2024:10:00:01 +0200 "GET /x HTTP/1.1" 200 7`},
			said{at: "2024-05-03T08:00:00Z", key: "ann", user: "ann", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"a zone behind the brackets of the time",
			`$remote_addr $field_2 $remote_user [$timestamp] $timezone "$request" $status $bytes_sent`,
			[]string{`203.0.113.4 - - [03/May/2024:10:00:00] +0200 "GET /x HTTP/1.1" 200 7`},
			said{at: "2024-05-03T08:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"a zone behind a date and a time",
			`$date $time $timezone $remote_addr "$request" $status $bytes_sent`,
			[]string{`2024-05-03 10:00:00 CEST 203.0.113.4 "GET /x HTTP/1.1" 200 7`},
			said{at: "2024-05-03T08:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"a tab behind the first value",
			`$field_1\t$remote_addr $field_3 $remote_user [$time_local] "$request" $status $bytes_sent`,
			[]string{"web1\t203.0.113.4 - ann [03/May/2024:10:00:00 +0000] \"GET /x HTTP/1.1\" 200 7"},
			said{at: "2024-05-03T10:00:00Z", key: "ann", user: "ann", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"a user and no client",
			`$field_1 $field_2 $remote_user $timestamp $timezone "$request" $status $bytes_sent`,
			[]string{`web1 - ann@a.example 03/May/2024:10:00:00 +0000 "GET /x HTTP/1.1" 200 7`},
			said{at: "2024-05-03T10:00:00Z", key: "ann@a.example", user: "ann@a.example",
				action: "GET", target: "/x", status: 200, bytes: 7},
		},
		{
			"the parts of a request, date and time",
			`$date $time $remote_addr $request_method $request_uri $field_6 $status $bytes_sent`,
			[]string{`2024-05-03 10:00:00 203.0.113.4 GET /x?y=1 HTTP/1.1 200 7`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x?y=1", status: 200, bytes: 7, assumed: true},
		},
		{
			"the address of a connection, and URLs",
			`syslog+$remote_addr $field_2 $timestamp "$request_method $request_uri $server_protocol" $status $bytes_sent ` +
				`"$http_referer" "$http_user_agent" $more`,
			[]string{`May  3 10:00:00 lb haproxy[7]: 203.0.113.4:5040 198.51.100.7 03/May/2024:10:00:00.785 ` +
				`"GET https://a.example/x?y=1 HTTP/2.0" 200 7 "https://a.example/" "Mozilla/5.0 (X11)" 2`},
			said{at: "2024-05-03T10:00:00.785Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x?y=1", status: 200, bytes: 7,
				referrer: "https://a.example/", agent: "Mozilla/5.0 (X11)", assumed: true},
		},
		{
			"commas, and no header",
			`$remote_addr,$field_2,$remote_user,[$time_local],"$request",$status,$bytes_sent,` +
				`"$http_referer","$http_user_agent"`,
			[]string{`203.0.113.4,-,ann,[03/May/2024:10:00:00 +0000],"GET /x,y HTTP/1.1",200,5,"-","UA"`},
			said{at: "2024-05-03T10:00:00Z", key: "ann", user: "ann", client: "203.0.113.4",
				action: "GET", target: "/x,y", status: 200, bytes: 5, agent: "UA"},
		},
		{
			"everything in quotes",
			`"$remote_addr" "$field_2" "$remote_user" "$time_local" "$request" "$status" "$bytes_sent" ` +
				`"$http_referer" "$http_user_agent"`,
			[]string{`"203.0.113.4" "-" "ann" "03/May/2024:10:00:00 +0000" "GET /x HTTP/1.1" "200" "5" "-" "UA"`},
			said{at: "2024-05-03T10:00:00Z", key: "ann", user: "ann", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 5, agent: "UA"},
		},
		{
			"single quotes, and a referrer that one line has",
			`[$time_local] $remote_addr '$request' $status $bytes_sent '$http_referer' '$http_user_agent'`,
			[]string{`[03/May/2024:10:00:00 +0000] 203.0.113.4 'GET /x HTTP/1.1' 200 5 'https://a.example/' 'UA'`,
				`[03/May/2024:10:00:00 +0000] 203.0.113.4 'GET /x HTTP/1.1' 200 5 '-' 'UA'`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 5, referrer: "https://a.example/", agent: "UA"},
		},
		{
			"a referrer alone", `[$time_local] $remote_addr "$request" $status $bytes_sent "$http_referer"`,
			[]string{`[03/May/2024:10:00:00 +0000] 203.0.113.4 "GET /x HTTP/1.1" 200 5 "https://a.example/"`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 5, referrer: "https://a.example/"},
		},
		{
			"a relay without tag", "relay+combined",
			[]string{`May  3 10:00:00 web1 203.0.113.4 - - [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7 "-" "UA"`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7, agent: "UA"},
		},
		{
			"the time of syslog only", `syslog+$remote_addr "$request" $status $bytes_sent`,
			[]string{`May  3 10:00:00 web1 app: 203.0.113.4 "GET /x HTTP/1.1" 200 7`},
			said{at: "2024-05-03T10:00:00Z", key: "203.0.113.4", client: "203.0.113.4",
				action: "GET", target: "/x", status: 200, bytes: 7, assumed: true},
		},
		{"which of two addresses is the client's", "",
			[]string{`198.51.100.7 203.0.113.4 [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7`}, said{}},
		{"a server's address before, a client's behind", "",
			[]string{`2024-05-03 10:00:00 10.0.0.1 GET /x - 80 - 203.0.113.4 Mozilla/5.0+(X11) 200 7`}, said{}},
		{"a word that may be a user", "",
			[]string{`h:443 203.0.113.4 id ann [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7 "-" "UA" 5`}, said{}},
		{"no time", "", []string{`203.0.113.4 "GET /x HTTP/1.1" 200 7 "-" "UA"`}, said{}},
		{"two requests", "",
			[]string{`203.0.113.4 [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" "GET /y HTTP/1.1" 200 7`}, said{}},
		{"a status that is none", "",
			[]string{`203.0.113.4 - - [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 401.2 7 "-" "UA"`}, said{}},
		{"no client", "",
			[]string{`web1 [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7`}, said{}},
		{"lines that differ", "",
			[]string{`203.0.113.4 [03/May/2024:10:00:00 +0000] "GET /x HTTP/1.1" 200 7`,
				`[03/May/2024:10:00:00 +0000] 203.0.113.4 GET /x`}, said{}},
	} {
		t.Run(test.what, func(t *testing.T) {
			lines := sample(test.lines...)
			f, err := Detect(lines, Options{Now: readingDay})
			if test.format == "" {
				if err == nil {
					t.Fatalf("it is read as %s", f.Name)
				}
				return
			}
			if err != nil || f.Name != test.format {
				t.Fatalf("%q, %v", f.Name, err)
			}
			if f.Guessed() != (test.format != "relay+combined") {
				t.Errorf("guessed: %v", f.Guessed())
			}
			p := NewParser(mustName(t, f.Name), Options{Now: readingDay})
			for _, line := range test.lines[1:] {
				expectReason(t, p, OK, line)
			}
			expectEvent(t, p, test.want, test.lines[0])
		})
	}
}

// TestGuessAsFormat guesses a log that a format fits and gets the same events.
func TestGuessAsFormat(t *testing.T) {
	lines := sharedLines(t, "access/elastic_apache_10k.log.gz")
	f, ok := guess(lines, nil, Options{})
	const want = `$remote_addr $field_2 $remote_user [$time_local] "$request" $status $bytes_sent ` +
		`"$http_referer" "$http_user_agent"`
	if !ok || f.Name != want {
		t.Fatalf("%q", f.Name)
	}
	guessed, parser := NewParser(f, Options{}), newParser(mustName(t, "combined"), Options{})
	differ := 0
	for _, line := range lines {
		var a, b Event
		if x, y := guessed.Parse(line, &a), parser.Parse(line, &b); x != y || x == OK && !sameEvent(&a, &b) {
			differ++
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d lines differ", differ, len(lines))
	}
}

// TestLinesOfOtherFormats reads a log whose format changes in its middle.
func TestLinesOfOtherFormats(t *testing.T) {
	more := strings.TrimSuffix(combinedLine, "\n") + ` "203.0.113.9"`
	vhost := "jobs.example:443 " + combinedLine
	request := `{"remote_addr":"203.0.113.9","time":"2024-05-03T10:00:00Z","request":"GET /x HTTP/1.1","status":200}`
	for _, own := range []string{"combined", "common", "combined-more", "json"} {
		p := NewParser(mustName(t, own), Options{})
		for _, line := range []string{combinedLine, commonLine, more, request} {
			expectReason(t, p, OK, line)
		}
		expectReason(t, p, p.Parse([]byte("x"), new(Event)), vhost)
		if len(p.Others()) != 2 || slices.Contains(p.Others(), own) {
			t.Errorf("%s: also %v", own, p.Others())
		}
	}
	p := NewParser(mustName(t, "syslog+combined"), Options{Now: readingDay})
	expectReason(t, p, OK, "May  3 10:00:00 h nginx: "+more)
	expectReason(t, p, NoMatch, "May  3 10:00:00 h nginx: "+clickLine) // no request
	expectReason(t, p, NoMatch, "May  3 10:00:00 h nginx: hello")
	expectReason(t, NewParser(mustName(t, nginxCombined), Options{}), OffFormat, more) // which says exactly how lines are
	if got := strings.Join(p.Others(), " "); got != "syslog+combined-more" {
		t.Error(got)
	}
}

func FuzzGuess(f *testing.F) {
	f.Add([]byte(combinedLine + "\n" + commonLine))
	f.Add([]byte("a 10.0.0.1 - x [03/May/2024:10:00:00 +0000] (0 s) " +
		"\"GET /x HTTP/1.1\" 200 - - \"UA/1\" rt=\"\\\"\" $%\n"))
	f.Add([]byte("1714730400|10.0.0.1|GET /x HTTP/1.1|200|7|-|\"a\n" +
		"May  3 10:00:00 w t: 10.0.0.1 \"GET http://x/ HTTP/1.1\" 200"))
	f.Fuzz(func(t *testing.T, log []byte) {
		lines := bytes.Split(log, []byte("\n"))
		for _, before := range []*prefix{nil, &prefixes[0]} {
			format, ok := guess(lines, before, Options{Now: readingDay})
			if !ok {
				continue
			}
			again, err := Named(format.Name)
			if err != nil || again.Name != format.Name {
				t.Fatalf("%q is %q, %v", format.Name, again.Name, err)
			}
			for _, line := range lines {
				checkAny(t, NewParser(format, Options{Now: readingDay}), Options{Now: readingDay}, line)
			}
		}
	})
}
