package logline

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const iisFields = "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query " +
	"s-port cs-username c-ip cs(User-Agent) cs(Referer) " +
	"sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken"

func TestW3C(t *testing.T) {
	tests := []struct {
		name  string
		want  said
		lines []string
	}{
		{"IIS", said{
			at: "2015-01-13T00:32:17Z", key: "kim", user: "kim", client: "157.55.39.146",
			action: "GET", target: "/robots.txt?a=b", status: 404, bytes: 1405,
			agent: "Mozilla/5.0 (compatible; bingbot/2.0;  http://www.bing.com/bingbot.htm)",
		}, []string{
			"#Software: Microsoft Internet Information Services 8.5", "#Version: 1.0",
			"#Date: 2015-01-13 00:32:17", iisFields,
			"2015-01-13 00:32:17 100.79.192.81 GET /robots.txt a=b 80 kim 157.55.39.146 " +
				"Mozilla/5.0+(compatible;+bingbot/2.0;++http://www.bing.com/bingbot.htm) - 404 0 2 1405 242 283",
		}},
		{"CloudFront", said{
			at: "2019-12-04T21:02:31Z", key: "2001:db8::1", client: "2001:db8::1",
			action: "GET", target: "/index.html", status: 200, bytes: 392,
			agent: "Mozilla/5.0 (Windows NT 10.0)", referrer: "https://a/",
		}, []string{
			"#Version: 1.0",
			"#Fields: date time x-edge-location sc-bytes c-ip cs-method " +
				"cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie)",
			"2019-12-04\t21:02:31\tLAX1\t392\t2001:db8::1\tGET\t" +
				"d111.cloudfront.net\t/index.html\t200\thttps://a/\t" +
				"Mozilla/5.0%20(Windows%20NT%2010.0)\t-\t-",
		}},
		{"CloudFront without its header, as of old", said{
			at: "2018-07-24T22:22:47Z", key: "203.0.113.4", client: "203.0.113.4",
			action: "GET", target: "/", status: 301, bytes: 557, agent: "Mozilla/5.0 (compatible; x/1.0)",
		}, []string{"2018-07-24\t22:22:47\tSEA19\t557\t203.0.113.4\tGET\td2.cloudfront.net\t/\t301\t-\t" +
			"Mozilla/5.0%2520(compatible;%2520x/1.0)\t-\t-\tRedirect\tIKa==\ta.example\thttp\t127"}},
		{"IIS without its header", said{
			at: "2021-04-01T00:00:21Z", key: `D\kim`, user: `D\kim`, client: "203.0.113.4",
			action: "GET", target: "/a.asp?x=1", status: 404, bytes: -1, agent: "UA 1", referrer: "http://b.example/",
		}, []string{`2021-04-01 00:00:21 10.0.0.1 GET /a.asp x=1 80 D\kim 203.0.113.4 UA+1 http://b.example/ 404 0 2 65`}},
		{"IIS 6 without its header", said{
			at: "2021-04-01T00:00:21Z", key: "203.0.113.4", client: "203.0.113.4",
			action: "GET", target: "/a.asp", status: 200, bytes: -1, agent: "UA",
		}, []string{`2021-04-01 00:00:21 W3SVC1 10.0.0.1 GET /a.asp - 80 - 203.0.113.4 UA 200 0 0`}},
		{"times of the zone, quotes, no method", said{
			at: "2012-08-15T17:00:00.363Z", key: "h", client: "h", target: "/x", agent: `a "b"`, bytes: -1, assumed: true,
		}, []string{
			"#Fields:   date-local time-local   c-ip cs-uri-stem  cs(User-Agent)",
			`2012-08-15 17:00:00.363   h /x "a ""b"""`,
		}},
		{"the date of the directive", said{
			at: "2000-10-10T16:44:49Z", key: "1.1.1.1", client: "1.1.1.1", action: "GET", target: "/x", status: 200, bytes: -1,
		}, []string{
			"#Date: 2000-10-09 16:44:49",
			"#Fields: time c-ip cs-method cs-uri-stem sc-status",
			"#Date: 2000-10-10 16:44:49",
			"#Fields: time c-ip cs-method cs-uri-stem sc-status",
			"16:44:49 1.1.1.1 GET /x 200",
		}},
		{"blanks in the query, as Exchange has them", said{
			at: "2015-12-31T14:40:38Z", key: `D\kim`, user: `D\kim`, client: "203.0.113.4", agent: "Office/14.0 (NT 6.1)",
			action: "POST", target: "/EWS/Exchange.asmx?a=1; b=2; c=3;", status: 200, bytes: 1405,
		}, []string{iisFields, "2015-12-31 14:40:38 10.11.2.3 POST /EWS/Exchange.asmx a=1; b=2; c=3; 443 D\\kim " +
			"203.0.113.4 Office/14.0+(NT+6.1) - 200 0 0 1405 242 46"}},
		{"blanks in the agent", said{
			at: "2015-12-31T14:40:38Z", key: "203.0.113.4", client: "203.0.113.4", agent: "Office/14.0 (NT 6.1)",
			action: "GET", target: "/x?y", status: 200, bytes: 1405,
		}, []string{iisFields, "2015-12-31 14:40:38 10.11.2.3 GET /x y 443 - 203.0.113.4 Office/14.0 (NT 6.1) - " +
			"200 0 0 1405 242 46"}},
		{"an agent that is not there", said{
			at: "2020-09-19T11:12:00Z", key: "203.0.113.4", client: "203.0.113.4", action: "GET", target: "/s",
			status: 200, bytes: 7,
		}, []string{
			"#Fields: c-ip c-dns date time cs-uri-stem c-status cs(User-Agent) sc-bytes x-duration",
			"203.0.113.4 203.0.113.4 2020-09-19 11:12:00 /s 200  7 152",
		}},
		{"other fields from here on", said{
			at: "2024-06-03T10:00:00Z", key: "h", client: "h", target: "/y", action: "GET", bytes: -1,
		}, []string{iisFields, "#Fields: c-ip cs-method cs-uri-stem date time", "h GET /y 2024-06-03 10:00:00"}},
	}
	for _, test := range tests {
		p := NewParser(mustName(t, "w3c"), Options{})
		line := test.lines[len(test.lines)-1]
		expectEvent(t, p, test.want, test.lines...)
		expectNoAllocation(t, p, line)
		expectEvent(t, NewParser(mustName(t, p.Format().Name), Options{}), test.want, line)
	}
}

func TestW3CReasons(t *testing.T) {
	p := NewParser(mustName(t, "w3c"), Options{})
	for _, step := range []struct {
		line string
		want Reason
	}{
		{"2024-06-03 10:00:00 h", NoHeader},
		{"#Fields: date time s-ip cs-method", Blank},
		{"2024-06-03 10:00:00 h GET", NoHeader},
		{"#Fields: date time c-ip cs-method cs-uri-stem", Blank},
		{"#Remark: nothing", Blank},
		{"#", Blank},
		{"2024-06-03 10:00:00 h GET /x", OK},
		{"2024-06-03 10:00:00 h GET", ColumnCount},
		{"2024-06-03 10:00:00 h GET /x y", ColumnCount},
		{"2024-06-03 10:00:00  GET /x", ColumnCount},
		{"2024-06-03 25:00:00 h GET /x", BadTimestamp},
		{"- - h GET /x", MissingTime},
		{"2024-06-03 10:00:00 - GET /x", MissingUser},
		{`2024-06-03 10:00:00 "h GET /x`, UnterminatedQuote},
		{`2024-06-03 10:00:00 "h"x GET /x`, BadQuote},
		{"#Fields: \x1b[2J", Blank},
		{"2024-06-03 10:00:00 h GET /x", NoHeader},
	} {
		expectReason(t, p, step.want, step.line)
	}
}

// TestW3CTimesAreUTC holds for zones that the reader is in.
func TestW3CTimesAreUTC(t *testing.T) {
	seoul := Options{Zone: time.FixedZone("KST", 9*3600)}
	expectEvent(t, NewParser(mustName(t, "w3c"), seoul),
		said{at: "2024-06-03T10:00:00Z", key: "h", client: "h", bytes: -1},
		"#Fields: date time c-ip", "2024-06-03 10:00:00 h")
	expectEvent(t, NewParser(mustName(t, "w3c"), seoul),
		said{at: "2024-06-03T01:00:00Z", key: "h", client: "h", bytes: -1, assumed: true},
		"#Fields: date-local time-local c-ip", "2024-06-03 10:00:00 h")
}

// TestW3CGoesOnToTheNextDay has times without dates: the log goes on past midnight, twice, and what was under way then
// is written behind what came later. A date that is told begins anew.
func TestW3CGoesOnToTheNextDay(t *testing.T) {
	p := NewParser(mustName(t, "w3c"), Options{})
	for _, line := range []struct{ text, at string }{
		{"#Date: 2026-02-27 22:00:00", ""},
		{"#Fields: time c-ip", ""},
		{"22:10:00 h", "2026-02-27T22:10:00Z"},
		{"23:59:51 h", "2026-02-27T23:59:51Z"},
		{"00:00:02 h", "2026-02-28T00:00:02Z"},
		{"23:59:58 h", "2026-02-27T23:59:58Z"},
		{"00:00:03 h", "2026-02-28T00:00:03Z"},
		{"02:40:00 h", "2026-02-28T02:40:00Z"},
		{"01:00:00 h", "2026-02-28T01:00:00Z"},
		{"23:58:00 h", "2026-02-28T23:58:00Z"},
		{"03:00:00 h", "2026-03-01T03:00:00Z"},
		{"#Date: 2026-04-01 00:00:00", ""},
		{"00:00:01 h", "2026-04-01T00:00:01Z"},
		{"-- h", ""},
	} {
		var e Event
		reason := p.Parse([]byte(line.text), &e)
		if got := time.UnixMilli(e.Time).UTC().Format(time.RFC3339); (reason == OK) != (line.at != "") ||
			reason == OK && got != line.at {
			t.Errorf("%s: %s, %v; want %s", line.text, got, reason, line.at)
		}
	}
	if want := "w3c:time,c-ip,date=2026-04-01"; p.Format().Name != want {
		t.Errorf("the format is %s, want %s", p.Format().Name, want)
	}
}

func FuzzW3C(f *testing.F) {
	f.Add(iisFields,
		"2015-01-13 00:32:17 100.79.192.81 GET /robots.txt - 80 - 157.55.39.146 "+
			"Mozilla/5.0+%20 - 404 0 2 1405 242 283")
	f.Add("#Date: 2000-10-09\n#Fields: time c-ip", `16:44:49 "a""b"`)
	f.Add("#Fields: date-local time-local cs(Cookie)", `2024-06-03 10:00:00 "sid=7; b"`)
	f.Fuzz(func(t *testing.T, header, line string) {
		o := Options{UserBy: mustUserBy(t, "cookie:sid,header:x,user,ip/64")}
		p := NewParser(mustName(t, "w3c"), o)
		for directive := range strings.SplitSeq(header, "\n") {
			p.Parse([]byte(directive), new(Event))
		}
		if strings.HasPrefix(strings.TrimPrefix(strings.TrimLeft(line, "\x00"), "\uFEFF"), "#") {
			return
		}
		checkAny(t, p, o, []byte(line))
	})
}

func BenchmarkW3C(b *testing.B) {
	lines := make([][]byte, 10_000)
	for i := range lines {
		lines[i] = fmt.Appendf(nil,
			"2015-01-13 00:%02d:%02d 100.79.192.81 GET /jobs/%d from=list 80 - 203.0.%d.%d "+
				"Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+AppleWebKit/537.36+Chrome/126.0 - 200 0 0 1405 242 283",
			i/60%60, i%60, i%997, i%113, i%251)
	}
	benchmark(b, "w3c:"+strings.Join(strings.Fields(iisFields)[1:], ","), lines)
}

// TestW3CNamesOfUsers: a log that names its users is not one of addresses.
func TestW3CNamesOfUsers(t *testing.T) {
	for _, name := range []string{"cs-username", "c-auth-id"} {
		lines := sample("#Fields: date time c-ip "+name+" cs-method cs-uri-stem sc-status",
			"2024-03-12 15:22:28 203.0.113.4 DMS.user GET /t 200")
		format, err := Detect(lines, Options{})
		if err != nil {
			t.Fatal(err)
		}
		p, e := NewParser(format, Options{}), Event{}
		p.Parse(lines[0], &e)
		if reason := p.Parse(lines[1], &e); reason != OK || string(e.User) != "DMS.user" {
			t.Errorf("%s: %s, user %q", name, reason, e.User)
		}
	}
}
