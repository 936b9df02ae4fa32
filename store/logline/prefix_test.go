package logline

import (
	"testing"

	"spoor/store/logline/relay"
)

func TestEnvelope(t *testing.T) {
	var around envelope
	for line, want := range map[string]struct{ at, rest string }{
		`{"log":"a \"b\"\u0026\n","stream":"stdout","time":"2026-01-01T00:00:00.5Z"}`: {
			"2026-01-01T00:00:00.5Z", "a \"b\"&\n",
		},
		`{"stream":"stdout","log":""}`:                               {"", ""},
		`{"time":7,"attrs":{"log":"no"},"log":"{\"user\":\"kim\"}"}`: {"7", `{"user":"kim"}`},
	} {
		if at, rest, ok := around.docker([]byte(line)); !ok || string(at) != want.at || string(rest) != want.rest {
			t.Errorf("%s: %q, %q, %v", line, at, rest, ok)
		}
	}
	for _, line := range []string{`{"log":["a"]}`, `{"log":null}`, `{"log":"a"`, `{"log":"a"} x`, `["log"]`, `{}`, "x"} {
		if _, rest, ok := around.docker([]byte(line)); ok {
			t.Errorf("%s holds %q", line, rest)
		}
	}
	around = envelope{}
	at, rest, ok := around.open("MESSAGE", []string{"__REALTIME_TIMESTAMP"},
		[]byte(`{"_UID":"33","MESSAGE":"x","__REALTIME_TIMESTAMP":"1717408800123456"}`))
	if !ok || string(at) != "1717408800123456" || string(rest) != "x" {
		t.Errorf("%q, %q, %v", at, rest, ok)
	}
	coloured := `{"__REALTIME_TIMESTAMP":"1717408800123456","MESSAGE":[27,91,51,50,109,97,98,27,91,48,109,99,13]}`
	if _, rest, ok = around.journal([]byte(coloured)); !ok || string(rest) != "abc\r" {
		t.Errorf("%q, %v", rest, ok)
	}
}

// TestBehindContainers has lines that name no time, so that they have that of the prefix, and lines that name one.
func TestBehindContainers(t *testing.T) {
	view := said{
		at: "2026-01-01T00:00:00.5Z", key: "kim", user: "kim", action: "view", target: "7",
		item: "7", menu: "view", bytes: -1, click: true,
	}
	for name, line := range map[string]string{
		"container+json": `2026-01-01T00:00:00.500000000Z stdout F {"event":"view","user":"kim","item":7}`,
		"docker+json": `{"log":"{\"event\":\"view\",\"user\":\"kim\",\"item\":7}\n",` +
			`"stream":"stdout","time":"2026-01-01T00:00:00.500000000Z"}`,
		"docker+logfmt": `{"log":"event=view user=kim item=7\r\n","time":"2026-01-01T09:00:00.5+09:00"}`,
		"journal+json": `{"__REALTIME_TIMESTAMP":"1767225600500000",` +
			`"MESSAGE":"{\"event\":\"view\",\"user\":\"kim\",\"item\":7}"}`,
	} {
		p := NewParser(mustName(t, name), Options{})
		expectEvent(t, p, view, line)
		expectNoAllocation(t, p, line)
	}
	p := NewParser(mustName(t, "docker+tsv:time,user,event,item,note"), Options{})
	expectEvent(t, p,
		said{
			at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", action: "view",
			target: "7", item: "7", menu: "view", bytes: -1, click: true, assumed: true,
		},
		`{"log":"2024-06-03 10:00:00\tkim\tview\t7\t\n","time":"2026-01-01T09:00:00.5+09:00"}`)
	p = NewParser(mustName(t, "docker+combined"), Options{})
	expectReason(t, p, Blank, `{"log":" \n","time":"2026-01-01T09:00:00.5+09:00"}`)
	expectReason(t, p, NoPrefix, combinedLine)
	expectReason(t, p, NoMatch, `{"log":"start worker processes\n"}`)
	expectReason(t, NewParser(mustName(t, "docker+json"), Options{}), MissingTime, `{"log":"{\"user\":\"kim\"}"}`)
}

func FuzzPrefix(f *testing.F) {
	f.Add("<34>Oct 11 22:14:15 m su[7]: " + combinedLine)
	f.Add(`<165>1 2003-10-11T22:14:15.003Z m ev 7 ID47 [a@1 b="c\]\"d]"] {"user":"kim"}`)
	f.Add("Jun 31 22:14:15 m su: @cee: user=kim")
	f.Add("[pod/web-7d4b/nginx] 2026-01-01T00:00:00.000000000Z stdout F {\"user\":\"kim\"}")
	f.Add(`{"log":"2024-06-03 10:00:00\tk\u00efm\t\n","stream":"stdout","time":"2026-01-01T00:00:00.5Z"}`)
	f.Add(`{"__REALTIME_TIMESTAMP":"1767225600500000","MESSAGE":"user=\"kim\""}`)
	f.Fuzz(func(t *testing.T, line string) {
		for _, name := range []string{
			"container+json", "docker+combined", "docker+tsv:time,user,note", "journal+logfmt",
			"syslog+json", "syslog+logfmt", "syslog+combined", "syslog+csv:user,item,note", "syslog+tsv",
			"syslog+ltsv", "syslog+w3c:c-ip,cs-uri-stem,date,time",
		} {
			o := Options{Now: readingDay}
			checkAny(t, NewParser(mustName(t, name), o), o, []byte(line))
		}
	})
}

// TestPrefixesOfNothing asks every prefix for what stands behind it where there is nothing, or only its beginning.
func TestPrefixesOfNothing(t *testing.T) {
	for _, name := range []string{
		"syslog", "container", "docker", "relay", "journal", "json(log)", "csv(1:log)", "tsv(1:log)", "ssv(2:log)",
	} {
		before, rest := cutPrefixName(name + "+json")
		if before == nil || rest != "json" {
			t.Fatalf("%s: no prefix", name)
		}
		for _, line := range []string{
			"", "{", "{}", "\"", ",", "<", "<1>", "2026-01-01T00:00:00Z", `{"log":""}`, `{"log":{}}`, `{"MESSAGE":`,
		} {
			// a line may be all of a table's column; what holds an object or a date holds a line, too
			if found := behind(link(*before, *before), []byte(line)); len(found) > 0 && (line == "" || name[1:3] != "sv") {
				t.Errorf("%s: behind %q stands %q", name, line, found)
			}
		}
	}
	log := []byte("{\"\":\"\",\"\":\"\",\"\":\"\",\"p\":\"1-01-\x84\x84 12:34:56\"}\r\n\r\n")
	if found, err := Detect([][]byte{log, nil, []byte("\r\n")}, Options{}); err == nil && found.Name == "" {
		t.Error("neither a format nor an error")
	}
}

// TestGrepPrefix reads what grep writes: the name of the file and the number of the line before each line.
func TestGrepPrefix(t *testing.T) {
	access := `203.0.113.4 - ann [01/Mar/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 12 "-" "UA"`
	object := `{"time":"2026-03-01T10:00:00Z","user":"ann","ip":"203.0.113.4","path":"/a"}`
	for _, before := range []string{"", "12:", "access.log:", "/var/log/nginx/access.log:12:", "app-1.log.2:"} {
		for _, line := range []string{access, object} {
			sample := [][]byte{[]byte(before + line)}
			f, err := Detect(sample, Options{Now: sampleDay})
			if err != nil {
				t.Errorf("%s%s: %v", before, line, err)
				continue
			}
			var e Event
			reason := NewParser(f, Options{Now: sampleDay}).Parse(sample[0], &e)
			if reason != OK || string(e.Client) != "203.0.113.4" || string(e.User) != "ann" {
				t.Errorf("%s%s: %v, %s, client %q", before, line, reason, f.Name, e.Client)
			}
		}
	}
	for _, line := range []string{"12:30:01 " + object, "a b.log:" + object, "name:" + object, "access.log:", "::1 - -"} {
		if _, _, ok := relay.FileName([]byte(line)); ok && line[0] != '1' {
			t.Errorf("%q is taken for a line behind the name of a file", line)
		}
	}
	if _, _, ok := relay.FileName([]byte("0:0:0:0:0:0:0:1 - -")); ok {
		t.Error("the begin of an address is taken for a number of a line")
	}
}
