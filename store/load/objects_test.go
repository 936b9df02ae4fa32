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

func TestSeveralLines(t *testing.T) {
	for content, want := range map[string]bool{
		"[{\"a\":1}]": true, "\uFEFF [\r\n\t{": true, "{\n": true, "{ \r\n \"a\"": true,
		"{\"a\":1}\n": false, "[pod/web] {": false, "[17/May/2015": false, "[1,2]": false, "": false, "[\n": false,
	} {
		if got := severalLines.MatchString(content); got != want {
			t.Errorf("%q: %v", content, got)
		}
	}
}

// FuzzObjects holds the objects of arrays against those that encoding/json finds in them, and loses no byte of anything else.
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

// bare is JSON without what stands between objects, and white space.
func bare(content string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n,[]", r) {
			return -1
		}
		return r
	}, content)
}

// TestArrayIsLoaded loads events over several lines, finds one of them again, and goes on when the array has grown.
func TestArrayIsLoaded(t *testing.T) {
	events := "[\n  {\n    \"user\": \"kim\",\n    \"ts\": 1767225600,\n    \"item\": 7\n  },\n  {\"user\": \"lee\", \"ts\": 1767225660, \"item\": 8}"
	path := write(t, "events.json", []byte("\uFEFF"+events+"\n]\n"))
	c := newCase(t)
	if summary := mustLoad(t, c, path); summary.Lines != 8 || summary.Events != 2 || summary.Blank != 6 {
		t.Errorf("%+v", summary)
	}
	for i, want := range []string{`{ "user": "kim", "ts": 1767225600, "item": 7 }`, `{"user": "lee", "ts": 1767225660, "item": 8}`} {
		track, err := c.Track(t.Context(), int32(i+1))
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
	if summary := again(",\n  {\n\"user\": \"kim\", \"ts\": 1767225720, \"item\": 9}\n]\n"); summary.Events != 1 || summary.Rejects != 0 {
		t.Errorf("grown: %+v", summary)
	}
}
