package cli

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// judged is the condition in SQL for the users that audit and comparison are over.
const judged = "events >= 5 AND 2 * robot_events <= events"

// TestAuditAndComparisonEqualPlainSQL over the case that a made-up site makes.
func TestAuditAndComparisonEqualPlainSQL(t *testing.T) {
	dir := t.TempDir()
	runSpoor(t, "demo", "--dir", dir, "--users", "900", "--seed", "3")
	path := filepath.Join(dir, "spoor.db")
	var audit auditRecord
	decode(t, runSpoor(t, "audit", "--db", path, "--json"), &audit)
	var short auditRecord
	decode(t, runSpoor(t, "audit", "--db", path, "--timeout", "5m", "--json"), &short)
	if visits := short.Rules[1]; visits.Rule != "visit-frequency" || *visits.Average <= *audit.Rules[1].Average {
		t.Errorf("%v visits where sessions end after 5 minutes, %v before", *visits.Average, *audit.Rules[1].Average)
	}
	var comparison comparisonRecord
	decode(t, runSpoor(t, "compare", "--db", path, "--json"), &comparison)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if len(audit.Rules) != 5 {
		t.Fatalf("%d rules in the audit, want the five of any site", len(audit.Rules))
	}
	for _, rule := range audit.Rules {
		column := strings.ReplaceAll(rule.Rule, "-", "_")
		from := fmt.Sprintf("FROM user_metric WHERE %s IS NOT NULL AND %s", column, judged)
		expect(t, db, "SELECT count(*) "+from, float64(rule.Users), rule.Rule+" users")
		expect(t, db, fmt.Sprintf("SELECT avg(%s) %s", column, from), *rule.Average, rule.Rule+" average")
		tail := (rule.Users + 9) / 10
		for i, end := range []string{"min", "max"} {
			lowest := fmt.Sprintf("SELECT %s(x) FROM (SELECT %s AS x %s ORDER BY x LIMIT %d)", end, column, from, tail)
			expect(t, db, lowest, *rule.Lower[i], rule.Rule+" lowest "+end)
			highest := fmt.Sprintf("SELECT %s(x) FROM (SELECT %s AS x %s ORDER BY x DESC LIMIT %d)", end, column, from, tail)
			expect(t, db, highest, *rule.Upper[i], rule.Rule+" highest "+end)
		}
	}
	// The requirements of the made-up site are education and major, in this order.
	for name, share := range map[string]string{
		"education": "requirement_1_unmet * 1.0 / requirement_1_items",
		"major":     "requirement_2_unmet * 1.0 / requirement_2_items",
		"both":      "both_unmet * 1.0 / both_items",
		"detail":    "content_depth",
	} {
		expect(t, db, fmt.Sprintf("SELECT avg(%s) FROM user_metric WHERE %s", share, judged), *audit.Semantic[name], name)
	}
	flagged := "('" + strings.Join(flaggedUsers(t, path, nil), "','") + "')"
	for _, rule := range comparison.Rules {
		if slices.Contains([]string{"profile-mismatch", "fast-reading", "schedule"}, rule.Rule) {
			continue // the case has no values that rest on a baseline
		}
		if rule.Rule == "probing" && rule.All == nil { // nobody on this site is refused so much
			continue
		}
		mean := fmt.Sprintf("SELECT avg(%s) FROM user_metric m JOIN user u ON u.id = m.user WHERE ",
			strings.ReplaceAll(rule.Rule, "-", "_"))
		expect(t, db, mean+judged, *rule.All, rule.Rule+" of all")
		if rule.Flagged != nil {
			expect(t, db, mean+"u.key IN "+flagged, *rule.Flagged, rule.Rule+" of the flagged")
		}
	}
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, db *sql.DB, query string, got float64, what string) {
	t.Helper()
	var want float64
	if err := db.QueryRow(query).Scan(&want); err != nil {
		t.Fatalf("%s: %v\n%s", what, err, query)
	}
	if !same(&got, &want) {
		t.Errorf("%s: %v, plain SQL says %v", what, got, want)
	}
}

// TestEvaluateCountsWhatItSays compares with counting by hand from the scan and the truth.
func TestEvaluateCountsWhatItSays(t *testing.T) {
	dir := t.TempDir()
	runSpoor(t, "demo", "--dir", dir, "--users", "900", "--seed", "3")
	path, truth := filepath.Join(dir, "spoor.db"), filepath.Join(dir, "truth.csv")
	var got evaluationRecord
	decode(t, runSpoor(t, "evaluate", "--db", path, "--truth", truth, "--json"), &got)
	options := truthOptions{path: truth, unlisted: "good"}
	labels, err := options.read()
	if err != nil {
		t.Fatal(err)
	}
	bad := 0
	for _, label := range labels {
		if label.Bad {
			bad++
		}
	}
	caught, flagged := 0, flaggedUsers(t, path, nil)
	for _, user := range flagged {
		if labels[user].Bad {
			caught++
		}
	}
	precision, recall := float64(caught)/float64(len(flagged)), float64(caught)/float64(bad)
	strict := got.Presets[0]
	if strict.Preset != "strict" || got.Bad != bad || strict.Flagged != len(flagged) ||
		!same(strict.Precision, &precision) || !same(strict.Recall, &recall) {
		t.Errorf("%+v, want %d bad, %d flagged, %d of them bad", strict, bad, len(flagged), caught)
	}
}
