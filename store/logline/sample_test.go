package logline

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// eachSample reads the files of testdata/logline, whose names start with the name of their format.
func eachSample(t *testing.T, look func(t *testing.T, want string, lines [][]byte)) {
	paths, err := filepath.Glob("../../testdata/logline/*")
	if err != nil || len(paths) == 0 {
		t.Fatal("no samples", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			log, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want, _, _ := strings.Cut(filepath.Base(path), "_")
			look(t, want, bytes.Split(bytes.TrimSuffix(log, []byte("\n")), []byte("\n")))
		})
	}
}

func TestSamplesAreDetected(t *testing.T) {
	seen := map[string]bool{}
	eachSample(t, func(t *testing.T, want string, lines [][]byte) {
		got, err := Detect(lines, Options{Now: readingDay})
		if err != nil || got.Title() != want {
			t.Fatalf("%q, %v", got.Name, err)
		}
		seen[got.family] = true
		again, err := Named(got.Name)
		if err != nil || again.Name != got.Name {
			t.Errorf("%q is %q, %v", got.Name, again.Name, err)
		}
	})
	for _, format := range formats {
		if !seen[format.Name] && format.Name != "varnish" { // which looks as combined does
			t.Errorf("no sample of %s", format.Name)
		}
	}
}

// TestSamplesGoOnAnywhere stops after every line and goes on with a parser that knows no more than the name of the
// format.
func TestSamplesGoOnAnywhere(t *testing.T) {
	eachSample(t, func(t *testing.T, _ string, lines [][]byte) {
		o := Options{Now: readingDay}
		format, err := Detect(lines, o)
		if err != nil {
			t.Fatal(err)
		}
		whole := NewParser(mustName(t, format.Title()), o)
		reasons, names := make([]Reason, len(lines)), make([]string, len(lines))
		for i, line := range lines {
			reasons[i] = whole.Parse(line, new(Event))
			names[i] = whole.Format().Name
		}
		for i, name := range names {
			next := NewParser(mustName(t, name), o)
			for j := i + 1; j < len(lines); j++ {
				if reason := next.Parse(lines[j], new(Event)); reason != reasons[j] {
					t.Fatalf("after line %d: %v, want %v: %s", i+1, reason, reasons[j], lines[j])
				}
				checkAny(t, next, o, lines[j])
			}
		}
	})
}

// TestDetectedSamples are logs of others. An empty format is none that could be told.
func TestDetectedSamples(t *testing.T) {
	for path, want := range map[string]string{
		"lnav/logfile_access_log.0":             "combined",
		"lnav/logfile_access_log.1":             "combined",
		"lnav/logfile_bad_access_log.0":         "combined",
		"lnav/logfile_caddy_log.0":              "", // a program that starts, without users
		"lnav/logfile_caddy_log.1":              "caddy",
		"lnav/logfile_cloudflare.1":             "json",
		"lnav/logfile_cloudflare.json":          "json",
		"lnav/logfile_crlf.0":                   "",
		"lnav/logfile_invalid_json.json":        "",
		"lnav/logfile_invalid_utf8.0":           "",
		"lnav/logfile_json.json":                "", // no users, but for one
		"lnav/logfile_json_subsec.json":         "",
		"lnav/logfile_logfmt.0":                 "logfmt",
		"lnav/logfile_nested_json.json":         "",
		"lnav/logfile_regexp_access_log.0":      "",
		"lnav/logfile_shop_access_log.0":        "combined-more",
		"lnav/logfile_syslog_with_access_log.0": "syslog+sshd", // of which the line of sudo is
		"lnav/logfile_w3c.0":                    "w3c",
		"lnav/logfile_w3c.1":                    "w3c",
		"lnav/logfile_w3c.2":                    "w3c",
		"lnav/logfile_w3c.3":                    "w3c",
		"lnav/logfile_w3c.4":                    "w3c",
		"lnav/logfile_w3c.5":                    "w3c", // its lines have more columns than it names, as IIS does
		"lnav/logfile_w3c.6":                    "w3c",
		"mtail/apache-combined.log":             "combined",
		"mtail/apache-common.log": `$remote_addr $field_2 $remote_user [$time_local] ` +
			`"$request" $status $bytes_sent $field_8 "$http_referer" "$http_user_agent"`,
		"mtail/lighttpd_access.log":                    "",
		"nekrassov01/sample_ltsv_all_match.log":        "ltsv",
		"nekrassov01/sample_ltsv_contains_unmatch.log": "ltsv",
		"nekrassov01/sample_ltsv_all_unmatch.log":      "",
		"nekrassov01/sample_s3_all_match.log":          "s3",
		"nekrassov01/sample_s3_contains_unmatch.log":   "s3",
		"nekrassov01/sample_s3_all_unmatch.log":        "",
	} {
		t.Run(path, func(t *testing.T) {
			got, err := Detect(sharedLines(t, "formats/"+path), Options{Now: readingDay})
			if got.Title() != want || (err == nil) != (want != "") {
				t.Errorf("%q, %v", got.Name, err)
			}
		})
	}
}
