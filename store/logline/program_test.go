package logline

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

const (
	nginxCombined = `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent ` +
		`"$http_referer" "$http_user_agent"`
	apacheCommon = `%h %l %u %t \"%r\" %>s %b`
)

func TestFormatStrings(t *testing.T) {
	tests := []struct {
		name, format, line string
		want               said
	}{
		{"nginx combined", nginxCombined, combinedLine, said{
			at: "2015-05-17T10:05:03Z", key: "frank", user: "frank", client: "83.149.9.216",
			action: "GET", target: "/jobs/7?from=mail", status: 200, bytes: 203023,
			referrer: "http://example.com/jobs/", agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) Gecko",
		}},
		{"Apache common, as it stands in a configuration", apacheCommon, commonLine, said{
			at: "1995-07-01T04:00:06Z", key: "h.example", client: "h.example",
			action: "GET", target: "/shuttle/countdown/", status: 200, bytes: 3985,
		}},
		{"parts of a request",
			`$msec|$remote_addr|$request_method|$uri|$args|$status|$bytes_sent|${cookie_sid}|$request_time`,
			"1718000000.250|10.0.0.1|GET|/a b|x=1|304|-|s1|0.1", said{
				at: "2024-06-10T06:13:20.25Z", key: "10.0.0.1", client: "10.0.0.1",
				action: "GET", target: "/a b?x=1", status: 304, bytes: -1,
			}},
		{"ISO time, port, forwarded",
			`$time_iso8601 $remote_addr:$remote_port "$http_x_forwarded_for" ` +
				`"$request_method $request_uri $server_protocol" $status`,
			`2024-06-10T06:13:20+02:00 10.0.0.1:5555 "203.0.113.9" "POST /x?y HTTP/2.0" 201`, said{
				at: "2024-06-10T04:13:20Z", key: "10.0.0.1", client: "10.0.0.1",
				action: "POST", target: "/x?y", status: 201, bytes: -1,
			}},
		{"a longer list where the client should be", `$remote_addr $field $remote_user [$time_iso8601] "$request" $status`,
			`203.0.113.9, 10.0.0.1, 10.0.0.2 - kim [2024-06-10T06:13:20Z] "GET /x HTTP/1.1" 200`, said{
				at: "2024-06-10T06:13:20Z", key: "kim", user: "kim", client: "203.0.113.9",
				action: "GET", target: "/x", status: 200, bytes: -1,
			}},
		{"a list of forwarded addresses", `$http_x_forwarded_for - $remote_user [$time_iso8601] "$request" $status`,
			`203.0.113.9, 10.0.0.1 - kim [2024-06-10T06:13:20Z] "GET /x HTTP/1.1" 200`, said{
				at: "2024-06-10T06:13:20Z", key: "kim", user: "kim", client: "203.0.113.9",
				action: "GET", target: "/x", status: 200, bytes: -1,
			}},
		{"local time without quotes", `$remote_addr $time_local $request_method $request_uri`,
			`::1 10/Jun/2024:06:13:20 +0000 GET /x`, said{
				at: "2024-06-10T06:13:20Z", key: "::1", client: "::1", action: "GET", target: "/x", bytes: -1,
			}},
		{"path and query together",
			`%a %{%Y-%m-%d %H:%M:%S}t.%{msec_frac}t%{%z}t %m %U%q %>s %B %D`,
			`10.0.0.1 2024-06-10 06:13:20.250-0130 GET /x?y=1 200 17 99`, said{
				at: "2024-06-10T07:43:20.25Z", key: "10.0.0.1", client: "10.0.0.1",
				action: "GET", target: "/x?y=1", status: 200, bytes: 17,
			}},
		{"twelve hours, no zone", `%{%d %b %y %I:%M %p}t %h "%r"`, `01 Jan 24 12:30 PM h "GET /x HTTP/1.1"`, said{
			at: "2024-01-01T12:30:00Z", key: "h", client: "h", action: "GET", target: "/x", bytes: -1, assumed: true,
		}},
		{"begin of the request in milliseconds", `%{begin:msec}t %h "%r"`, `1718000000250 h "GET /x HTTP/1.1"`, said{
			at: "2024-06-10T06:13:20.25Z", key: "h", client: "h", action: "GET", target: "/x", bytes: -1,
		}},
		{"modifiers, headers and a percent sign",
			`%!401u %400,501{User-agent}i %% %<s "%r" %a %t`,
			`kim curl/8 % 200 "GET /x HTTP/1.1" ::1 [10/Jun/2024:06:13:20 +0000]`, said{
				at: "2024-06-10T06:13:20Z", key: "kim", user: "kim", client: "::1",
				action: "GET", target: "/x", status: 200, agent: "curl/8", bytes: -1,
			}},
		{"trailers, the time to the first byte, and modifiers on either side",
			`%{c}h %h %u %t "%r" %>s %b %^FB %{X-Sum}^ti %{ms}^FB %{X-Id}!200o %{b}^to`,
			`10.0.0.9 10.0.0.1 kim [10/Jun/2024:06:13:20 +0000] "GET /x HTTP/1.1" 200 5 263 x 1 - y`, said{
				at: "2024-06-10T06:13:20Z", key: "kim", user: "kim", client: "10.0.0.1",
				action: "GET", target: "/x", status: 200, bytes: 5,
			}},
		{"an agent without quotes before others",
			`$remote_addr [$time_local] "$request" $status $http_user_agent $http_x_forwarded_for`,
			`10.0.0.1 [10/Jun/2024:06:13:20 +0000] "GET /x HTTP/1.1" 200 Mozilla/5.0 (X11; Linux) 203.0.113.9, 10.0.0.7`, said{
				at: "2024-06-10T06:13:20Z", key: "10.0.0.1", client: "10.0.0.1",
				action: "GET", target: "/x", status: 200, bytes: -1, agent: "Mozilla/5.0 (X11; Linux)",
			}},
		{"path and query of three variables",
			`$remote_addr [$time_local] "$request_method $uri$is_args$args" $status ${request_time}s`,
			`10.0.0.1 [10/Jun/2024:06:13:20 +0000] "GET /x?y=1" 200 0.1s`, said{
				at: "2024-06-10T06:13:20Z", key: "10.0.0.1", client: "10.0.0.1",
				action: "GET", target: "/x?y=1", status: 200, bytes: -1,
			}},
		{"a URL of three variables", `$remote_addr [$time_local] $request_method $scheme://$host$request_uri $status`,
			`10.0.0.1 [10/Jun/2024:06:13:20 +0000] GET https://jobs.example/x?y=1 200`, said{
				at: "2024-06-10T06:13:20Z", key: "10.0.0.1", client: "10.0.0.1",
				action: "GET", target: "/x?y=1", status: 200, bytes: -1,
			}},
		{"a request without quotes", `$remote_addr [$time_local] $request $status $bytes_sent $http_user_agent`,
			`10.0.0.1 [10/Jun/2024:06:13:20 +0000] GET /a b HTTP/1.1 404 17 x HTTP/1.1 200 5 y`, said{
				at: "2024-06-10T06:13:20Z", key: "10.0.0.1", client: "10.0.0.1",
				action: "GET", target: "/a b", status: 404, bytes: 17, agent: "x HTTP/1.1 200 5 y",
			}},
		{"the address that ingress-nginx worked out",
			`$remote_addr - [$the_real_ip] - $remote_user [$time_local] "$request" $status`,
			`10.0.0.1 - [203.0.113.9] - - [10/Jun/2024:06:13:20 +0000] "GET /x HTTP/1.1" 200`, said{
				at: "2024-06-10T06:13:20Z", key: "203.0.113.9", client: "203.0.113.9",
				action: "GET", target: "/x", status: 200, bytes: -1,
			}},
		{"no request was made", apacheCommon, `h - - [17/May/2015:10:05:03 +0000] "-" 408 -`, said{
			at: "2015-05-17T10:05:03Z", key: "h", client: "h", target: "-", status: 408, bytes: -1,
		}},
		{"escaped quotes", `%h %t "%r" "%{User-Agent}i"`,
			`h [17/May/2015:10:05:03 +0000] "GET /\"x\" HTTP/1.1" "a \"b\" \\"`, said{
				at: "2015-05-17T10:05:03Z", key: "h", client: "h",
				action: "GET", target: `/\"x\"`, agent: `a \"b\" \\`, bytes: -1,
			}},
	}
	for _, test := range tests {
		format, err := Named(test.format)
		if test.want == (said{}) {
			var wrong *FormatStringError
			if !errors.As(err, &wrong) {
				t.Errorf("%s: %v", test.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		expectEvent(t, NewParser(format, Options{}), test.want, test.line)
		expectNoAllocation(t, NewParser(format, Options{}), test.line)
		if again := NewParser(format, Options{}).Format(); again.Name != test.format {
			t.Errorf("%s is called %q", test.name, again.Name)
		}
	}
}

func TestFormatStringErrors(t *testing.T) {
	tests := []struct{ format, words string }{
		{`$remote_addr [$time_local] "$request" ${status`, `character 39 (${status): the { has no }`},
		{`$remote_addr $ "$request"`, `character 14 ($ "$request"): the $ has no name`},
		{`%h %t "%r" %{Referer`, `character 12 (%{Referer): the directive does not end`},
		{`%h %t "%r" %`, `character 12 (%): the directive does not end`},
		{`%h %{%Y %j}t "%r"`, `times with %j can't be read; there are %Y`},
		{`$remote_addr [$time_local] $status`, `put $request or %r where it stands`},
		{`$remote_addr "$request" $status`, `has no time; put $time_local`},
		{`$remote_addr$remote_user [$time_local] "$request"`,
			`character 1 ($remote_addr$remote_user): nothing stands between`},
		{`$remote_addr [$time_local] $request $status $http_user_agent $host`,
			`character 45 ($http_user_agent $host): this value and one before it may hold spaces`},
		{`%h %t "%r" %^F`, `character 12 (%^F): the directive does not end`},
		{`{"ip":"$remote_addr","r":"$request"}`, `this writes JSON; try json`},
		{`100%`, `the directive does not end`},
	}
	for _, test := range tests {
		_, err := Named(test.format)
		if err == nil || !strings.Contains(err.Error(), test.words) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", test.format, err)
		}
	}
}

func TestFormatStringReasons(t *testing.T) {
	p := NewParser(mustName(t, nginxCombined), Options{})
	tests := []struct {
		line string
		want Reason
	}{
		{"", Blank},
		{"hello", OffFormat},
		{`h - - 17/May/2015:10:05:03 +0000] "GET /x" 200 5 "-" "-"`, OffFormat},
		{`h - - [17/May/2015:10:05:03 +9900] "GET /x" 200 5 "-" "-"`, BadTimestamp},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x`, UnterminatedQuote},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 20x 5 "-" "-"`, BadStatus},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 80000000000000000088 5 "-" "-"`, BadStatus},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5k "-" "-"`, BadSize},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5 "-" "-" "-"`, OffFormat},
		{`h - - b [17/May/2015:10:05:03 +0000] "GET /x" 200 5 "-" "-"`, OffFormat},
		{`- - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5 "-" "-"`, MissingUser},
	}
	for _, test := range tests {
		expectReason(t, p, test.want, test.line)
	}
}

// TestProgramsEqualParsers reads real logs by the format strings that define the formats with parsers of their own.
func TestProgramsEqualParsers(t *testing.T) {
	for _, test := range []struct{ path, format, name string }{
		{"access/elastic_apache_10k.log.gz", nginxCombined, "combined"},
		{"access/elastic_apache_10k.log.gz", `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`, "combined"},
		{"access/nasa_jul95_50k.log.gz", apacheCommon, "common"},
	} {
		program, parser := NewParser(mustName(t, test.format), Options{}), NewParser(mustName(t, test.name), Options{})
		for _, line := range sharedLines(t, test.path) {
			var a, b Event
			x, y := program.Parse(line, &a), parser.Parse(line, &b)
			if x != y || x == OK && (!sameEvent(&a, &b) || string(a.Key) != string(b.Key)) {
				t.Fatalf("%s\n%v %+v\n%v %+v", line, x, saying(&a), y, saying(&b))
			}
		}
	}
}

func TestRealFormatStrings(t *testing.T) {
	tests := []struct {
		path, format, userBy string
		events, users        int
	}{
		{"formats/mtail/apache-common.log", `%h %l %u %t "%r" %>s %b %D "%{Referer}i" "%{User-Agent}i"`, "user,ip", 3, 2},
		{"formats/mtail/lighttpd_access.log",
			`%{X-Forwarded-For}i %h %u %t "%r" %>s %b %I %O %T "%{Referer}i" "%{User-Agent}i"`,
			"header:x-forwarded-for,ip", 19, 2},
		{"formats/lnav/logfile_regexp_access_log.0",
			`%v:%p %h %{id}n %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D`, "user,ip", 2, 2},
		{"formats/lnav/logfile_shop_access_log.0", nginxCombined + ` "$http_x_forwarded_for"`, "ip", 1000, 101},
		{"labelled/web_robots/access.log.gz", `- - %t \"%r\" %>s %b \"%{Referer}i\" %{PHPSESSID}C \"%{User-agent}i\"`,
			"cookie:PHPSESSID", 11428, 65},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			p := NewParser(mustName(t, test.format), Options{UserBy: mustUserBy(t, test.userBy)})
			users, events := map[string]bool{}, 0
			for _, line := range sharedLines(t, test.path) {
				var e Event
				if reason := p.Parse(line, &e); reason != OK {
					t.Logf("%s: %v", line, reason)
					continue
				}
				events++
				users[string(e.Key)] = true
			}
			if events != test.events || len(users) != test.users {
				t.Errorf("%d events, %d users", events, len(users))
			}
		})
	}
}

// TestMomentEqualsStrptime writes times in many layouts and reads them back.
func TestMomentEqualsStrptime(t *testing.T) {
	layouts := map[string]string{
		"%Y-%m-%dT%H:%M:%S%z": "2006-01-02T15:04:05-0700",
		"%d/%b/%Y:%T %z":      "02/Jan/2006:15:04:05 -0700",
		"%a %b %e %r %Y %Z":   "Mon Jan _2 03:04:05 PM 2006 MST",
		"%D %R:%S %z":         "01/02/06 15:04:05 -0700",
		"%F %I-%M-%S-%p %z":   "2006-01-02 03-04-05-PM -07:00",
	}
	for layout, goLayout := range layouts {
		p := NewParser(mustName(t, `"%{`+layout+`}t" %h "%r"`), Options{Earliest: AnyTime})
		const step = 97*24*time.Hour + 7*time.Hour + 59*time.Minute + 13*time.Second
		for at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2068; at = at.Add(step) {
			var e Event
			line := `"` + at.Format(goLayout) + `" h "GET /"`
			if reason := p.Parse([]byte(line), &e); reason != OK || e.Time != at.UnixMilli() {
				t.Fatalf("%s: %v, %s", line, reason, time.UnixMilli(e.Time).UTC())
			}
		}
	}
}

func FuzzFormatString(f *testing.F) {
	f.Add(nginxCombined, combinedLine)
	f.Add(apacheCommon, commonLine)
	f.Add(`%{%Y%m%d%e%b%p%I%Z%s}t%{usec_frac}t%%\t%U%q|%h`, "20240101 1JanPM12UTC12345000000%\t/x|h")
	f.Add(`${a}x$b%`, "x")
	f.Fuzz(func(t *testing.T, text, line string) {
		format, err := Named("syslog+" + text)
		if err != nil {
			_ = err.Error()
			return
		}
		o := Options{Now: readingDay}
		p := NewParser(format, o)
		checkAny(t, p, o, []byte(line))
		checkAny(t, p, o, []byte("Jun  3 10:00:00 h tag: "+line))
	})
}

func BenchmarkProgram(b *testing.B) { benchmark(b, nginxCombined, benchmarkLines()) }

func BenchmarkStrftime(b *testing.B) {
	lines := benchmarkLines()
	for i, line := range lines {
		lines[i] = bytes.Replace(line, []byte(" +0000]"), []byte(".250 +0000]"), 1)
	}
	benchmark(b, `%h %l %u [%{%d/%b/%Y:%T}t.%{msec_frac}t %{%z}t] "%r" %>s %b "%{Referer}i" "%{User-agent}i"`, lines)
}

// TestS3WithoutRequest reads what Amazon S3 writes of an object of a batch: no request, and - without quotes for it.
func TestS3WithoutRequest(t *testing.T) {
	expectEvent(t, NewParser(mustName(t, "s3"), Options{}), said{
		at: "2026-03-01T00:00:40Z", key: "arn:aws:iam::111:user/kim", user: "arn:aws:iam::111:user/kim",
		client: "192.0.2.3", target: "-", status: 204, bytes: -1,
	}, `79a59 bkt [01/Mar/2026:00:00:40 +0000] 192.0.2.3 arn:aws:iam::111:user/kim AAA1 BATCH.DELETE.OBJECT test - 204 `+
		`- - 1 - - - - - AAA SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader s3.us-east-2.amazonaws.com TLSv1.2 - -`)
}
