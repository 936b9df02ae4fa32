package logline

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

const space = `[\t\n\v\f\r ]`

// accessLine is the definition of the format: what it matches is an event, if the date exists. The user may have
// blanks where the identity is unknown.
var accessLine = regexp.MustCompile(`(?s)^((?:[^\t\n\v\f\r ]*, )*[^\t\n\v\f\r ]+) ([^\t\n\v\f\r ]+) (.*?) ` +
	`\[(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] ` +
	`"((?:[^"\\]|\\.)*)" (\d{3}|-) (\d+|-)(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)")?` + space + `*$`)

// slowAccess reads a line by the definition.
func slowAccess(line string) (e Event, ok bool) {
	m := accessLine.FindStringSubmatch(strings.TrimPrefix(strings.TrimLeft(line, "\x00"), "\uFEFF"))
	if m == nil {
		return e, false
	}
	user := strings.Trim(m[3], " \t")
	if strings.Contains(user, " ") && (m[2] != "-" || strings.HasPrefix(user, "- ")) {
		return e, false
	}
	number := func(s string) int {
		n, _ := strconv.Atoi(s)
		return n
	}
	missing := func(s string) []byte {
		if s == "-" {
			return nil
		}
		return []byte(s)
	}
	day, err := time.Parse("2006/Jan/02", m[6]+"/"+m[5]+"/"+m[4])
	hour, minute, second := number(m[7]), number(m[8]), number(m[9])
	offset := number(m[11])*60 + number(m[12])
	if err != nil || m[5] != day.Month().String()[:3] || number(m[6]) == 0 ||
		hour > 23 || minute > 59 || second > 60 || offset >= 15*60 {
		return e, false
	}
	if m[10] == "-" {
		offset = -offset
	}
	e.Time = day.Add(time.Duration(hour*3600+(minute-offset)*60+second) * time.Second).UnixMilli()
	e.Client, e.User = missing(strings.Split(m[1], ",")[0]), []byte(user)
	if len(strings.Trim(user, "-\"'")) == 0 {
		e.User = nil
	}
	if m[14] != "-" {
		e.Status = int32(number(m[14]))
	}
	method, target := slowRequest(m[13])
	e.Action, e.Target = []byte(method), []byte(target)
	if method == "" && e.Status > 0 && strings.HasPrefix(target, "/") {
		e.Action = []byte("GET")
	}
	e.Bytes = -1
	if size, err := strconv.ParseInt(m[15], 10, 64); err == nil {
		e.Bytes = size
	}
	e.Referrer, e.Agent = missing(m[16]), missing(m[17])
	return e, (len(e.User) > 0 || len(e.Client) > 0) &&
		e.Time >= time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
}

// slowRequest takes a request apart: the first word, and what is left without a last one that names the protocol.
func slowRequest(request string) (method, target string) {
	if strings.HasPrefix(request, " ") {
		request = strings.Trim(request, " \t")
	}
	method, target, several := strings.Cut(request, " ")
	if !several {
		return "", request
	}
	words := strings.Split(target, " ")
	if strings.HasPrefix(words[len(words)-1], "HTTP/") {
		words = words[:len(words)-1]
	}
	return method, strings.Trim(strings.Join(words, " "), " \t")
}

// sameEvent compares what two events say; a missing field may be nil or empty.
func sameEvent(a, b *Event) bool {
	return a.Time == b.Time && a.Status == b.Status && a.Bytes == b.Bytes && a.Click == b.Click &&
		a.ZoneAssumed == b.ZoneAssumed &&
		bytes.Equal(a.User, b.User) && bytes.Equal(a.Client, b.Client) && bytes.Equal(a.Agent, b.Agent) &&
		bytes.Equal(a.Action, b.Action) && bytes.Equal(a.Target, b.Target) && bytes.Equal(a.Referrer, b.Referrer) &&
		bytes.Equal(a.Item, b.Item) && bytes.Equal(a.Menu, b.Menu)
}

func fields(e *Event) [][]byte {
	return [][]byte{e.User, e.Client, e.Agent, e.Action, e.Target, e.Referrer, e.Item, e.Menu}
}

// within reports whether a field is a part of the line itself and not a copy.
func within(line, field []byte) bool {
	if len(field) == 0 {
		return true
	}
	start := cap(line) - cap(field)
	return start >= 0 && start+len(field) <= len(line) && &line[start] == &field[0]
}

var colour = regexp.MustCompile(`\x1b\[[0-9;:]*[A-Za-z]`)

// checkAccess compares the parser with the definition on one line.
func checkAccess(t *testing.T, p *Parser, line string) (ok bool) {
	t.Helper()
	raw := []byte(line)
	var got Event
	reason := p.Parse(raw, &got)
	want, ok := slowAccess(line)
	if plain := colour.ReplaceAllString(line, ""); plain != line && (!ok || bytes.HasPrefix(want.Action, []byte{'\x1b'})) {
		line, raw = plain, p.plain
		want, ok = slowAccess(line)
	}
	if ok != (reason == OK) {
		t.Fatalf("line %q: %v, want an event: %v", line, reason, ok)
	}
	text := strings.TrimPrefix(strings.TrimLeft(line, "\x00"), "\uFEFF")
	if blank := strings.Trim(text, "\t\n\v\f\r ") == ""; blank != (reason == Blank) {
		t.Fatalf("line %q: %v, want blank: %v", line, reason, blank)
	}
	if !ok {
		return false
	}
	if !sameEvent(&got, &want) {
		t.Fatalf("line %q\n got %+v\nwant %+v", line, got, want)
	}
	for _, field := range fields(&got) {
		if !within(raw, field) && string(field) != "GET" && !bytes.ContainsRune(field, ':') {
			t.Fatalf("line %q: field %q is no part of it", line, field)
		}
	}
	return true
}

func accessParser() *Parser { return newParser(formats[0], Options{}) }

const combinedLine = `83.149.9.216 - frank [17/May/2015:10:05:03 +0000] "GET /jobs/7?from=mail HTTP/1.1" 200 203023 ` +
	`"http://example.com/jobs/" "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) Gecko"`

// TestVarnish reads what varnishncsa writes by its name; the same in combined is a request to a proxy.
func TestVarnish(t *testing.T) {
	line := `203.0.113.8 - ann [17/May/2015:10:05:03 +0000] "GET http://jobs.example/jobs/7?from=mail HTTP/1.1" 200 5 ` +
		`"-" "curl/8.5.0"`
	for name, target := range map[string]string{
		"varnish": "/jobs/7?from=mail", "combined": "http://jobs.example/jobs/7?from=mail",
	} {
		want := said{at: "2015-05-17T10:05:03Z", key: "ann", user: "ann", client: "203.0.113.8",
			action: "GET", target: target, status: 200, bytes: 5, agent: "curl/8.5.0"}
		expectEvent(t, NewParser(mustName(t, name), Options{}), want, line)
	}
}

func TestAccessFields(t *testing.T) {
	at := time.Date(2015, 5, 17, 10, 5, 3, 0, time.UTC).UnixMilli()
	common := Event{Time: at, Client: []byte("h"), Action: []byte("GET"), Target: []byte("/x"), Status: 200, Bytes: 5}
	with := func(change func(*Event)) Event {
		e := common
		change(&e)
		return e
	}
	tests := []struct {
		name, line string
		want       Event
	}{
		{"combined", combinedLine, Event{
			Time: at, User: []byte("frank"), Client: []byte("83.149.9.216"),
			Action: []byte("GET"), Target: []byte("/jobs/7?from=mail"), Status: 200, Bytes: 203023,
			Referrer: []byte("http://example.com/jobs/"), Agent: []byte("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) Gecko"),
		}},
		{"common", `h - - [17/May/2015:10:05:03 +0000] "GET /x HTTP/1.0" 200 5`, common},
		{"carriage return and spaces", "h - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.0\" 200 5 \t\r", common},
		{"byte order mark", "\uFEFFh - - [17/May/2015:10:05:03 +0000] \"GET /x HTTP/1.0\" 200 5", common},
		{"nothing is known", `h - - [17/May/2015:10:05:03 +0000] "-" - - "-" "-"`,
			with(func(e *Event) { e.Action, e.Target, e.Status, e.Bytes = nil, []byte("-"), 0, -1 })},
		{"address version 6", `2001:db8::1 - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5`,
			with(func(e *Event) { e.Client = []byte("2001:db8::1") })},
		{"east of Greenwich", `h - - [17/May/2015:15:35:03 +0530] "GET /x" 200 5`, common},
		{"west, day before", `h - - [16/May/2015:20:05:03 -1400] "GET /x" 200 5`, common},
		{"largest offset", `h - - [18/May/2015:01:04:03 +1459] "GET /x" 200 5`, common},
		{"leap second", `h - - [17/May/2015:10:04:60 +0000] "GET /x" 200 5`, with(func(e *Event) { e.Time -= 3000 })},
		{"escaped quotes stay", `h - - [17/May/2015:10:05:03 +0000] "GET /x\"y HTTP/1.1" 200 5 "r\\" "a\"b\\\"c"`,
			with(func(e *Event) { e.Target, e.Referrer, e.Agent = []byte(`/x\"y`), []byte(`r\\`), []byte(`a\"b\\\"c`) })},
		{"empty request and agent", `h - - [17/May/2015:10:05:03 +0000] "" 200 5 "" ""`,
			with(func(e *Event) { e.Action, e.Target = nil, nil })},
		{"two spaces in the request", `h - - [17/May/2015:10:05:03 +0000] "GET  /x HTTP/1.1" 200 5`, common},
		{"spaces in the target", `h - - [17/May/2015:10:05:03 +0000] "GET /My Report.pdf HTTP/1.1" 200 5`,
			with(func(e *Event) { e.Target = []byte("/My Report.pdf") })},
		{"spaces and no protocol", `h - - [17/May/2015:10:05:03 +0000] "GET /a b" 200 5`,
			with(func(e *Event) { e.Target = []byte("/a b") })},
		{"no target", `h - - [17/May/2015:10:05:03 +0000] "GET HTTP/1.1" 200 5`, with(func(e *Event) { e.Target = nil })},
		{"a path alone", `h - - [17/May/2015:10:05:03 +0000] "/x" 200 5`, common},
		{"user with blanks", `h - John Q. Doe [17/May/2015:10:05:03 +0000] "GET /x" 200 5`,
			with(func(e *Event) { e.User = []byte("John Q. Doe") })},
		{"user that forges a line", `h - x [01/Jan/2001:00:00:00 +0000] GET [17/May/2015:10:05:03 +0000] "GET /x" 200 5`,
			with(func(e *Event) { e.User = []byte("x [01/Jan/2001:00:00:00 +0000] GET") })},
		{"user with an empty name", `h -  [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, common},
		{"blanks around the user", `h -  -  [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, common},
		{"user with a quote", `h - "ann [17/May/2015:10:05:03 +0000] "GET /x" 200 5`,
			with(func(e *Event) { e.User = []byte(`"ann`) })},
		{"several clients", `h, 10.0.0.1, 10.0.0.2 - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, common},
		{"no method", `h - - [17/May/2015:10:05:03 +0000] "\x16\x03\x01" 200 5`,
			with(func(e *Event) { e.Action, e.Target = nil, []byte(`\x16\x03\x01`) })},
		{"user without client", `- - kim [17/May/2015:10:05:03 +0000] "GET /x" 200 5`,
			with(func(e *Event) { e.Client, e.User = nil, []byte("kim") })},
		{"control bytes and invalid UTF-8", "h\x00 - \x1b[31m [17/May/2015:10:05:03 +0000] \"GET /\xff\xfe\" 200 5",
			with(func(e *Event) { e.Client, e.User, e.Target = []byte("h\x00"), []byte("\x1b[31m"), []byte("/\xff\xfe") })},
		{"size without end", `h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 99999999999999999999999`,
			with(func(e *Event) { e.Bytes = -1 })},
		{"long target", `h - - [17/May/2015:10:05:03 +0000] "GET /` + strings.Repeat("x", 1<<20) + `" 200 5`,
			with(func(e *Event) { e.Target = []byte("/" + strings.Repeat("x", 1<<20)) })},
	}
	p := accessParser()
	for _, test := range tests {
		var got Event
		if reason := p.Parse([]byte(test.line), &got); reason != OK || !sameEvent(&got, &test.want) {
			t.Errorf("%s: %v, %+v", test.name, reason, got)
		}
		checkAccess(t, p, test.line)
	}
}

func TestAccessReasons(t *testing.T) {
	nuls := strings.Repeat("\x00", 12)
	tests := []struct {
		line string
		want Reason
	}{
		{"", Blank},
		{" \t\r\v\f", Blank},
		{"\uFEFF", Blank},
		{"hello", NoMatch},
		{`{"user":"kim"}`, NoMatch},
		{` h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, NoMatch},
		{`h  - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, NoMatch},
		{`h - [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, NoMatch},
		{`shop:443 h - kim [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, NoMatch},
		{`2015-05-17T10:05:03Z stdout F h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, NoMatch},
		{`h id john doe [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, NoMatch},
		{`h - - [31/Dec/1989:23:59:59 +0000] "GET /x" 200 5`, Implausible},
		{"h\t- - [17/May/2015:10:05:03 +0000] \"GET /x\" 200 5", NoMatch},
		{`h - - [`, BadTimestamp},
		{"h - - [" + nuls[:12] + "10:05:03" + nuls[:6] + "] \"GET /x\" 200 5", BadTimestamp},
		{`h - - [00/May/2015:10:05:03 +0000] "GET /x" 200 5`, BadTimestamp},
		{`h - - [31/Apr/2015:10:05:03 +0000] "GET /x" 200 5`, BadTimestamp},
		{`h - - [29/Feb/2015:10:05:03 +0000] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/0000:10:05:03 +0000] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/2015:24:05:03 +0000] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/2015:10:60:03 +0000] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/2015:10:05:61 +0000] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/2015:10:05:03 +1500] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/2015:10:05:03 -1460] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/2015:10:05:03 +00:0] "GET /x" 200 5`, BadTimestamp},
		{`h - - [17/May/2015:10:05:03 +0000]`, MissingRequest},
		{`h - - [17/May/2015:10:05:03 +0000] GET /x 200 5`, MissingRequest},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x`, UnterminatedQuote},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x\" 200 5`, UnterminatedQuote},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x"`, BadStatus},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 20 5`, BadStatus},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 2000 5`, BadStatus},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 80000000000000000088 5`, BadStatus},
		{`h - - [17/May/2015:10:05:03 +0000] "GET "/x" 200 5`, BadStatus},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200`, BadSize},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5k`, BadSize},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 -5`, BadSize},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 99999999999999999999999k`, BadSize},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5 0.004`, BadTail},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5 "r"`, BadTail},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5 "r" "a" "-"`, BadTail},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5 "r`, UnterminatedQuote},
		{`h - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5 "r" "Mozilla/5.0 (comp`, UnterminatedQuote},
		{`- - - [17/May/2015:10:05:03 +0000] "GET /x" 200 5`, MissingUser},
	}
	p := accessParser()
	for _, test := range tests {
		if got := p.Parse([]byte(test.line), new(Event)); got != test.want {
			t.Errorf("%q: %v, want %v", test.line, got, test.want)
		}
		checkAccess(t, p, test.line)
		checkAccess(t, accessParser(), test.line)
	}
}

// TestAccessEqualsDefinition reads half a million lines put together from good and bad parts.
func TestAccessEqualsDefinition(t *testing.T) {
	parts := [][]string{
		{"10.0.0.1", "2001:db8::7", "host.example", "-", "", "a\tb", "\uFEFFh"},
		{" ", " ", " ", "  ", "\t"},
		{"-", "-", "kim", `""`, "[x"},
		{" [", " [", " [", "[", " "},
		{"17", "01", "29", "31", "00"},
		{"/"},
		{"May", "Feb", "Dec", "Xxx", "Ma"},
		{"/2015:", "/2016:", "/1900:", "/0000:", "/9999:", "/15:"},
		{"10:05:03", "00:00:00", "23:59:60", "24:00:00", "12:60:00", "1:2:3"},
		{" +0000", " +0000", " -0730", " +1459", " +1500", " +0099", " 0000"},
		{`] "`, `] "`, `] "`, `] "`, `]"`, `] `},
		{"GET /x HTTP/1.1", "POST /y?a=b", "-", "", `\"`, `a\\`, `\`, " /x", "GET ", "\x00\x1b", "\xff\xc3", "é漢"},
		{`" `, `" `, `" `, `" `, `"`, ` `},
		{"200", "404", "-", "000", "20", "2000"},
		{" ", " ", " ", "", "  "},
		{"0", "203023", "-", "9223372036854775807", "9223372036854775808", "99999999999999999999", "5k", ""},
		{"", "", ` "-" "-"`, ` "http://e/" "Mozilla/5.0 (X; \"y\")"`, ` "" ""`, ` "r"`, ` "r" "a" "-"`, ` "r""a"`, ` "\" "`},
		{"", "", "", "\r", " \t ", "\v\f", "\u0085", "x"},
	}
	random := rand.New(rand.NewPCG(7, 11))
	p := accessParser()
	events := 0
	var line strings.Builder
	for range 500_000 {
		line.Reset()
		for i, choice := range parts {
			// mostly the first choice, or most lines would break early and always in the same way
			part := choice[0]
			if i == 2 || random.IntN(5) == 0 {
				part = choice[random.IntN(len(choice))]
			}
			line.WriteString(part)
			if i == 2 { // identity and user
				line.WriteString(" " + choice[random.IntN(len(choice))])
			}
		}
		if checkAccess(t, p, line.String()) {
			events++
		}
	}
	if events < 50_000 || events > 450_000 {
		t.Errorf("%d events: the parts say little", events)
	}
}

func FuzzAccess(f *testing.F) {
	for _, seed := range []string{
		combinedLine,
		`h - - [17/May/2015:10:05:03 +0000] "GET /x\"y\\" - - "r\\" "a"` + "\r",
		`h - - [29/Feb/2016:23:59:60 -1459] "-" 400 0`,
		`h - - [29/Feb/2016:23:59:60 -1459] "-" 80000000000000000088 0`,
		"\uFEFF- - \x00 [01/Jan/0001:00:00:00 +0000] \"\xff\" 200 9223372036854775800 \"\" \"\" ",
		`h - - [17/May/2015:10:05:03 +0000] "GET /x`,
	} {
		f.Add(seed)
	}
	p := accessParser()
	f.Fuzz(func(t *testing.T, line string) {
		if p.Parse([]byte(line), new(Event)) == OK && p.spelled {
			t.Skip("the time is not one that the definition knows")
		}
		checkAccess(t, p, line)
	})
}

func TestParseDoesNotAllocate(t *testing.T) {
	tests := []struct{ format, line string }{
		{"combined", combinedLine},
		{"json", `{"event":"purchase","user_id":"12345","product_id":67890,` +
			`"timestamp":"2021-01-01 12:34:56","note":"a \"b\" \u00e9"}`},
		{"json", `{"us\u0065r":"k\u00efm \"x\"","ts":1609504496.123,"nested":{"a":[1,2,{"b":null}]}}`},
	}
	for _, test := range tests {
		format, err := Named(test.format)
		if err != nil {
			t.Fatal(err)
		}
		p := NewParser(format, Options{})
		line := []byte(test.line)
		var e Event
		reason := OK
		if n := testing.AllocsPerRun(1000, func() { reason = p.Parse(line, &e) }); n != 0 || reason != OK {
			t.Errorf("%v allocations, %v: %s", n, reason, test.line)
		}
	}
}

// TestAccessTimesOfOthers: servers and programs that write access logs do not all write the time as Apache does.
func TestAccessTimesOfOthers(t *testing.T) {
	want := time.Date(2015, 5, 17, 10, 5, 3, 0, time.UTC)
	for text, assumed := range map[string]bool{
		"17/May/2015:10:05:03": true, "17/may/2015:10:05:03 +0000": false, "2015-05-17T10:05:03Z": false,
		"2015-05-17 10:05:03": true,
		"1431857103":          false, "17/May/2015:10:05:03 AM +0000": false, "Sun May 17 10:05:03 2015": true,
		"17/May/2015:12:05:03 +02:00": false,
		"17/May/2015 10:05:03":        true, " 17/May/2015:10:05:03 +0000": false, "17/May/2015:10:05:03.000 +0000": false,
	} {
		var e Event
		line := `h - - [` + text + `] "GET /x HTTP/1.1" 200 5`
		reason := accessParser().Parse([]byte(line), &e)
		if reason != OK || e.Time != want.UnixMilli() || e.ZoneAssumed != assumed {
			t.Errorf("%s: %v, %v, assumed %v", line, reason, time.UnixMilli(e.Time).UTC(), e.ZoneAssumed)
		}
	}
}
