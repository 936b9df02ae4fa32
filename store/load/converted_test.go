package load

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// convertedText is what is read of a file that is to be converted; "" if it is not.
func convertedText(t testing.TB, text string) string {
	t.Helper()
	convert := conversionOf([]byte(text[:min(len(text), leastHead)]))
	if convert == nil {
		return ""
	}
	lines := newConverted(bufio.NewReaderSize(strings.NewReader(text), 4096), convert)
	read, err := io.ReadAll(lines)
	if err != nil {
		t.Errorf("%.80q: %v", text, err)
	}
	if err := lines.Close(); err != nil {
		t.Error(err)
	}
	return string(read)
}

type conversionTest struct{ name, text, want string }

func converts(t *testing.T, tests []conversionTest) {
	t.Helper()
	for _, test := range tests {
		if got := convertedText(t, test.text); got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

// convertsNone holds that texts are read as they are.
func convertsNone(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if got := convertedText(t, text); got != "" {
			t.Errorf("%q is read as %q", text, got)
		}
	}
}

func TestRowsBecomeObjects(t *testing.T) {
	want := `{"time":"2026-03-01T10:00:00Z","user":"ann","n":1.50}` + "\n" +
		`{"time":"2026-03-01T10:00:01Z","user":null,"n":true}` + "\n"
	rows := `["2026-03-01T10:00:00Z","ann",1.50], ["2026-03-01T10:00:01Z",null,true]`
	for name, text := range map[string]string{
		"a row of names": `[["time","user","n"], ` + rows + `]`,
		"lines":          "[\"time\",\"user\",\"n\"]\n" + strings.Replace(rows, "], [", "]\n[", 1) + "\n",
		"lines with types": "[\"time\",\"user\",\"n\"]\n" + `["DateTime64(3)","Nullable(String)","Float64"]` + "\n" +
			strings.Replace(rows, "], [", "]\n[", 1),
		"columns and rows": `{"took":3,"columns":["time","user","n"],"rows":[` + rows + `],"cursor":"x"}`,
		"columns as objects": `{"columns":[{"name":"time","type":"datetime"},{"name":"user"},{"name":"n"}],"rows":[` + rows +
			`]}`,
		"ClickHouse": `{"meta":[{"name":"time"},{"name":"user"},{"name":"n"}],"data":[` + rows + `],"rows":2}`,
		"Kusto": `{"Tables":[{"Columns":[{"ColumnName":"time"},{"ColumnName":"user"},{"ColumnName":"n"}],` +
			`"Rows":[` + rows + `]}]}`,
		"pandas, split": `{"columns":["time","user","n"],"index":["a","b"],"data":[` + rows + `]}`,
		"InfluxDB": `{"results":[{"series":[{"name":"x","columns":["time","user","n"],"values":[` + rows +
			`]}]}]}`,
		"over several lines": "{\n \"columns\": [\n  \"time\",\n  \"user\", \"n\"\n ],\n \"rows\": [\n" + rows + "\n]\n}\n",
		"a list in the cells": `{"columns":["time","user","n"],"rows":[["2026-03-01T10:00:00Z","ann",1.50],` +
			`["2026-03-01T10:00:01Z",["x",{"y":[1]}],true]]}`,
	} {
		if got := convertedText(t, text); got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
	want = `{"a":"1","b":"2"}` + "\n" + `{"a":"3","b":"4"}` + "\n"
	for _, between := range []string{`{"c":["5","6"]}`,
		`["5"` + strings.Repeat(",5", maxFields) + `,[["6","7"]]]`, `["5"]`} {
		if got := convertedText(t, `[["a","b"],["1","2"],`+between+`,["3","4"]]`); got != want {
			t.Errorf("%.20s between rows: %s", between, got)
		}
	}
	want = `{"column1":1,"column2":"a"}` + "\n" + `{"column1":2,"column2":"b"}` + "\n"
	if got := convertedText(t, `[[1,"a"],[2,"b"]]`); got != want {
		t.Errorf("without names: %s", got)
	}
	loki := `{"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"web"},` +
		`"values":[["17","a \"b\""],["18","c"]]}]}}`
	if got := convertedText(t, loki); got != `{"labels":{"app":"web"},"timestamp":"17","line":"a \"b\""}`+"\n"+
		`{"labels":{"app":"web"},"timestamp":"18","line":"c"}`+"\n" {
		t.Errorf("Loki: %s", got)
	}
	convertsNone(t,
		`{"time":1772359200,"user":"ann","shape":[[1,2],[3,4]]}`, `[{"user":"ann","path":[["a","b"]]}]`,
		`{"columns":["a","b"],"rows":7}`,
		`[01/Mar/2026 10:00:00] "GET / HTTP/1.1" 200 7`, `["only"`, `[[{"time":1,"user":"ann"},{"time":2,"user":"bob"}]]`,
		`[]`, `{}`, `[[`,
	)
}

// TestBeforeJSON: what scripts of pages assign JSON to is passed over, and nothing that a log may begin with.
func TestBeforeJSON(t *testing.T) {
	for text, want := range map[string]int{
		`var data = [{"a":1}]`: 11, `window.YTD.tweets.part0 = [ {"a":1}`: 26, `callback([{"a":1}]);`: 9, "x.y(\n[\n{": 5,
		`data=[{"a":1}] time=7`: 0, `data = {"a":1}`: 0, `[{"a":1}]`: 0, `{"a":[{"b":1}]}`: 0, "": 0,
		"main([01/Mar/2026:10:00:00": 0,
	} {
		if got := beforeJSON([]byte(text)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

func TestRowsThatBreakOff(t *testing.T) {
	got := convertedText(t, `[["time","user"],["1","ann"],["2",oops],["3","bob"]]`+"\nmore\n")
	if !strings.HasPrefix(got, "{\"time\":\"1\",\"user\":\"ann\"}\n") || !strings.HasSuffix(got, "\nmore\n") {
		t.Errorf("%q", got)
	}
	long := convertedText(t, `[["time","user"],["0","kim"],["1","`+strings.Repeat("x", 6*LineLimit)+`"],["2","bob"]]`)
	if lines := strings.Count(long, "\n"); lines < 3 {
		t.Errorf("a record that is too long left %d lines", lines)
	}
}

func TestXMLBecomesObjects(t *testing.T) {
	event := `<Event xmlns='http://schemas.example/event'><System><Provider Name='A'/><EventID Qualifiers="0">4625</Ev` +
		`entID>` +
		`<TimeCreated SystemTime='2026-03-01T10:00:00Z'/></System><EventData><Data Name='TargetUserName'>a&amp;b</Data><D` +
		`ata Name='IpAddress'>::1</Data><Data>x</Data></EventData></Event>`
	object := `{"Event":{"System":{"Provider":{"Name":"A"},"EventID":{"Qualifiers":"0","#text":"4625"},"TimeCreated":{` +
		`"SystemTime":"2026-03-01T10:00:00Z"}},` +
		`"EventData":{"TargetUserName":"a\u0026b","IpAddress":"::1","Data":"x"}}}`
	for name, test := range map[string][2]string{
		"one":        {event, object + "\n"},
		"one a line": {event + "\n" + event + "\n", object + "\n" + object + "\n"},
		"in another": {"<?xml version=\"1.0\" encoding=\"utf-16\"?>\n<Events>\n" + event + "\n" + event +
			"\n</Events>\n", "\n\n" + object + "\n" + object + "\n"},
		"in one that does not end": {"<Events>" + event + "\n" + event + "\n", object + "\n" + object + "\n"},
		"over several lines": {strings.ReplaceAll(event, "><", ">\n<") + "\n", strings.Repeat("\n", strings.Count(event,
			"><")) + object + "\n"},
		"attributes alone": {`<A><R T="1" U="ann"/><R T="2" U="bob"/></A>`, `{"R":{"T":"1","U":"ann"}}` + "\n" +
			`{"R":{"T":"2","U":"bob"}}` + "\n"},
		"two elements each": {`<A><R><T>1</T><U>ann</U></R><R><T>2</T><U>bob</U></R></A>`, `{"R":{"T":"1","U":"ann"}}` +
			"\n" + `{"R":{"T":"2","U":"bob"}}` + "\n"},
		"elements too deep in each other": {"<A><R>" + strings.Repeat("<x>", 20) + strings.Repeat("</x>", 20) +
			"<U>ann</U></R><R/></A>", `{"R":{` + strings.Repeat(`"x":{`, maxXMLDepth-1) + `"x":""` +
			strings.Repeat("}", maxXMLDepth-1) + `,"U":"ann"}}` + "\n" + `{"R":""}` + "\n"},
		"more elements than a record has": {"<A><R>" + strings.Repeat("<x/>", maxFields) + "<y>1</y></R><R><y>2</y></R></A>",
			`{"R":{` + strings.Repeat(`"x":"",`, maxFields-1) + `"x":""}}` + "\n" + `{"R":{"y":"2"}}` + "\n"},
		"named fields": {`<resultset><row><field name="user">ann</field><field name="t">1</field></row></res` +
			`ultset>`, `{"row":{"user":"ann","t":"1"}}` + "\n"},
		"broken": {"<A><R><U>ann</U></R><R><U>b<<</U></R>\nmore\n", `{"R":{"U":"ann"}}` +
			"\n<R><U>b<<\n</U></R>\nmore\n"},
		"an entity of its own file": {`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><A><R><U>&x;</U></R><R><U>b<` +
			`/U></R></A>`, `{"R":{"U":"\u0026x;"}}` + "\n" + `{"R":{"U":"b"}}` + "\n"},
	} {
		if got := convertedText(t, test[0]); got != test[1] {
			t.Errorf("%s:\n got %s\nwant %s", name, got, test[1])
		}
	}
	convertsNone(t,
		"<34>Oct 11 22:14:15 h t: x", "<", "< a", "x<a>", "<ann> hello\n<bob> hi\n",
		"<Mar 1, 2026 10:00:00 AM UTC> <Notice> <Security> </a>",
	)
}

func TestJournalBecomesObjects(t *testing.T) {
	length := binary.LittleEndian.AppendUint64(nil, 3)
	text := "__CURSOR=s=1\n__REALTIME_TIMESTAMP=17\nMESSAGE=a=b\n\n__CURSOR=s=2\nMESSAGE\n" + string(length) +
		"c\nd\n__REALTIME_TIMESTAMP=18\n"
	want := "\n\n" + `{"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"17","MESSAGE":"a=b"}` + "\n" +
		"\n\n\n\n\n" + `{"__CURSOR":"s=2","MESSAGE":"c\nd","__REALTIME_TIMESTAMP":"18"}` + "\n"
	if got := convertedText(t, text); got != want {
		t.Errorf(" got %q\nwant %q", got, want)
	}
	if got := convertedText(t, "__CURSOR=s=1\nMESSAGE\n"+strings.Repeat("\xff", 8)+"x"); !strings.Contains(got,
		"__CURSOR") {
		t.Errorf("a length that lies: %q", got)
	}
}

// convertible are the beginnings of files of every kind that is converted.
var convertible = []string{
	`[["time","user"],["1","ann"],[["2"],{"a":[1]}]]`,
	`{"columns":["a","b"],"rows":[["1","2"],["3"`,
	`{"data":{"result":[{"stream":{"a":"b"},"values":[["1","x"]]}]}}`,
	"<?xml version='1.0'?><A><R a='1'>x</R><R><B Name='c'>d</B></R></A>",
	"__CURSOR=1\nMESSAGE\n\x03\x00\x00\x00\x00\x00\x00\x00abc\n\n",
	"CREATE TABLE `e` (`a` int, `b` text);\nINSERT INTO `e` VALUES (1,'x\\'y'),(2,NULL);\n",
	"COPY e (a, b) FROM stdin;\n1\t\\N\n\\.\n",
	"time  user  event\n1     ann   view\n2     bob   buy\n",
	"time user\n---- ----\n1    ann\n",
	"*************************** 1. row ***************************\n a: b\n",
	"-[ RECORD 1 ]-\na | b\n",
	"- a: b\n  c:\n    d: 'e'\n- a: \"f\"\n",
}

// TestConversionsTellWhatFails: a file that can't be read on ends in why, wherever that is, and not as if it were
// whole.
func TestConversionsTellWhatFails(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range convertible {
		convert := conversionOf([]byte(text))
		for end := range text {
			content := io.MultiReader(strings.NewReader(text[:end]), iotest.ErrReader(broken))
			lines := newConverted(bufio.NewReaderSize(content, 4096), convert)
			if _, err := io.ReadAll(lines); !errors.Is(err, broken) {
				t.Errorf("%q and no further: %v", text[:end], err)
			}
			check(t, lines.Close())
		}
	}
}

// FuzzConverted reads whatever begins like a file that is to be converted: it ends, and each line that begins as an
// object is one.
func FuzzConverted(f *testing.F) {
	for _, text := range convertible {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for line := range strings.SplitSeq(convertedText(t, string(content)), "\n") {
			made := strings.HasPrefix(line, `{"`) && !bytes.Contains(content, []byte(line))
			if made && !json.Valid([]byte(line)) {
				t.Errorf("%q is no JSON", line)
			}
		}
	})
}

// TestBracketsTakeNoMemoryForEver nests arrays and objects deeper than a stack is.
func TestBracketsTakeNoMemoryForEver(t *testing.T) {
	const before = `{"columns":["a","b"],"rows":[["x","y"]],"more":`
	for name, deep := range map[string]string{
		"objects": before + strings.Repeat(`{"a":`, 1<<20), "arrays": before + strings.Repeat("[", 1<<20),
		"objects in rows": `{"columns":["a","b"],"rows":[["x","y"],["x",` + strings.Repeat(`{"a":`, 1<<20),
		"after a header":  `[["a","b"],["x","y"],` + strings.Repeat("[", 1<<20),
	} {
		if got := convertedText(t, deep); !strings.HasPrefix(got, `{"a":"x","b":"y"}`+"\n") {
			t.Errorf("%s: %.80q", name, got)
		}
		walk := newRowWalk(strings.NewReader(deep), func(jsonLine, error) bool { return true })
		if walk.all(); !errors.Is(walk.err, errTooDeep) {
			t.Errorf("%s: %v, at a depth of %d", name, walk.err, walk.depth)
		}
	}
	fits := before + strings.Repeat("[", maxJSONDepth-1) + strings.Repeat("]", maxJSONDepth-1) + "}"
	if got := convertedText(t, fits); got != `{"a":"x","b":"y"}`+"\n" {
		t.Errorf("%d levels: %.80q", maxJSONDepth, got)
	}
	walk := newRowWalk(strings.NewReader(`{"columns":["a"`+strings.Repeat(`,"a"`, maxFields)+`],"rows":[["x"]]}`), nil)
	if walk.all(); walk.named || walk.err != io.EOF {
		t.Errorf("%d columns: %v", maxFields+1, walk.err)
	}
}
