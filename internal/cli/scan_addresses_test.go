package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// kimInTheCrowd is a case in which kim alone is flagged: 15 items, where 40 others viewed 2 to 6. kim came from
// 10.0.0.1 (8 events) and 2001:db8::1 (4), shared 10.0.0.2 (2) with lee, who is ordinary, and once is known by a host
// name alone.
func kimInTheCrowd(t *testing.T) (rules []string) {
	t.Helper()
	var log strings.Builder
	line := func(address, user string, item, minute, second int) {
		fmt.Fprintf(&log, "%s - %s [01/Mar/2026:%02d:%02d:%02d +0000] \"GET /jobs/%d HTTP/1.1\" 200 5 "+
			"\"-\" \"Mozilla/5.0 Firefox/121.0\"\n",
			address, user, 10+minute/60, minute%60, second, item)
	}
	item := 0
	for _, from := range []struct {
		address string
		events  int
	}{{"10.0.0.1", 8}, {"2001:db8::1", 4}, {"10.0.0.2", 2}, {"host.example", 1}} {
		for range from.events {
			line(from.address, "kim", item*7%15, item, 0)
			item++
		}
	}
	for i := range 5 {
		line("10.0.0.2", "lee", i%3, 30+i, 0)
	}
	for user := range 40 {
		for i := range 6 {
			line(fmt.Sprintf("10.1.0.%d", user), fmt.Sprintf("u%d", user), 60+i%(2+user%5), 60+user, 7*i)
		}
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "access.log")
	if err := os.WriteFile(path, []byte(log.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(dir, "case.db")
	runSpoor(t, "load", "--db", db, path)
	return []string{"--db", db, "--set", "content-usage.high=6", "--set", "session-time.on=false", "--set", "flag.score=5",
		"--set", "flag.families=1"}
}

func scanLines(t *testing.T, rules []string, options ...string) []string {
	t.Helper()
	return strings.Fields(runSpoor(t, slices.Concat([]string{"scan"}, rules, options)...))
}

// TestAddressesOfFlaggedUsers: those that nobody else came from, the busiest first; the shared one where all are asked
// for; no names.
func TestAddressesOfFlaggedUsers(t *testing.T) {
	rules := kimInTheCrowd(t)
	if got, want := scanLines(t, rules, "--addresses"), []string{"10.0.0.1", "2001:db8::1"}; !slices.Equal(got, want) {
		t.Errorf("own: got %q, want %q", got, want)
	}
	got, want := scanLines(t, rules, "--addresses=all"), []string{"10.0.0.1", "2001:db8::1", "10.0.0.2"}
	if !slices.Equal(got, want) {
		t.Errorf("all: got %q, want %q", got, want)
	}
}

// TestAddressesInJSON: with how many events they have of the user, and how many others came from there.
func TestAddressesInJSON(t *testing.T) {
	rules := kimInTheCrowd(t)
	for which, want := range map[string][]userAddress{
		"own": {{"10.0.0.1", 8, 0}, {"2001:db8::1", 4, 0}},
		"all": {{"10.0.0.1", 8, 0}, {"2001:db8::1", 4, 0}, {"10.0.0.2", 2, 1}},
	} {
		var scan scanRecord
		decode(t, runSpoor(t, slices.Concat([]string{"scan", "--json", "--addresses=" + which}, rules)...), &scan)
		if len(scan.List) != 1 || scan.List[0].User != "kim" || !slices.Equal(scan.List[0].Addresses, want) {
			t.Errorf("%s: got %+v", which, scan.List)
		}
	}
}

// field is a value in nested JSON, by the names on the way to it.
func field(t *testing.T, text string, path ...string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for _, name := range path {
		value = value.(map[string]any)[name]
	}
	return value
}

// TestLinesForASIEM: one line a flagged user, with what a SIEM looks for, in its own words.
func TestLinesForASIEM(t *testing.T) {
	rules := kimInTheCrowd(t)
	for _, test := range []struct {
		kind string
		path []string
		want any
	}{
		{"ecs", []string{"@timestamp"}, "2026-03-01T10:14:00Z"},
		{"ecs", []string{"event", "kind"}, "alert"},
		{"ecs", []string{"user", "name"}, "kim"},
		{"ecs", []string{"rule", "name"}, []any{"content-usage.high", "rare-paths.high"}},
		{"ecs", []string{"related", "ip"}, []any{"10.0.0.1", "2001:db8::1", "10.0.0.2"}},
		{"ocsf", []string{"class_uid"}, 2004.0},
		{"ocsf", []string{"type_uid"}, 200401.0},
		{"ocsf", []string{"time"}, 1772360040000.0}, // 2026-03-01 10:14:00
		{"ocsf", []string{"finding_info", "first_seen_time"}, 1772359200000.0},
		{"ocsf", []string{"severity"}, "Low"},
	} {
		out := runSpoor(t, slices.Concat([]string{"scan", "--lines", test.kind}, rules)...)
		if strings.Count(out, "\n") != 1 {
			t.Fatalf("%s: not one line:\n%s", test.kind, out)
		}
		if got := field(t, out, test.path...); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%s %q: got %v, want %v", test.kind, test.path, got, test.want)
		}
		if !strings.Contains(out, "content usage 15 items") {
			t.Errorf("%s says not why:\n%s", test.kind, out)
		}
	}
}

// TestUsersWhoAreAddresses are the source of an ECS event, not its user.
func TestUsersWhoAreAddresses(t *testing.T) {
	f := finding{key: "192.0.2.7", ip: true, score: 70}
	if source := f.ecs().(object)["source"]; fmt.Sprint(source) != "map[ip:192.0.2.7]" || f.ecs().(object)["user"] != nil {
		t.Errorf("ecs: %v", f.ecs())
	}
	line := f.ocsf().(object)
	if fmt.Sprint(line["evidences"]) != "[map[src_endpoint:map[ip:192.0.2.7]]]" || line["severity"] != "High" {
		t.Errorf("ocsf: %v", line)
	}
}

// TestSeverities: Medium from 40 on and High from 70 on, with the number that OCSF gives each; scores are rounded.
func TestSeverities(t *testing.T) {
	for score, want := range map[float64]string{25.4: "2 Low 25", 39.9: "2 Low 40", 40: "3 Medium 40",
		69.5: "3 Medium 70", 70: "4 High 70"} {
		line := finding{key: "kim", score: score}.ocsf().(object)
		if got := fmt.Sprint(line["severity_id"], " ", line["severity"], " ", line["risk_score"]); got != want {
			t.Errorf("%v: %s, want %s", score, got, want)
		}
	}
}

// TestScanRefusesOtherWords names the words that an option takes.
func TestScanRefusesOtherWords(t *testing.T) {
	for option, want := range map[string]string{
		"--addresses=mine": "--addresses=mine: it takes own or all", "--lines=cef": "--lines cef: it takes ecs or ocsf",
	} {
		var out, complaints strings.Builder
		if status := Run([]string{"scan", option}, strings.NewReader(""), &out, &complaints); status != statusUsage ||
			!strings.Contains(complaints.String(), want) {
			t.Errorf("%s: status %d, %q", option, status, complaints.String())
		}
	}
}

// TestScoresHaveOneDecimal on a terminal: 28.6, not 28.61335.
func TestScoresHaveOneDecimal(t *testing.T) {
	out := runSpoor(t, append([]string{"scan"}, kimInTheCrowd(t)...)...)
	if !strings.Contains(out, "\n 28.6  kim ") {
		t.Errorf("got:\n%s", out)
	}
}
