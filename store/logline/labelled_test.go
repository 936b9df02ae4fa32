package logline

import (
	"fmt"
	"testing"
)

func TestLTSV(t *testing.T) {
	request := said{
		at: "2023-03-12T10:55:36Z", key: "john", user: "john", client: "192.168.1.1", agent: "M",
		action: "GET", target: "/index.html", status: 200, bytes: 1024, referrer: "http://a/",
	}
	p := NewParser(mustName(t, "ltsv"), Options{})
	for _, line := range []string{
		"remote_host:192.168.1.1\tremote_logname:-\tremote_user:john\tdatetime:[12/Mar/2023:10:55:36 " +
			"+0000]\trequest:GET /index.html HTTP/1.1\tstatus:200\tsize:1024\treferer:http://a/\tuser_agent:M",
		"time:[12/Mar/2023:10:55:36 +0000]\thost:192.168.1.1\tuser:john\treq:GET /index.html " +
			"HTTP/1.1\tmethod:GET\turi:/index.html\tstatus:200\tsize:1024\treferer:http://a/\tua:M\tvhost:x\treqtime:0.1",
	} {
		expectEvent(t, p, request, line)
		expectNoAllocation(t, p, line)
	}
	expectEvent(t, p, said{at: "2023-03-12T10:55:36Z", key: "h", client: "h", bytes: -1, click: true},
		"host:h\ttime:2023-03-12T10:55:36Z")
	expectReason(t, p, NoLabel, "host:h\ttime:2023-03-12T10:55:36Z\tGET /x")
	expectReason(t, p, NoLabel, "host:h")
	expectReason(t, p, NoLabel, "host:h\t:x")
	expectReason(t, p, NoLabel, "ho st:h\tx:y")
	expectReason(t, p, MissingTime, "host:h\tuser:kim")
	expectReason(t, p, MissingUser, "host:-\ttime:2023-03-12T10:55:36Z")
}

func TestLogfmt(t *testing.T) {
	p := NewParser(mustName(t, "logfmt"), Options{})
	click := said{
		at: "2021-09-15T21:17:10.22Z", key: "kim", user: "kim", action: "view", target: `a "b"`,
		item: `a "b"`, menu: "view", bytes: -1, click: true,
	}
	for _, line := range []string{
		`time="2021-09-15T21:17:10.220731Z" level=info user=kim event=view item="a \"b\"" note= debug`,
		`ts=1631740630.22  user="kim" event=view item="a \"b\"" note="\x \n"`,
	} {
		expectEvent(t, p, click, line)
		expectNoAllocation(t, p, line)
	}
	expectEvent(t, p,
		said{
			at: "2021-09-15T21:17:10Z", key: "1.2.3.4", client: "1.2.3.4", action: "GET", target: "/x",
			status: 200, bytes: 13,
		},
		`at=info time=2021-09-15T21:17:10Z method=GET path="/x" host=shop.example `+
			`fwd="1.2.3.4" dyno=web.1 status=200 bytes=13`)
	for line, want := range map[string]Reason{
		`hello world`:          NoLabel,
		`user=kim {"a":1}`:     NoLabel,
		`user:kim ts=1`:        NoLabel,
		`=kim`:                 NoLabel,
		`user="kim ts=1`:       UnterminatedQuote,
		`user="kim"x ts=1`:     BadQuote,
		`user=kim item=7`:      MissingTime,
		`user=kim ts=tomorrow`: BadTimestamp,
		`item=7 ts=1e9`:        MissingUser,
	} {
		expectReason(t, p, want, line)
	}
}

func TestRealLabelledLogs(t *testing.T) {
	for _, test := range []struct {
		path, format string
		events       int
	}{
		{"formats/nekrassov01/sample_ltsv_all_match.log", "ltsv", 5},
		{"formats/nekrassov01/sample_ltsv_contains_unmatch.log", "ltsv", 4},
		{"formats/nekrassov01/sample_ltsv_all_unmatch.log", "ltsv", 0},
		{"formats/nekrassov01/sample_s3_all_match.log", "s3", 5},
		{"formats/nekrassov01/sample_s3_contains_unmatch.log", "s3", 4},
		{"formats/nekrassov01/sample_s3_all_unmatch.log", "s3", 0},
	} {
		t.Run(test.path, func(t *testing.T) {
			p := NewParser(mustName(t, test.format), Options{})
			events := 0
			for _, line := range sharedLines(t, test.path) {
				if reason := p.Parse(line, new(Event)); reason == OK {
					events++
				} else {
					t.Logf("%v: %s", reason, line)
				}
			}
			if events != test.events {
				t.Errorf("%d events, want %d", events, test.events)
			}
		})
	}
}

func FuzzLabelled(f *testing.F) {
	f.Add("time:[12/Mar/2023:10:55:36 +0000]\thost:::1\treq:GET /a HTTP/1.1\tuser:a:b", true)
	f.Add(`ts=1631740630.22 user="k\"\u\\im" = é=1 path=/x`, false)
	f.Add("user=\"\\", false)
	f.Fuzz(func(t *testing.T, line string, tabs bool) {
		name := "logfmt"
		if tabs {
			name = "ltsv"
		}
		o := Options{UserBy: mustUserBy(t, "user+agent,header:via,ip/64")}
		checkAny(t, NewParser(mustName(t, name), o), o, []byte(line))
	})
}

func BenchmarkLTSV(b *testing.B) {
	lines := make([][]byte, 10_000)
	for i := range lines {
		lines[i] = fmt.Appendf(nil,
			"time:[12/Mar/2023:10:%02d:%02d +0000]\thost:203.0.%d.%d\treq:GET /jobs/%d HTTP/1.1\t"+
				"status:200\tsize:1024\treferer:http://a/\t"+
				"ua:Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101",
			i/60%60, i%60, i%113, i%251, i%997)
	}
	benchmark(b, "ltsv", lines)
}

func BenchmarkLogfmt(b *testing.B) {
	lines := make([][]byte, 10_000)
	for i := range lines {
		lines[i] = fmt.Appendf(nil,
			`time="2021-09-15T21:%02d:%02d.220731Z" level=info `+
				`event=purchase user=%d item=%d msg="a purchase" amount=%d`,
			i/60%60, i%60, i%997, i*7919%9973, i)
	}
	benchmark(b, "logfmt", lines)
}
