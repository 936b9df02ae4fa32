package logline

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestImplausibleTimes(t *testing.T) {
	json := NewParser(mustName(t, "json"), Options{})
	for _, at := range []string{
		`0`, `"0001-01-01T00:00:00Z"`, `"1970-01-01T00:00:00Z"`, `45434.7149`, `0.002`, `"1899-12-30"`,
		`631151999`, `"1989-12-31 23:59:59"`, `1e3`,
	} {
		reason := json.Parse([]byte(`{"user":"kim","time":`+at+`}`), new(Event))
		if reason != Implausible && reason != BadTimestamp {
			t.Errorf("%s: %v", at, reason)
		}
	}
	expectReason(t, json, OK, `{"user":"kim","time":631152000}`)
	for format, line := range map[string]string{
		"combined":                `h - - [01/Jan/1970:00:00:00 +0000] "GET /x HTTP/1.1" 200 5`,
		`%{%Y-%m-%d %T}t %h "%r"`: `1970-01-01 00:00:00 h "GET /x HTTP/1.1"`,
		"csv:time,user":           `45434.7149,ann`,
		"w3c:date,time,c-ip":      `1980-01-01 00:00:00 h`,
		"ltsv":                    "time:1\tuser:kim",
		"logfmt":                  "ts=0 user=kim",
		"syslog+logfmt":           "1970-01-01T00:00:00Z h app: user=kim",
	} {
		expectReason(t, NewParser(mustName(t, format), Options{Now: readingDay}), Implausible, line)
		expectReason(t, NewParser(mustName(t, format), Options{Now: readingDay, Earliest: AnyTime}), OK, line)
	}
	late := NewParser(mustName(t, "json"), Options{Earliest: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
	expectReason(t, late, Implausible, `{"user":"kim","time":"2019-12-31T23:59:59Z"}`)
	expectReason(t, late, OK, `{"user":"kim","time":"2020-01-01T00:00:00Z"}`)
}

// TestPlausibleTimeOfSeveral has durations and zeros that are called times beside the time.
func TestPlausibleTimeOfSeveral(t *testing.T) {
	want := said{at: "2024-05-22T17:09:21Z", key: "h", client: "h", action: "GET", target: "/a", status: 200, bytes: -1}
	p := NewParser(mustName(t, "json"), Options{})
	for _, times := range []string{
		`"time_local":"22/May/2024:17:09:21 +0000","time":0.002`, `"timestamp":0,"time":1716397761`,
		`"ts":"0001-01-01T00:00:00Z","date":"2024-05-22T17:09:21Z"`,
		`"time":"fast","time_iso8601":"2024-05-22T17:09:21+00:00"`,
	} {
		expectEvent(t, p, want, `{`+times+`,"ip":"h","request":"GET /a HTTP/1.1","status":200}`)
	}
	p = NewParser(mustName(t, "docker+json"), Options{})
	expectEvent(t, p, want,
		`{"log":"{\"time\":0.002,\"ip\":\"h\",\"request\":\"GET /a HTTP/1.1\",\"status\":200}\n",`+
			`"time":"2024-05-22T17:09:21Z"}`)
}

func TestParseEarliest(t *testing.T) {
	for text, want := range map[string]time.Time{
		"none": AnyTime, "2001-01-31": time.Date(2001, 1, 31, 0, 0, 0, 0, time.UTC),
		"2001-01-31T12:00:00+01:00": time.Date(2001, 1, 31, 11, 0, 0, 0, time.UTC),
	} {
		if got, err := ParseEarliest(text); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1990", "yesterday", "0001-01-01"} {
		if _, err := ParseEarliest(text); err == nil || !strings.Contains(err.Error(), "1990-01-01") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestRelativeTimes(t *testing.T) {
	log := func(first, step float64, lines int) (sample [][]byte) {
		sample = append(sample, []byte("timestamp,user,event,item"))
		for i := range lines {
			sample = append(sample, fmt.Appendf(nil, "%v,ann,view,a", first+step*float64(i)))
		}
		return sample
	}
	for _, test := range []struct {
		what        string
		sample      [][]byte
		relative    bool
		unlessNamed bool
	}{
		{"seconds from 0", log(0, 3, 40), true, true},
		{"seconds with fractions", log(0.25, 0.5, 10), true, true},
		{"too few to tell", log(1, 1, 9), false, false},
		{"days of a spreadsheet", log(45434.7149, 0.01, 40), false, false},
		{"zeros", log(0, 0, 40), false, false},
		{"times", log(1717408800, 10, 40), false, true},
	} {
		f, err := Detect(test.sample, Options{})
		if f.CountsFromZero() != test.relative || (err == nil) != test.unlessNamed {
			t.Errorf("%s: %v, %v", test.what, f.Name, err)
		}
		named := mustName(t, "csv").Learn(test.sample, Options{})
		if named.CountsFromZero() != test.relative {
			t.Errorf("%s, named: %v", test.what, named.Name)
		}
		if test.relative {
			p := NewParser(mustName(t, f.Name), Options{})
			var e Event
			if reason := p.Parse(test.sample[2], &e); reason != OK || e.Time >= 60_000 || !p.Format().CountsFromZero() {
				t.Errorf("%s goes on: %v, %d", test.what, reason, e.Time)
			}
		}
	}
	if _, err := Detect(log(0, 3, 40), Options{Earliest: DefaultEarliest}); err == nil {
		t.Error("--earliest does not hold")
	}
}
