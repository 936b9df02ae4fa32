package load

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

func objectLines(t testing.TB, content string) string {
	t.Helper()
	lines, err := io.ReadAll(&objects{json: bufio.NewReader(iotest.OneByteReader(strings.NewReader(content)))})
	check(t, err)
	return string(lines)
}

func TestObjects(t *testing.T) {
	for content, want := range map[string]string{
		"":                                    "",
		"[\n  {\"a\": 1},\n  {\"a\": 2}\n]\n": "\n{\"a\":·1}\n{\"a\":·2}\n\n",
		"[\r\n  {\r\n    \"a\": [1,\r\n 2]\r\n  }\r\n]": "\n\n\n\n{·\"a\":·[1,·2]·}\n",
		`[{"a":1},{"b":"x } \" ]"}]`:                    `{"a":1}` + "\n" + `{"b":"x·}·\"·]"}`,
		"{\n\"a\":{}}\n{\n\"a\":2}\n":                   "\n{·\"a\":{}}\n\n{·\"a\":2}\n",
		"[{\"a\":1} x, y\n7]\n{\"b\":2}":                "{\"a\":1}\nx,·y\n7]\n{\"b\":2}",
		"[{\"a\":\"cut\n}, {\"b\":2}]\n":                "{\"a\":\"cut\n},·{\"b\":2}]\n",
		"[{\"a\":\n":                                    "\n{\"a\":·",
		"\n\n[\n{}":                                     "\n\n\n{}",
	} {
		if got := objectLines(t, content); got != strings.ReplaceAll(want, "·", " ") {
			t.Errorf("%q\n got %q\nwant %q", content, got, want)
		}
	}
	long := `[{"a":"` + strings.Repeat("x", LineLimit) + "\"},\n{\"b\":2}]"
	if got := objectLines(t, long); len(got) < LineLimit || !strings.HasSuffix(got, "\n{\"b\":2}") {
		t.Errorf("behind a long object: %q", got[LineLimit:])
	}
}

func TestJSONShape(t *testing.T) {
	const plain, scattered = "", "scattered"
	const openTelemetry = `{"resourceLogs":[{"resource":{},` +
		`"scopeLogs":[{"logRecords":[{"timeUnixNano":"1716397761000000000"}]}]}]}`
	const har = `{"log":{"pages":[{"at":"2024-05-22T17:09:29Z"}],` +
		`"entries":[{"at":"2024-05-22T17:09:29Z","clientIp":"192.0.2.1"}]}}`
	const nested = `{"list":[{"at":1716397761,"by":[{"at":1716397761,"user":"ann"}]},` +
		`{"by":[{"at":1716397761,"user":"ann"}]}]}`
	for content, want := range map[string]string{
		"[{\"a\":1}]": scattered, "\uFEFF [\r\n\t{": scattered, "{\n": scattered, "{ \r\n \"a\"": scattered,
		"{\"a\":1}\n{\"b\":2}": plain, "{\"a\":1} x": plain, "[pod/web] {": plain, "[17/May/2015": plain, "[1,2]": plain,
		"": plain, "[\n": plain,
		"{\"a\":1}{\"b\":2}": scattered, "{\"a\":1},\n": scattered, "\x1e{\"a\":1}\n": scattered, "{\"a\":1} {": scattered,

		`{"Records":[{"eventTime":"2024-05-22T17:09:29Z"}]}`:                                              "Records []",
		`{"took":3,"hits":{"total":{"value":1},"hits":[{"_source":{"@timestamp":"2024-05-22T17:09:29Z"}}`: "hits hits []",
		`{"data":[{"ts":{"$date":1716397761000}}],"next":null}`:                                           "data []",
		`{"batch":[{"userId":"a","timestamp":"2024-05-22T17:09:29Z"}],"sentAt":"2024-05-22T17:09:29Z"}`:   "batch []",
		openTelemetry: "resourceLogs [] scopeLogs [] logRecords []",
		`{"u1":{"user":"ann","ts":1716397761},"u2":{"user":"bob","ts":1716397762}}`:                       "{}",
		`{"a":{"u1":{"user":"ann","ts":1716397761},"u2":{"user":"bob","ts":1716397762}}}`:                 "a {}",
		`{"u1":{"user":"ann","ts":1716397761},"note":"x"}`:                                                plain,
		`{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1440442987000,"message":"x"}]}`: "logEvents []",

		har:    "log entries []",
		nested: "list []",

		`{"ts":1716397761,"user":"ann","items":[{"sku":7,"added":"2024-05-22T17:09:29Z"}]}`:                    plain,
		`{"event_timestamp":1716397761000000,"event_params":[{"key":"s","value":{"int_value":"1716397761"}}]}`: plain,
		`{"user":{"name":"ann"},"list":[{"at":1716397761}]}`:                                                   plain,
		`{"list":[{"a":1}],"more":["2024-05-22T17:09:29Z"]}`:                                                   plain,
	} {
		shape, ok := jsonShapeOf([]byte(content))
		got := strings.Join(shape.path, " ")
		if shape.scattered && got == "" {
			got = scattered
		}
		if got != want || ok != (want != plain) {
			t.Errorf("%q: %q, %v, want %q", content, got, ok, want)
		}
	}
}

// TestShapeOfBrackets looks at a head of nothing but brackets, and at records behind some of them.
func TestShapeOfBrackets(t *testing.T) {
	head := []byte(`{"a":` + strings.Repeat("[", headBytes-5))
	bytes := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			if shape, ok := jsonShapeOf(head); ok {
				b.Errorf("%+v", shape)
			}
		}
	}).AllocedBytesPerOp()
	if most := int64(100 * len(head)); bytes > most {
		t.Errorf("%d bytes are allocated, at most %d", bytes, most)
	}
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	shape, ok := jsonShapeOf([]byte(`{"a":` + deep + `,"Records":[{"time":"2026-03-01T10:00:00Z","user":"ann"}]}`))
	if !ok || strings.Join(shape.path, ".") != "Records."+inArray {
		t.Errorf("%+v, %v", shape, ok)
	}
}

func TestRecordsWithinObjects(t *testing.T) {
	records := jsonShape{path: []string{"Records", inArray}}
	read := func(content string) string {
		reader := bufio.NewReader(iotest.OneByteReader(strings.NewReader(content)))
		lines, err := io.ReadAll(newObjects(reader, records))
		check(t, err)
		return string(lines)
	}
	for content, want := range map[string]string{
		`{"Records":[{"a":1},{"b":[{"c":"]}"}]}]}`:                          "{\"a\":1}\n{\"b\":[{\"c\":\"]}\"}]}",
		"{\n\"n\":[{}],\n\"Records\": [\n{\"a\":\n1}\n]}\n":                 "\n\n\n\n{\"a\": 1}\n\n",
		`{"Records":[{"a":1}]}{"Records":[{"a":2}]}`:                        "{\"a\":1}\n{\"a\":2}",
		"{\"Records\":[{\"a\":1}]}\n{\"Records\":[{\"a\":2}]}\n":            "{\"a\":1}\n{\"a\":2}\n",
		`{"x":{"Records":[{"no":1}]},"Records":[{"a":"\\\"}"}]}`:            `{"a":"\\\"}"}`,
		`{"x":"\"},\\","Records":[{"a":1}]}`:                                `{"a":1}`,
		"{\"Records\":[]}\n{\"other\":[{\"a\":1}]}\nx\n":                    "\n{\"other\":[{\"a\":1}]}\nx\n",
		"{\"Records\":[{\"a\":1}]}{\"other\":1}{\"Records\":[{\"a\":2}]}\n": "{\"a\":1}\n{\"other\":1}\n{\"a\":2}\n",
	} {
		if got := read(content); got != want {
			t.Errorf("%s\n got %q\nwant %q", content, got, want)
		}
	}
	if got := read(strings.Repeat("[{", 1000)); strings.Contains(got, "BUG") {
		t.Error(got)
	}
}

// TestShapesAreLoaded loads logs of which the lines are not the events.
func TestShapesAreLoaded(t *testing.T) {
	const kim, lee = `{"user":"kim","ts":1767225600,"item":7}`, `{"user":"lee","ts":1767225660,"item":8}`
	for name, content := range map[string]string{
		"records":  `{"Records":[` + kim + "," + lee + `]}`,
		"touching": kim + lee,
		"commas":   kim + ",\n" + lee + ",\n",
		"sequence": "\x1e" + kim + "\n\x1e" + lee + "\n",
		"keyed":    `{"a":` + kim + `,"b":` + lee + `}`,
		"hits":     `{"hits":{"hits":[{"_id":"1","_source":` + kim + `},{"_id":"2","_source":` + lee + `}]}}`,
		"returns":  "user,ts,item\rkim,1767225600,7\rlee,1767225660,8\r",
	} {
		c := newCase(t)
		if summary := mustLoad(t, c, write(t, name, []byte(content))); summary.Events != 2 || summary.Rejects != 0 {
			t.Errorf("%s: %+v", name, summary)
			continue
		}
		track, err := c.Track(t.Context(), "lee")
		check(t, err)
		found, err := Original(t.Context(), c, track.Events[0])
		if err != nil || !strings.Contains(string(found.Raw), "lee") {
			t.Errorf("%s: %q, %v", name, found.Raw, err)
		}
	}
}

// FuzzObjects holds the objects of arrays against those that encoding/json finds in them, and loses no byte of anything
// else.
func FuzzObjects(f *testing.F) {
	f.Add([]byte(`[{"a":1},{"b":"x } \" ]"}]`), true)
	f.Add([]byte("{\n\"a\":[{},\n[]]}\n{\"b\":\"\\u0022\"}"), false)
	f.Add([]byte("[{\"a\":\"cut\n}, {\"b\":2}]\nx"), true)
	f.Fuzz(func(t *testing.T, content []byte, indented bool) {
		var list []map[string]any
		valid := json.Unmarshal(content, &list) == nil && !bytes.Contains(content, []byte("null"))
		if pretty := new(bytes.Buffer); indented && valid && json.Indent(pretty, content, "", "\t") == nil {
			content = pretty.Bytes()
		}
		lines := objectLines(t, string(content))
		if newlines := bytes.Count(content, []byte{'\n'}); strings.Count(lines, "\n") < newlines {
			t.Fatalf("%q: %d lines", content, newlines)
		}
		if bare(lines) != bare(string(content)) {
			t.Fatalf("%q is %q", content, lines)
		}
		found := 0
		for line := range strings.SplitSeq(lines, "\n") {
			if line == "" || !valid {
				continue
			}
			var object map[string]any
			if err := json.Unmarshal([]byte(line), &object); err != nil || len(object) != len(list[found]) {
				t.Fatalf("%q: object %d is %q", content, found, line)
			}
			found++
		}
		if valid && found != len(list) {
			t.Fatalf("%q: %d objects, want %d", content, found, len(list))
		}
	})
}

// bare is JSON without what stands between objects (RS, too, as in RFC 7464), and white space.
func bare(content string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n,[]\x1e", r) {
			return -1
		}
		return r
	}, content)
}

// TestArrayIsLoaded loads events over several lines, finds one of them again, and goes on when the array has grown.
func TestArrayIsLoaded(t *testing.T) {
	events := "[\n  {\n    \"user\": \"kim\",\n    \"ts\": 1767225600,\n    \"item\": 7\n  },\n" +
		"  {\"user\": \"lee\", \"ts\": 1767225660, \"item\": 8}"
	path := write(t, "events.json", []byte("\uFEFF"+events+"\n]\n"))
	c := newCase(t)
	if summary := mustLoad(t, c, path); summary.Lines != 8 || summary.Events != 2 || summary.Blank != 6 {
		t.Errorf("%+v", summary)
	}
	for i, want := range []string{`{ "user": "kim", "ts": 1767225600, "item": 7 }`,
		`{"user": "lee", "ts": 1767225660, "item": 8}`} {
		track, err := c.Track(t.Context(), []string{"kim", "lee"}[i])
		check(t, err)
		found, err := Original(t.Context(), c, track.Events[0])
		if err != nil || string(found.Raw) != want || found.Line != []int64{6, 7}[i] {
			t.Errorf("line %d: %q, %v", found.Line, found.Raw, err)
		}
	}
	again := func(more string) Summary {
		t.Helper()
		check(t, os.WriteFile(path, []byte("\uFEFF"+events+more), 0o600))
		return mustLoad(t, c, path)
	}
	if summary := again("\n]\n"); summary.Lines != 0 {
		t.Errorf("again: %+v", summary)
	}
	summary := again(",\n  {\n\"user\": \"kim\", \"ts\": 1767225720, \"item\": 9}\n]\n")
	if summary.Events != 1 || summary.Rejects != 0 {
		t.Errorf("grown: %+v", summary)
	}
}
