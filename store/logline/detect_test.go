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
		{"blank and broken lines", sample("", "# comment", combinedLine, "   ", combinedLine[:50], combinedLine), "combined"},
		{"mostly JSON", sample(clickLine, combinedLine, clickLine), "json"},
	}
	for _, test := range tests {
		if got, err := Detect(test.lines, Options{}); err != nil || got.Name != test.want {
			t.Errorf("%s: %q, %v, want %q", test.name, got.Name, err, test.want)
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

func TestDetectSaysWhy(t *testing.T) {
	_, err := Detect(sample("", "hello", combinedLine, commonLine+" 0.004 \"x\"", "{\x1b[31m", "bye"), Options{})
	var unknown *UnknownFormatError
	if !errors.As(err, &unknown) {
		t.Fatal(err)
	}
	if unknown.Lines != 5 || len(unknown.Tried) != len(formats) {
		t.Errorf("%d lines, %d formats", unknown.Lines, len(unknown.Tried))
	}
	want := []Failure{{2, NoMatch}, {4, BadTail}, {5, NoMatch}}
	if got := unknown.Tried[0]; got.Format.Name != "combined" || got.Events != 1 || !slices.Equal(got.Failures, want) {
		t.Errorf("combined: %d events, %v", got.Events, got.Failures)
	}
	message := err.Error()
	if !strings.HasPrefix(message, "no format fits 5 lines; combined reads 1, but line 2: no match: ") || strings.Contains(message, "\x1b") {
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
	if err == nil || !strings.HasPrefix(err.Error(), `no format is named "tsb"; there are combined, common, json, `) {
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
	for _, seed := range []string{"", combinedLine + "\n" + commonLine, clickLine + "\r\n\n" + clickLine, "\uFEFF\n{\n[", "hello\nworld"} {
		f.Add([]byte(seed))
	}
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
		for _, line := range lines {
			switch reason := p.Parse(line, new(Event)); {
			case reason == OK:
				events++
			case reason.Rejects():
				rejects++
			}
		}
		if rejects > events {
			t.Fatalf("%q: %s reads %d lines and rejects %d", log, format.Name, events, rejects)
		}
	})
}

// TestSamples reads the files of testdata/logline, whose names start with the name of their format.
func TestSamples(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/logline/*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no samples", err)
	}
	for _, path := range paths {
		log, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, _, _ := strings.Cut(filepath.Base(path), "_")
		if got, err := Detect(bytes.Split(log, []byte("\n")), Options{}); err != nil || got.Name != want {
			t.Errorf("%s: %q, %v", path, got.Name, err)
		}
	}
}
