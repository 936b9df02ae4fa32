package logline

import (
	"strings"
	"testing"
	"time"
)

func TestMapping(t *testing.T) {
	const nested = `{"when":{"at":"2024-06-03T10:00:00Z"},"account":{"id":"kim"},` +
		`"user":"shop","tags":["shoes","x"],"what":"view","thing":7}`
	m := mustMap(t, "user=account.id,time=when.at,menu=tags[0], event=what,item=nothing,item=thing")
	want := said{
		at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", action: "view",
		item: "7", target: "7", menu: "shoes", bytes: -1, click: true,
	}
	p := NewParser(mustName(t, "json"), Options{Mapping: m})
	expectEvent(t, p, want, nested)
	expectNoAllocation(t, p, nested)
	expectReason(t, p, MissingTime, `{"ts":1,"account":{"id":"kim"}}`)

	name := p.Format().Name
	if name != "map(user=account.id,time=when.at,menu=tags[0],event=what,item=nothing,item=thing)+json" {
		t.Errorf("%q", name)
	}
	expectEvent(t, NewParser(mustName(t, name), Options{}), want, nested)
	if got, err := Detect(sample(nested, nested), Options{Mapping: m}); err != nil || got.Name != name {
		t.Errorf("%q, %v", got.Name, err)
	}

	p = NewParser(mustName(t, "csv"), Options{Mapping: mustMap(t, "user=Account ID,item=cs(Thing)")})
	want = said{at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", item: "7", target: "7", bytes: -1, click: true}
	expectEvent(t, p, want, "ts,account_id,user,cs(thing)", "1717408800,kim,shop,7")
	expectEvent(t, NewParser(mustName(t, p.Format().Name), Options{}), want, "1717408800,kim,shop,7")
}

// TestMappedFormatString has variables of its own, which a configuration has made.
func TestMappedFormatString(t *testing.T) {
	m := mustMap(t, "time=time_iso8601_ms,target=path,client=http_x_forwarded_for")
	const text = `$time_iso8601_ms $request_method $path "$http_x_forwarded_for"`
	if _, err := Named(text); err == nil {
		t.Error("it has a time without mapping")
	}
	expectEvent(t, NewParser(mustName(t, m.Of(text)), Options{}),
		said{at: "2024-06-03T10:00:00.25Z", key: "h", client: "h", action: "GET", target: "/x", bytes: -1},
		`2024-06-03T10:00:00.250Z GET /x "h"`)
	if name := NewParser(mustName(t, m.Of(text)), Options{}).Format().Name; name != m.Of(text) {
		t.Errorf("%q", name)
	}
}

func TestDottedNamesInOnePiece(t *testing.T) {
	want := said{at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", bytes: -1, click: true}
	expectEvent(t, NewParser(mustName(t, "json"), Options{}), want, `{"ts":1717408800,"user.id":"kim"}`)
	expectEvent(t, NewParser(mustName(t, "logfmt"), Options{}), want, `ts=1717408800 user.id=kim`)
}

func TestMappingErrors(t *testing.T) {
	for text, words := range map[string]string{
		"":               "write FIELD=NAME as in user=account.id",
		"user":           "is not a mapping",
		"user=":          "is not a mapping",
		"user=a=b":       "is not a mapping",
		"user=a)+b":      "is not a mapping",
		"user=a,":        "is not a mapping",
		"usr=a":          `"usr" is not a field of an event; the fields are user, client, agent, `,
		"user=a,Item=\n": "is not a mapping",
	} {
		_, err := ParseMapping([]string{text})
		if text != "user=a,Item=\n" && (err == nil || !strings.Contains(err.Error(), words)) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, name := range []string{
		"map(user=a", "map(usr=a)+json", "map()+json", "syslog+xml", "by(x)+json", "by(ip", "by()+json",
	} {
		if _, err := Named(name); err == nil {
			t.Errorf("%q is a format", name)
		}
	}
}

// TestLinesWithoutTime are events of the moment when they came, where that is wanted; a time that can't be read still
// is a reject.
func TestLinesWithoutTime(t *testing.T) {
	received := func() time.Time { return time.Date(2024, 6, 3, 10, 0, 0, 0, time.UTC) }
	p := NewParser(mustName(t, "json"), Options{Received: received})
	want := said{at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", bytes: -1, click: true}
	expectEvent(t, p, want, `{"user":"kim"}`)
	expectEvent(t, p, want, `{"user":"kim","ts":null}`)
	want.at = "2021-01-01T12:34:56Z"
	expectEvent(t, p, want, `{"user":"kim","ts":1609504496}`)
	expectReason(t, p, BadTimestamp, `{"user":"kim","ts":"yesterday"}`)
}
