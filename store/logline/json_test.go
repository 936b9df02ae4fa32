package logline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func jsonParser(zone *time.Location) *Parser {
	f, _ := base(jsonFamily, Mapping{})
	return newParser(f, Options{Zone: zone})
}

func TestJSONFields(t *testing.T) {
	at := time.Date(2021, 1, 1, 12, 34, 56, 0, time.UTC).UnixMilli()
	purchase := Event{
		Time: at, User: []byte("12345"), Action: []byte("purchase"), Target: []byte("67890"),
		Item: []byte("67890"), Menu: []byte("purchase"), Bytes: -1, Click: true, ZoneAssumed: true,
	}
	const rest = `"event":"purchase","user_id":"12345","product_id":"67890","timestamp":"2021-01-01 12:34:56"}`
	tests := []struct {
		name, line string
		want       Event
	}{
		{"click event", `{` + rest, purchase},
		{"spaces and a carriage return",
			" { \"event\" : \"purchase\" ,\t\"user_id\":\"12345\"," +
				"\"product_id\":\"67890\",\"timestamp\":\"2021-01-01 12:34:56\" } \r",
			purchase},
		{"byte order mark", "\uFEFF{" + rest, purchase},
		{"numbers as ids",
			`{"event":"purchase","user_id":12345,"product_id":67890,"timestamp":"2021-01-01 12:34:56"}`, purchase},
		{"other spellings of the names",
			`{"eventName":"purchase","userId":"12345","PRODUCT-ID":"67890","@timestamp":"2021-01-01 12:34:56"}`, purchase},
		{"the last of equal names wins",
			`{"event":"x","user_id":1,"event":"purchase","user_id":"12345",` +
				`"product_id":"67890","timestamp":0,"timestamp":"2021-01-01 12:34:56"}`,
			purchase},
		{"null and empty say nothing",
			`{"user":null,"item":"","event":"purchase","user_id":"12345",` +
				`"product_id":"67890","menu":"-","timestamp":"2021-01-01 12:34:56"}`,
			purchase},
		{"objects are no ids",
			`{"user":{"user":"x"},"item":["x"],"event":"purchase","uid":"12345",` +
				`"product_id":"67890","timestamp":"2021-01-01 12:34:56"}`,
			purchase},
		{"status and size of something else", `{"status":"paid","size":"XL",` + rest, purchase},
		{"method and request of something else",
			`{"method":"card","path":"/pay","request":"blue shirt",` + rest, purchase},
		{"bytes in hexadecimal digits, as nginx has them without escape=json",
			`{"user":"\x22\xC3\xA9\x5Cx41\x22","ts":"1609504496","page":"a"}`,
			Event{
				Time: at, User: []byte("\"é\\x41\""), Item: []byte("a"), Target: []byte("a"), Bytes: -1, Click: true,
			}},
		{"escapes",
			`{"\u0075ser":"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t\u0000\u001b","ts":"1609504496","page":"\ud800x\udc00"}`,
			Event{
				Time: at, User: []byte("é😀\"\\/\b\f\n\r\t\x00\x1b"),
				Item: []byte("\uFFFDx\uFFFD"), Target: []byte("\uFFFDx\uFFFD"),
				Bytes: -1, Click: true,
			}},
		{"edit of an encyclopedia",
			`{"time":"2021-01-01T12:34:56.771Z","channel":"#en","namespace":"Talk",` +
				`"page":"Talk:Oswald","user":"G","delta":36}`,
			Event{
				Time: at + 771, User: []byte("G"), Item: []byte("Talk:Oswald"), Target: []byte("Talk:Oswald"),
				Menu: []byte("Talk"), Bytes: -1, Click: true,
			}},
		{"page view without item",
			`{"event":"page_view","user":"kim","url":"https://jobs.example/jobs/7?from=mail",` +
				`"ts":1609504496000,"ip":"10.0.0.1"}`,
			Event{
				Time: at, User: []byte("kim"), Client: []byte("10.0.0.1"),
				Action: []byte("page_view"), Item: []byte("/jobs/7?from=mail"), Target: []byte("/jobs/7?from=mail"),
				Menu: []byte("page_view"), Bytes: -1, Click: true,
			}},
		{"access log",
			`{"time":"2021-01-01T12:34:56Z","remote_addr":"10.0.0.1","user":"","method":"GET","uri":"/jobs/7",` +
				`"status":200,"bytes":512,"user_agent":"curl/8","referer":"-","item":"x"}`,
			Event{
				Time: at, Client: []byte("10.0.0.1"), Agent: []byte("curl/8"), Action: []byte("GET"),
				Target: []byte("/jobs/7"), Status: 200, Bytes: 512,
			}},
		{"access log with request lines",
			`{"time_local":"01/Jan/2021:13:34:56 +0100","remote_addr":"10.0.0.1","remote_user":"kim",` +
				`"request":"GET /jobs/7 HTTP/1.1","status":"404","body_bytes_sent":"0",` +
				`"http_referrer":"https://a/","http_user_agent":"M"}`,
			Event{
				Time: at, Client: []byte("10.0.0.1"), User: []byte("kim"),
				Agent: []byte("M"), Referrer: []byte("https://a/"),
				Action: []byte("GET"), Target: []byte("/jobs/7"), Status: 404, Bytes: 0,
			}},
		{"invalid UTF-8 stays", "{\"user\":\"\xff\xc3\",\"ts\":1609504496}",
			Event{Time: at, User: []byte("\xff\xc3"), Bytes: -1, Click: true}},
		{"as deep as allowed",
			`{"user":"kim","ts":1609504496,"x":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}`,
			Event{Time: at, User: []byte("kim"), Bytes: -1, Click: true}},
		{"long string",
			`{"user":"kim","ts":1609504496,"x":"` + strings.Repeat(`\n`, 1<<19) + `"}`,
			Event{Time: at, User: []byte("kim"), Bytes: -1, Click: true}},
	}
	p := jsonParser(nil)
	for _, test := range tests {
		var got Event
		if reason := p.Parse([]byte(test.line), &got); reason != OK || !sameEvent(&got, &test.want) {
			t.Errorf("%s: %v, %+v", test.name, reason, got)
		}
		checkJSON(t, p, test.line)
	}
}

func TestJSONReasons(t *testing.T) {
	tests := []struct {
		line string
		want Reason
	}{
		{"", Blank},
		{combinedLine, NotObject},
		{`["user","kim"]`, ArrayJSON},
		{`[{"user":"kim","ts":1}]`, ArrayJSON},
		{`"user"`, NotObject},
		{`null`, NotObject},
		{`{`, CutJSON},
		{`{"user":"kim`, CutJSON},
		{`{"user":"kim\`, CutJSON},
		{`{"user":"kim\u00`, CutJSON},
		{`{"user":"kim","ts":1.`, CutJSON},
		{`{"user":tru`, CutJSON},
		{`{"user":"kim","ts":1`, CutJSON},
		{`{"user":"kim","ts":1}x`, BadJSON},
		{`{"user":"kim","ts":1}{}`, BadJSON},
		{`{"user":"kim","ts":1,}`, BadJSON},
		{`{"user":"kim" "ts":1}`, BadJSON},
		{`{"user":"kim",ts:1}`, BadJSON},
		{`{'user':'kim'}`, BadJSON},
		{`{"user":"\x4g"}`, BadJSON},
		{`{"user":"\x4`, CutJSON},
		{`{"user":"\u00g0"}`, BadJSON},
		{"{\"user\":\"a\x00b\"}", BadJSON},
		{"{\"user\":\"a\tb\"}", BadJSON},
		{"{\"user\":\"kim\",\x00\"ts\":1}", BadJSON},
		{`{"ts":01}`, BadJSON},
		{`{"ts":+1}`, BadJSON},
		{`{"ts":.5}`, BadJSON},
		{`{"ts":1.e3}`, BadJSON},
		{`{"ts":NaN}`, BadJSON},
		{`{"x":[1,2}`, BadJSON},
		{`{"user":"kim","ts":1,"x":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`, DeepJSON},
		{`{"x":` + strings.Repeat(`{"a":`, 1<<20), DeepJSON},
		{`{}`, MissingTime},
		{`{"user":"kim","ts":null}`, MissingTime},
		{`{"user":"kim","ts":"xxx"}`, BadTimestamp},
		{`{"user":"kim","ts":-1}`, BadTimestamp},
		{`{"ts":1609504496}`, MissingUser},
		{`{"user":null,"ip":"-","ts":1609504496}`, MissingUser},
		{`{"user":true,"ts":1609504496}`, MissingUser},
	}
	p := jsonParser(nil)
	for _, test := range tests {
		if got := p.Parse([]byte(test.line), new(Event)); got != test.want {
			t.Errorf("%.80q: %v, want %v", test.line, got, test.want)
		}
		checkJSON(t, p, test.line)
	}
}

// slowFields reads the fields that an event can use with encoding/json. deep tells that the line nests too deep.
func slowFields(line []byte, tree *names) (values map[int]string, deep, ok bool) {
	if !json.Valid(line) || bytes.TrimLeft(line, " \t\r\n")[0] != '{' {
		return nil, false, false
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	depth, deepest := 0, 0
	for token, err := decoder.Token(); err == nil; token, err = decoder.Token() {
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
			deepest = max(deepest, depth)
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	values = make(map[int]string)
	slowObject(line, tree, values)
	return values, deepest > maxDepth, true
}

// hexadecimal is an escape of a byte by two digits, which JSON does not know.
var hexadecimal = regexp.MustCompile(`\\(?:x[0-9A-Fa-f]{2}|.)`)

// strict is a line with its bytes in hexadecimal digits as JSON has them: ASCII as \u00HH, others as they are.
func strict(line []byte) []byte {
	return hexadecimal.ReplaceAllFunc(line, func(escape []byte) []byte {
		value, err := strconv.ParseUint(string(escape[2:]), 16, 8)
		switch {
		case escape[1] != 'x' || err != nil:
			return escape
		case value < utf8.RuneSelf:
			return fmt.Appendf(nil, `\u%04x`, value)
		}
		return []byte{byte(value)}
	})
}

func slowObject(raw []byte, level *names, values map[int]string) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	_, _ = decoder.Token()
	for decoder.More() {
		name, _ := decoder.Token()
		var value json.RawMessage
		_ = decoder.Decode(&value)
		found := level.inner[strings.Map(func(r rune) rune {
			switch {
			case strings.ContainsRune("_- ()", r):
				return -1
			case r >= 'A' && r <= 'Z':
				return r - 'A' + 'a'
			}
			return r
		}, name.(string))]
		if found == nil {
			continue
		}
		if value[0] == '{' {
			slowObject(value, found, values)
		}
		if found.place != nowhere {
			delete(values, found.place)
			if text, ok := slowValue(value, found.first); ok {
				values[found.place] = text
			}
		}
	}
}

// slowValue is what a string or a number says, or, where it is asked for, the first of an array.
func slowValue(raw []byte, first bool) (text string, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	_ = decoder.Decode(&value)
	if list, isList := value.([]any); isList && first && len(list) > 0 {
		value = list[0]
	}
	switch value := value.(type) {
	case string:
		return value, true
	case json.Number:
		return value.String(), true
	}
	return "", false
}

// checkJSON compares the scanner with encoding/json on one line, and looks for fields from nowhere.
func checkJSON(t *testing.T, p *Parser, line string) {
	t.Helper()
	raw := bytes.Clone([]byte(line))
	var e Event
	reason := p.Parse(raw, &e)
	if reason == OK && len(e.User) == 0 && len(e.Client) == 0 {
		t.Fatalf("%q: an event of nobody", line)
	}
	if string(raw) != line {
		t.Fatalf("%q: the line was changed", line)
	}
	o := &p.object
	trimmed := trim(raw)
	reason = o.scan(trimmed)
	want, deep, ok := slowFields(strict(trimmed), o.tree)
	if deep {
		if reason != DeepJSON {
			t.Fatalf("%.200q: %v, but it nests deeper than %d", line, reason, maxDepth)
		}
		return
	}
	if ok != (reason == OK) && reason != DeepJSON {
		t.Fatalf("%.200q: %v, encoding/json reads it: %v", line, reason, ok)
	}
	if reason != OK {
		return
	}
	for place, value := range o.values {
		// encoding/json replaces every byte of invalid UTF-8
		if got := string([]rune(string(o.content(value)))); got != want[place] && !sameNumber(got, want[place]) {
			t.Fatalf("%.200q: place %d is %q, want %q", line, place, got, want[place])
		}
	}
}

// sameNumber reports whether two texts are one whole number.
func sameNumber(a, b string) bool {
	x, err := strconv.ParseInt(a, 10, 64)
	y, wrong := strconv.ParseFloat(b, 64)
	return err == nil && wrong == nil && float64(x) == y
}

// TestScanEqualsEncodingJSON reads generated objects, some of them broken at a random place.
func TestScanEqualsEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	pick := func(choice ...string) string { return choice[random.IntN(len(choice))] }
	var value func(depth int) string
	value = func(depth int) string {
		switch n := random.IntN(8 + depth); {
		case n > 8:
			return pick("1", "-0", "0.5", "12e3", "1E-7", "true", "false", "null", "01", "-", "1.", "tru", "nul")
		case n < 2:
			return "[" + value(depth+2) + pick(",", " , ", ",,", "") + value(depth+2) + "]"
		case n < 4:
			return "{" + `"user"` + pick(":", " : ", "") + value(depth+2) + "}"
		default:
			return `"` + pick("", "a", "\xff", "é", "\x01") +
				pick(`\n`, `\"`, `\u00e9`, `\ud83d\ude00`, `\ud83d`, `\ude00x`,
					`\ud83d\u0041`, `\uD83Dx`, `\x`, `\x22`, `\x5c`, `\xC3\xa9`, `\x1f`, "", "") +
				pick("", `\\`, "z") + `"`
		}
	}
	p := jsonParser(nil)
	for range 100_000 {
		var members []string
		for range random.IntN(5) {
			name := pick(
				"user", "user_id", "User-Id", `\u0075id`, "ts", "x", "é", "",
				"event", "ITEM", "averyveryverylongname", "bytes")
			members = append(members, fmt.Sprintf(`"%s":%s`, name, value(0)))
		}
		line := []byte("{" + strings.Join(members, pick(",", ", ", ",")) + "}" + pick("", "", " ", "x"))
		switch at := random.IntN(len(line)); random.IntN(6) {
		case 0:
			line = line[:at]
		case 1:
			line = slices.Delete(line, at, at+1)
		case 2:
			line[at] = byte(random.IntN(256))
		}
		checkJSON(t, p, string(line))
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"event":"purchase","user_id":"12345","product_id":"67890","timestamp":"2021-01-01 12:34:56"}`,
		`{"\u0075ser":"\ud83d\ude00\ud83d\u0041\"","ts":1.609504496123e+12,"x":[{},[],null,true,-0.5e-3]}`,
		"\uFEFF {\"User-ID\":\"\xff\",\"user_id\":7,\"time\":\"2021-01-01T12:34:56,5+09\"}\r",
		`{"method":"GET","url":"https://a/b","ip":"::1","ts":"01/Jan/2021:00:00:00 +0000"}`,
		`{"a":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`,
	} {
		f.Add(seed)
	}
	p := jsonParser(nil)
	f.Fuzz(func(t *testing.T, line string) { checkJSON(t, p, line) })
}
