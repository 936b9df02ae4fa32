package logline

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"strings"
	"testing"
)

// sharedLines reads a log that is not part of the repository; where it is absent, the test is skipped.
func sharedLines(t *testing.T, path string) [][]byte {
	t.Helper()
	file, err := os.Open("../../../shared/data/" + path)
	if err != nil {
		t.Skip(err)
	}
	defer file.Close()
	var reader io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if reader, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	log, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Split(bytes.TrimSuffix(log, []byte("\n")), []byte("\n"))
}

func TestRealLogs(t *testing.T) {
	tests := []struct {
		path, format string
		reasons      map[Reason]int
		users        int
	}{
		{"access/elastic_apache_10k.log.gz", "combined", map[Reason]int{OK: 9999, UnterminatedQuote: 1}, 1753},
		{"access/nasa_jul95_50k.log.gz", "common", map[Reason]int{OK: 50000}, 4094},
		{"labelled/wikipedia_edits/events.jsonl.gz", "json", map[Reason]int{OK: 39244}, 10531},
	}
	for _, test := range tests {
		t.Run(test.format, func(t *testing.T) {
			lines := sharedLines(t, test.path)
			format, err := Detect(lines[:1000], Options{})
			if err != nil || format.Name != test.format {
				t.Fatalf("%q, %v", format.Name, err)
			}
			p := NewParser(format, Options{})
			reasons, users := map[Reason]int{}, map[string]bool{}
			for _, line := range lines {
				var e Event
				reason := p.Parse(line, &e)
				reasons[reason]++
				if reason == OK {
					users[string(e.User)+string(e.Client)] = true
				}
				if e.Click && (len(e.Item) == 0 || len(e.Menu) == 0 || e.ZoneAssumed) {
					t.Fatalf("%s: item %q, menu %q", line, e.Item, e.Menu)
				}
				if test.format != "json" {
					checkAccess(t, p, string(line))
				}
			}
			if !maps.Equal(reasons, test.reasons) || len(users) != test.users {
				t.Errorf("%v, %d users", reasons, len(users))
			}
		})
	}
}
