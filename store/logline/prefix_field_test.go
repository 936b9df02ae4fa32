package logline

import (
	"strings"
	"testing"
)

// TestLinesInFields reads lines that stand in a field of JSON or of a table, by nothing but the lines.
func TestLinesInFields(t *testing.T) {
	const access = `203.0.113.4 - ann [22/May/2024:17:09:21 +0000] "GET /a HTTP/1.1" 304 6936 "-" "UA"`
	const get, view = "2024-05-22T17:09:21Z ann GET /a", "2024-05-22T17:09:21Z ann view a"
	inJSON, inCSV := strings.ReplaceAll(access, `"`, `\"`), strings.ReplaceAll(access, `"`, `""`)
	tests := []struct {
		title string
		lines []string
		want  string // time, user, action, item or target
	}{
		{"json(message)+combined", []string{`{"@timestamp":"2024-05-22T17:10:00Z","message":"` + inJSON + `"}`}, get},
		{"json(@message)+combined", []string{`{"@timestamp":"2024-05-22 17:10:00.000","@message":"` + inJSON + `"}`}, get},
		{"json(result._raw)+combined", []string{`{"preview":false,"result":{"_time":"x","_raw":"` + inJSON + `"}}`}, get},
		{"json(textPayload)+combined",
			[]string{`{"insertId":"1","textPayload":"` + inJSON + `","timestamp":"2024-05-22T17:09:21Z"}`}, get},
		{"json(_source)+json",
			[]string{`{"_index":"l","_id":"1",` +
				`"_source":{"@timestamp":"2024-05-22T17:09:21Z","user":"ann","event":"view","item":"a"}}`},
			view},
		{"json(Item)+json",
			[]string{`{"Item":{"ts":{"N":"1716397761"},"user_id":{"S":"ann"},"event":{"S":"view"},"item":{"S":"a"}}}`},
			view},
		{"json(log)+json",
			[]string{`{"timestamp":"2024-05-22T17:09:21Z","log":"{\"user\":\"ann\",\"event\":\"view\",\"item\":\"a\"}"}`}, view},
		{"json(msg)+logfmt", []string{`{"ts":1716397761,"msg":"user=ann event=view item=a"}`}, view},
		{"json(event.message)+logfmt",
			[]string{`{"event":{"level":"INFO","timestamp":"1716397761000","message":"user=ann event=view item=a"}}`}, view},
		{"syslog+json(message)+keycloak-text",
			[]string{`<15>1 2024-05-22T17:09:21Z k k 8 org.keycloak.events -  ` +
				`{"sequence":1,"message":"type=\"LOGIN\", realmId=\"r\", ` +
				`userId=\"ann\", clientId=\"a\", ipAddress=\"10.1.1.1\""}`},
			"2024-05-22T17:09:21Z ann LOGIN a"},
		{"docker+json(message)+combined",
			[]string{`{"log":"{\"level\":\"info\",\"message\":\"` +
				strings.ReplaceAll(inJSON, `\`, `\\\`) + `\"}\n","stream":"stdout","time":"2024-05-22T17:10:00Z"}`},
			get},
		{"csv(1)+combined", []string{`"` + inCSV + `"`, `"` + inCSV + `"`}, get},
		{"csv(2:@message:1)+combined", []string{"@timestamp,@message", `2024-05-22 17:10:00.000,"` + inCSV + `"`}, get},
		{"csv(3:_raw:2)+logfmt",
			[]string{`"host","_time","_raw"`,
				`"h","2024-05-22T17:09:21.000+0000","user=ann event=view item=a"`}, view},
		{"tsv(2:line)+combined", []string{"host\tline", "h\t" + access}, get},
	}
	for _, test := range tests {
		format, err := Detect(sample(test.lines...), Options{Now: readingDay})
		if err != nil || format.Title() != test.title {
			t.Errorf("%q: %q, %v, want %q", test.lines, format.Title(), err, test.title)
			continue
		}
		if again := mustName(t, format.Name); again.Name != format.Name {
			t.Errorf("%q is %q", format.Name, again.Name)
		}
		p := NewParser(mustName(t, format.Name), Options{Now: readingDay})
		var e Event
		reasons := make([]Reason, len(test.lines))
		for i, line := range test.lines {
			reasons[i] = p.Parse([]byte(line), &e)
		}
		s := saying(&e)
		got := strings.Join([]string{s.at, s.user, s.action, s.target}, " ")
		if got != test.want || reasons[len(reasons)-1] != OK {
			t.Errorf("%q: %v %q, want %q", test.lines, reasons, got, test.want)
		}
		if header := reasons[0]; len(test.lines) == 2 && test.title[:4] != "csv(1"[:4] && header != Blank {
			t.Errorf("%q: the header is %v", test.lines, header)
		}
		if test.title != "csv(1)+combined" && len(test.lines) == 1 {
			expectNoAllocation(t, p, test.lines[0])
		}
	}
}

func TestNoFieldPrefix(t *testing.T) {
	for _, name := range []string{
		"json()+json", "json(a b)+json", "csv(0)+json", "csv(x)+json", "csv(1:a:0)+json", "xml(a)+json", "json(a)json",
	} {
		if f, err := Named(name); err == nil {
			t.Errorf("%q is %q", name, f.Name)
		}
	}
}

// TestPartsOfContainers joins what runtimes have cut, and joins nothing of two streams.
func TestPartsOfContainers(t *testing.T) {
	kim := said{
		at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", action: "view", target: "7 8",
		item: "7 8", menu: "view", bytes: -1, click: true,
	}
	stamp := "2026-01-01T00:00:00.000000000Z "
	long := strings.Repeat("x", dockerPart-len(`{"user":"kim","event":"view","item":"7 8","ts":1717408800,"z":"`))
	for _, test := range []struct {
		format, data string
		records      int
	}{
		{"container+json",
			stamp + `stdout P {"user":"kim","event":"view","item":"7 ` + "\n" +
				stamp + `stdout P 8","ts":1717` + "\n" +
				stamp + `stdout F 408800}` + "\n",
			1},
		{"docker+json",
			`{"log":"{\"user\":\"kim\",\"event\":\"view\",\"item\":\"7 8\",` +
				`\"ts\":1717408800,\"z\":\"` + long + `","stream":"stdout"}` + "\n" +
				`{"log":"\"}\n","stream":"stdout"}` + "\n",
			1},
	} {
		format := mustName(t, test.format)
		end, found := format.Records().End([]byte(test.data), false)
		if !found || end != len(test.data) {
			t.Errorf("%s: ends at %d of %d, %v", test.format, end, len(test.data), found)
			continue
		}
		expectEvent(t, NewParser(format, Options{}), kim, strings.TrimSuffix(test.data, "\n"))
		for cut := range len(test.data) {
			if end, found := format.Records().End([]byte(test.data[:cut]), false); found {
				t.Fatalf("%s: cut at %d, ends at %d", test.format, cut, end)
			}
		}
	}
	records := mustName(t, "container+json").Records()
	first := stamp + "stdout P a\n"
	if end, found := records.End([]byte(first+stamp+"stderr F b\n"), false); !found || end != len(first) {
		t.Errorf("of two streams: %d, %v", end, found)
	}
}
