package logline

import (
	"bytes"
	"testing"
	"time"
)

// readingDay is when the logs of the tests are read.
var readingDay = time.Date(2024, 6, 3, 12, 0, 0, 0, time.UTC)

func mustName(t testing.TB, name string) Format {
	t.Helper()
	format, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return format
}

func mustUserBy(t testing.TB, text string) UserBy {
	t.Helper()
	by, err := ParseUserBy(text)
	if err != nil {
		t.Fatal(err)
	}
	return by
}

func mustMap(t testing.TB, text string) Mapping {
	t.Helper()
	mapping, err := ParseMapping([]string{text})
	if err != nil {
		t.Fatal(err)
	}
	return mapping
}

// said is what a test expects of a line.
type said struct {
	at                                       string // RFC 3339
	key, user, client, agent, action, target string
	referrer, item, menu                     string
	status                                   int32
	bytes                                    int64
	click, assumed                           bool
}

func saying(e *Event) said {
	return said{
		at:  time.UnixMilli(e.Time).UTC().Format(time.RFC3339Nano),
		key: string(e.Key), user: string(e.User), client: string(e.Client), agent: string(e.Agent),
		action: string(e.Action), target: string(e.Target),
		referrer: string(e.Referrer), item: string(e.Item), menu: string(e.Menu),
		status: e.Status, bytes: e.Bytes, click: e.Click, assumed: e.ZoneAssumed,
	}
}

// expectEvent reads lines of which the last is an event, and those before are headers.
func expectEvent(t *testing.T, p *Parser, want said, lines ...string) {
	t.Helper()
	var e Event
	for i, line := range lines {
		reason := p.Parse([]byte(line), &e)
		if i+1 < len(lines) && reason != Blank {
			t.Errorf("header %q: %v", line, reason)
		}
		if i+1 < len(lines) {
			continue
		}
		if reason != OK {
			t.Errorf("%q: %v", line, reason)
		} else if got := saying(&e); got != want {
			t.Errorf("%q\n got %+v\nwant %+v", line, got, want)
		}
	}
}

func expectReason(t *testing.T, p *Parser, want Reason, line string) {
	t.Helper()
	if got := p.Parse([]byte(line), new(Event)); got != want {
		t.Errorf("%.100q: %v, want %v", line, got, want)
	}
}

// checkAny checks what must be true of every line in every format: the line stays as it is, an event has a key, and
// what the lines before have left does not show.
func checkAny(t *testing.T, used *Parser, o Options, line []byte) {
	t.Helper()
	before := bytes.Clone(line)
	fresh := NewParser(used.Format(), o)
	var first, second Event
	a := used.Parse(line, &first)
	if !bytes.Equal(line, before) {
		t.Fatalf("%q: the line was changed", before)
	}
	if a >= reasonCount {
		t.Fatalf("%q: reason %d", line, a)
	}
	b := fresh.Parse(before, &second)
	if a != b {
		t.Fatalf("%q: %v, but of a fresh parser of %q %v", line, a, fresh.Format().Name, b)
	}
	if a != OK {
		return
	}
	if len(first.Key) == 0 || !bytes.Equal(first.Key, second.Key) || !sameEvent(&first, &second) {
		t.Fatalf("%q:\n got %+v\n then %+v", line, saying(&first), saying(&second))
	}
	total := 0
	for _, field := range fields(&first) {
		total += len(field)
	}
	if total > 16*len(line)+1000 {
		t.Fatalf("%q: %d bytes of fields", line, total)
	}
}

func expectNoAllocation(t *testing.T, p *Parser, line string) {
	t.Helper()
	raw := []byte(line)
	var e Event
	reason := OK
	if n := testing.AllocsPerRun(100, func() { reason = p.Parse(raw, &e) }); n != 0 || reason != OK {
		t.Errorf("%v allocations, %v: %s", n, reason, line)
	}
}
