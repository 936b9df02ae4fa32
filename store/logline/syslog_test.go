package logline

import (
	"testing"
	"time"

	"spoor/store/logline/logtime"
)

func TestBehindSyslog(t *testing.T) {
	seoul := Options{Now: readingDay, Zone: time.FixedZone("KST", 9*3600)}
	p := NewParser(mustName(t, "syslog+combined"), Options{})
	expectEvent(t, p, said{
		at: "2015-05-17T10:05:03Z", key: "frank", user: "frank", client: "83.149.9.216",
		action: "GET", target: "/jobs/7?from=mail", status: 200, bytes: 203023,
		referrer: "http://example.com/jobs/", agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) Gecko",
	}, "<190>May 17 10:05:04 web nginx: "+combinedLine)
	expectNoAllocation(t, p, "<190>May 17 10:05:04 web nginx: "+combinedLine)
	expectReason(t, p, NoPrefix, combinedLine)
	expectReason(t, p, Blank, "May 17 10:05:04 web nginx:")
	expectReason(t, NewParser(mustName(t, "syslog+w3c"), Options{}), Blank, "May 17 10:05:04 web nginx: ")
	expectReason(t, p, NoMatch, "May 17 10:05:04 web nginx: hello")

	p = NewParser(mustName(t, `syslog+%h %l %u "%r" %>s %b %T`), seoul)
	expectEvent(t, p, said{
		at: "2024-03-24T05:02:50Z", key: "127.0.0.1", client: "127.0.0.1", action: "GET", target: "/bad.foo",
		status: 404, bytes: 65508, assumed: true,
	}, `Mar 24 14:02:50 web1 tomcat.log: 127.0.0.1 - - "GET /bad.foo HTTP/1.1" 404 65508 4.386`)
	timeout := said{key: "h", client: "h", target: "-", status: 408, bytes: -1, assumed: true}
	// in June the last December was that of the year before
	timeout.at = "2023-12-31T15:00:00Z"
	expectEvent(t, p, timeout, `Jan  1 00:00:00 web1 tomcat.log: h - - "-" 408 - 4.386`)
	timeout.at = "2023-12-24T05:02:50Z"
	expectEvent(t, p, timeout, `Dec 24 14:02:50 web1 tomcat.log: h - - "-" 408 - 4.386`)
	timeout.at = "2024-02-29T03:00:00Z"
	expectEvent(t, p, timeout, `Feb 29 12:00:00 web1 tomcat.log: h - - "-" 408 - 4.386`)
	expectReason(t, p, BadTimestamp, `Feb 30 12:00:00 web1 tomcat.log: h - - "-" 408 - 4.386`)
	expectReason(t, NewParser(p.Format(), Options{}), BadTimestamp,
		`Feb 29 12:00:00 web1 tomcat.log: h - - "-" 408 - 4.386`)

	p = NewParser(mustName(t, "syslog+json"), seoul)
	expectEvent(t, p, said{at: "2003-10-11T22:14:15.003Z", key: "kim", user: "kim", bytes: -1, click: true},
		`<165>1 2003-10-11T22:14:15.003Z m su - ID47 - {"user":"kim"}`)
	expectReason(t, p, MissingTime, `<165>1 - m su - ID47 - {"user":"kim"}`)
	expectReason(t, p, MissingUser, `<165>1 2003-10-11T22:14:15.003Z m su - ID47 - {}`)
}

// TestYearOfSyslog goes through ten years: a time of the last 300 days keeps its year.
func TestYearOfSyslog(t *testing.T) {
	for now := readingDay; now.Year() < 2035; now = now.Add(31*time.Hour + 7*time.Minute) {
		c := Options{Now: now}.clock()
		for _, age := range []time.Duration{-23 * time.Hour, 0, 40 * 24 * time.Hour, 300 * 24 * time.Hour} {
			want := now.Add(-age).Truncate(time.Second)
			got, assumed, ok := c.Read([]byte(want.Format("Jan _2 15:04:05")))
			if !ok || !assumed || got != want.UnixMilli() {
				t.Fatalf("%s, read at %s: %s, %v", want, now, time.UnixMilli(got).UTC(), ok)
			}
		}
	}
}

// TestYearsOverNewYear reads times without a year in a log that ends in January, and one that is followed into it.
func TestYearsOverNewYear(t *testing.T) {
	read := func(c *logtime.Clock, text string) string {
		at, _, ok := c.Read([]byte(text))
		if !ok {
			return "none"
		}
		return time.UnixMilli(at).UTC().Format(time.DateTime)
	}
	ended := Options{Now: time.Date(2025, 1, 2, 8, 0, 0, 0, time.UTC)}.clock()
	for _, test := range []struct{ text, want string }{
		{"Jan  9 00:00:00", "2024-01-09 00:00:00"},
		{"Dec 31 23:59:59", "2024-12-31 23:59:59"},
		{"Jan  1 00:00:00", "2025-01-01 00:00:00"},
		{"Jan  2 07:59:59", "2025-01-02 07:59:59"},
		{"Feb 29 10:00:00", "2024-02-29 10:00:00"},
	} {
		if got := read(&ended, test.text); got != test.want {
			t.Errorf("%s: %s, want %s", test.text, got, test.want)
		}
	}
	now := time.Date(2024, 12, 31, 23, 0, 0, 0, time.UTC)
	followed := Options{Now: now, Later: func() time.Time { return now }}.clock()
	if got := read(&followed, "Dec 31 23:00:00"); got != "2024-12-31 23:00:00" {
		t.Error(got)
	}
	now = time.Date(2025, 1, 3, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"Jan  3 12:00:00": "2025-01-03 12:00:00",
		"Dec 31 23:00:00": "2024-12-31 23:00:00",
	} {
		if got := read(&followed, text); got != want {
			t.Errorf("followed, %s: %s, want %s", text, got, want)
		}
	}
}
