package cli

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// writeNastyLogs writes an access log in two parts, the second compressed, and a log of click events, by a few hundred
// users: ordinary ones, robots and machines, with ties, late lines, errors, static files, escapes, IPv6, other zones
// and lines that are no events.
func writeNastyLogs(t *testing.T, r *rand.Rand) []string {
	t.Helper()
	var lines []timedLine
	for user := range 260 {
		lines = append(lines, accessLines(r, user)...)
	}
	slices.SortStableFunc(lines, func(a, b timedLine) int { return int(a.at + a.late - b.at - b.late) })
	dir := t.TempDir()
	half := len(lines) / 2
	var clicks []timedLine
	for user := range 60 {
		clicks = append(clicks, clickLines(r, user)...)
	}
	return []string{
		writeLines(t, filepath.Join(dir, "access.log"), lines[:half], false),
		writeLines(t, filepath.Join(dir, "access.log.1.gz"), lines[half:], true),
		writeLines(t, filepath.Join(dir, "clicks.jsonl"), clicks, false),
	}
}

type timedLine struct {
	at, late int64 // Unix seconds; how much later than it happened it was written
	text     string
}

var (
	nastyAgents = []string{
		"Mozilla/5.0 (X11; Linux x86_64)", `Agent \"quoted\" \\ and more`, "-", "에이전트/1.0", "Cubot phone",
		"Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.0", "some spider",
	}
	nastyTargets = []string{
		"/", "", "/jobs/%d", "/jobs/%d?from=mail&n=1", "/jobs/%d/detail", "/static/app.js?v=%d", "/IMAGE.PNG", "/a b",
		`/quote\"d/%d`, "/한글/%d", "//double/%d", "/menu%d/x", "relative/%d", "/x#frag/%d", "/x?q=/y.png", "*",
	}
	broken = []string{
		"", "   ", "no log line", `1.2.3.4 - - [01/Mar/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 5 "unterminated`,
		`1.2.3.4 - - [01/03/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 5`,
		`1.2.3.4 - - [01/Mar/2026:00:00:00 +0000] "GET / HTTP/1.1" 20 5`,
		`1.2.3.4 - - [01/Mar/2026:00:00:00 +0000] GET / HTTP/1.1 200 5`,
		` 1.2.3.4 - - [01/Mar/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 5`,
	}
)

// accessLines is one user's behaviour: a number of sessions with a pace of their own.
func accessLines(r *rand.Rand, user int) []timedLine {
	var lines []timedLine
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC).Unix()
	pace := 1 + r.ExpFloat64()*40
	agent := nastyAgents[r.IntN(2)]
	switch {
	case user%13 == 0:
		agent = nastyAgents[r.IntN(len(nastyAgents))]
	case user%17 == 0:
		pace = 1 // a machine
	}
	address, name := fmt.Sprintf("10.0.%d.%d", user/250, user%250), "-"
	if user%3 == 0 {
		address = fmt.Sprintf("2001:db8::%x", user)
	}
	if user%2 == 0 {
		name = fmt.Sprintf("u%03d", user)
	}
	for range 1 + r.IntN(6)*r.IntN(3) {
		at := start + r.Int64N(30*24*3600)
		for range 1 + r.IntN(30) {
			lines = append(lines, timedLine{at, late(r), accessLine(r, at, address, name, agent)})
			at += step(r, pace)
		}
		if r.IntN(8) == 0 {
			lines = append(lines, timedLine{at, 0, broken[r.IntN(len(broken))]})
		}
	}
	return lines
}

// step is the time to the next event: ties, the timeout to the second, and what lies between.
func step(r *rand.Rand, pace float64) int64 {
	switch r.IntN(20) {
	case 0:
		return 0
	case 1:
		return 1800
	case 2:
		return 1801
	}
	return int64(r.ExpFloat64() * pace)
}

func late(r *rand.Rand) int64 {
	if r.IntN(15) == 0 {
		return r.Int64N(600)
	}
	return 0
}

func accessLine(r *rand.Rand, at int64, address, name, agent string) string {
	target := nastyTargets[r.IntN(len(nastyTargets))]
	if strings.Contains(target, "%d") {
		target = fmt.Sprintf(target, r.IntN(40))
	}
	request := []string{"GET", "GET", "GET", "GET", "POST", "HEAD"}[r.IntN(6)] + " " + target + " HTTP/1.1"
	if r.IntN(40) == 0 {
		request = []string{"-", `\x16\x03\x01`, "", "GET"}[r.IntN(4)]
	}
	zone := time.FixedZone("", []int{0, 9 * 3600, -3*3600 - 1800}[r.IntN(3)])
	status := []string{"200", "200", "200", "200", "304", "302", "404", "500", "-"}[r.IntN(9)]
	size := []string{"5120", "0", "-"}[r.IntN(3)]
	line := fmt.Sprintf(`%s - %s [%s] "%s" %s %s`, address, name,
		time.Unix(at, 0).In(zone).Format("02/Jan/2006:15:04:05 -0700"), request, status, size)
	if r.IntN(5) > 0 || agent != nastyAgents[0] {
		line += fmt.Sprintf(` "%s" "%s"`, []string{"-", "https://www.example.com/?q=\\\"x"}[r.IntN(2)], agent)
	}
	return line + []string{"", "", "\r", " "}[r.IntN(4)]
}

func clickLines(r *rand.Rand, user int) []timedLine {
	var lines []timedLine
	at := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC).Unix()
	for range 3 + r.IntN(40) {
		at += step(r, 60)
		stamp := time.Unix(at, 0).UTC().Format([]string{"2006-01-02 15:04:05", "2006-01-02T15:04:05Z"}[r.IntN(2)])
		event := []string{"view", "purchase", "cart"}[r.IntN(3)]
		text := fmt.Sprintf(`{"event":%q,"user_id":"c%02d","product_id":%d,"timestamp":%q}`, event, user, r.IntN(30), stamp)
		switch r.IntN(25) {
		case 0:
			text = fmt.Sprintf(`{"event":"login","user_id":"c%02d","timestamp":%q}`, user, stamp)
		case 1:
			text = `{"event":"view","timestamp":"2026-03-01 00:00:00"}`
		case 2:
			text = `{"event":"view","user_id":"c01",`
		}
		lines = append(lines, timedLine{at, 0, text})
	}
	return lines
}

func writeLines(t *testing.T, path string, lines []timedLine, compressed bool) string {
	t.Helper()
	var text bytes.Buffer
	for _, line := range lines {
		text.WriteString(line.text + "\n")
	}
	if compressed {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := w.Write(text.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		text = packed
	}
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
