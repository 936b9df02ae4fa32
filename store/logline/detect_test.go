package logline

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	commonLine = `h.example - - [01/Jul/1995:00:00:06 -0400] "GET /shuttle/countdown/ HTTP/1.0" 200 3985`
	clickLine  = `{"event":"purchase","user_id":"12345","product_id":"67890","timestamp":"2021-01-01 12:34:56"}`
)

func sample(lines ...string) [][]byte {
	sample := make([][]byte, len(lines))
	for i, line := range lines {
		sample[i] = []byte(line)
	}
	return sample
}

func TestDetect(t *testing.T) {
	tests := []struct {
		name  string
		lines [][]byte
		want  string
	}{
		{"combined", sample(combinedLine, combinedLine), "combined"},
		{"common", sample(commonLine), "common"},
		{"mostly combined", sample(combinedLine, commonLine, combinedLine), "combined"},
		{"mostly common", sample(commonLine, commonLine, combinedLine), "common"},
		{"click events", sample(clickLine), "json"},
		{"byte order mark and CRLF", sample("\uFEFF"+clickLine+"\r", "\r"), "json"},
		{"blank and broken lines",
			sample("", "# comment", combinedLine, "   ", combinedLine[:50], combinedLine), "combined"},
		{"mostly JSON", sample(clickLine, combinedLine, clickLine), "json"},
		{"a table of which some lines are cut",
			sample("time,user,item", "1717408800,kim,7", "1717408800,ki", "1717408800,kim,8"), "csv"},
		{"a header alone", sample("time,user,item", ""), "csv"},
		{"directives alone", sample("#Version: 1.0", "#Fields: date time c-ip"), "w3c"},
		{"behind syslog, with lines of other programs", sample("Jun  3 10:00:00 h nginx: "+combinedLine,
			"Jun  3 10:00:00 h cron[7]: x", "Jun  3 10:00:00 h nginx: "+combinedLine), "syslog+combined"},
	}
	for _, test := range tests {
		if got, err := Detect(test.lines, Options{}); err != nil || got.Title() != test.want {
			t.Errorf("%s: %q, %v, want %q", test.name, got.Name, err, test.want)
		}
	}
}

// TestDetectOfMany detects logs of which not each line is looked at: what a log begins with may be the lesser part of
// it.
func TestDetectOfMany(t *testing.T) {
	for _, test := range []struct {
		begins, goesOn string
		first          int
		want           string
	}{
		{combinedLine, clickLine, 300, "json"},
		{combinedLine, clickLine, 700, "combined"},
		{combinedLine, commonLine, 450, "common"},
		{commonLine, combinedLine, 450, "combined"},
		{combinedLine, combinedLine, 500, "combined"},
	} {
		lines := slices.Concat(slices.Repeat([]string{test.begins}, test.first),
			slices.Repeat([]string{test.goesOn}, 1000-test.first))
		format, err := Detect(sample(lines...), Options{})
		if err != nil || format.Title() != test.want {
			t.Errorf("%d of %.30s…: %q, %v, want %s", test.first, test.begins, format.Title(), err, test.want)
		}
	}
}

func TestDetectNothing(t *testing.T) {
	for _, lines := range [][][]byte{nil, sample(""), sample("", " \r", "\uFEFF")} {
		if _, err := Detect(lines, Options{}); !errors.Is(err, ErrNoLines) {
			t.Errorf("%q: %v", lines, err)
		}
	}
}

// TestDetectGuessesNothing has lines that resemble a format and say nothing that makes an event.
func TestDetectGuessesNothing(t *testing.T) {
	for _, lines := range [][][]byte{
		sample("hello", "world"),
		sample("name,email", "kim,kim@example.com"),
		sample("level=info msg=started", "level=info msg=stopped"),
		sample(`{"msg":"started"}`, `{"msg":"stopped"}`),
		sample("#Fields: date time s-ip", "2024-06-03 10:00:00 10.0.0.1"),
		sample("# comment", "# comment"),
		sample("2012-07-02 10:22:40,672:DEBUG:foo bar baz"),
		sample("Jun  3 10:00:00 h cron[7]: x", "Jun  3 10:00:00 h cron[7]: user=kim"),
		sample(`[{"user":"kim","ts":1}]`),
		sample(combinedLine, "x", "y"),
		sample(combinedLine[:60], combinedLine[60:]),
		sample(`h:443 10.0.0.1 id kim [26/Jul/2023:00:01:26 -0700] "GET /x HTTP/2.0" 200 17163 "-" "Mozilla/5.0" 116075`),
	} {
		if got, err := Detect(lines, Options{}); err == nil || got.Name != "" {
			t.Errorf("%q are %q", lines, got.Name)
		}
	}
}

func TestDetectSaysWhy(t *testing.T) {
	_, err := Detect(sample("", "hello", combinedLine, commonLine+" 0.004 \"x\"", "{\x1b[31m", "bye"), Options{})
	var unknown *UnknownFormatError
	if !errors.As(err, &unknown) {
		t.Fatal(err)
	}
	if unknown.Lines != 5 || len(unknown.Tried)%len(known()) != 0 {
		t.Errorf("%d lines, %d formats", unknown.Lines, len(unknown.Tried))
	}
	want := []Failure{{2, NoMatch}, {4, BadTail}, {5, NoMatch}}
	if got := unknown.Tried[0]; got.Format.Name != "combined" || got.Events != 1 || !slices.Equal(got.Failures, want) {
		t.Errorf("combined: %d events, %v", got.Events, got.Failures)
	}
	message := err.Error()
	if !strings.HasPrefix(message, "no format fits 5 lines; combined reads 1 (line 2: no match: ") ||
		strings.Contains(message, "\x1b") {
		t.Errorf("%q", message)
	}
}

func TestNamed(t *testing.T) {
	for _, format := range Formats() {
		if got, err := Named(format.Name); err != nil || got.Name != format.Name || got.Words == "" {
			t.Errorf("%s: %+v, %v", format.Name, got, err)
		}
	}
	_, err := Named("tsb")
	if err == nil ||
		!strings.HasPrefix(err.Error(), `no format is named "tsb"; there are combined, common, varnish, json, `) {
		t.Errorf("%v", err)
	}
}

func TestReasonsHaveWords(t *testing.T) {
	seen := map[string]bool{"": true}
	for reason := OK; reason < reasonCount; reason++ {
		if words := reason.String(); seen[words] {
			t.Errorf("reason %d: %q", reason, words)
		} else {
			seen[words] = true
		}
	}
	if OK.Rejects() || Blank.Rejects() || !NoMatch.Rejects() || reasonCount.String() != "unknown reason" {
		t.Error("OK and Blank are no rejects")
	}
}

func FuzzDetect(f *testing.F) {
	for _, seed := range []string{
		"", combinedLine + "\n" + commonLine, clickLine + "\r\n\n" + clickLine, "\uFEFF\n{\n[", "hello\nworld",
	} {
		f.Add([]byte(seed))
	}
	paths, err := filepath.Glob("../../testdata/logline/*")
	if err != nil || len(paths) == 0 {
		f.Fatal("no samples", err)
	}
	for _, path := range paths {
		sample, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sample)
	}
	// A load balancer whose only line has a date that could be two.
	f.Add([]byte(`hs 4-6-03T0:00:00.   0 0.086 0.048 0.037 200 200 0 57 ` +
		`"GET https://shop.example:443/jobs/7?from=mail HTTP/1.1" "Mozilla/5.0 (X11; Linux x86_64)" ` +
		`ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ` +
		`arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2d6bc24d8a067 ` +
		`"Root=1-58337281-1dY4f3d73c47ec4e58577259" "shop.example" "arn:aws:acm:us-east-2:123456789012:certificate/1" ` +
		`1 2024-06-03T10:00:00.000000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`))
	f.Add([]byte("time,userid,,,,\n2024-06-03 10:00:00,m,,,,\"\"\"\"\"\n" +
		"890,shoes,\x15Boots, \"\"warm\"\"\"\n202\x10-16-03 10:00:10,lee,view,11,\"hats\","))
	f.Fuzz(func(t *testing.T, log []byte) {
		lines := bytes.Split(log, []byte("\n"))
		format, err := Detect(lines, Options{})
		if (err == nil) != (format.Name != "") {
			t.Fatalf("%q: format %q, error %v", log, format.Name, err)
		}
		if err != nil {
			_ = err.Error()
			return
		}
		p := NewParser(format, Options{})
		events, rejects := 0, 0
		for i, count := 0, 0; i < len(lines); i += count {
			var record []byte
			record, count = format.Records().First(lines[i:])
			switch reason := p.Parse(record, new(Event)); {
			case reason == OK, reason == DayOrMonth: // an event once it is said which of them comes first
				events++
			case reason.Rejects() && reason != NoActor: // which belongs to the format
				rejects++
			}
		}
		if rejects > events {
			t.Fatalf("%q: %s reads %d lines and rejects %d", log, format.Name, events, rejects)
		}
	})
}
