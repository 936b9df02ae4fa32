package cli

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestOverviewFiltersListWhomItCounts scans by the filter of each line: it lists as many users as the line says, and of
// what is odd as many flagged ones.
func TestOverviewFiltersListWhomItCounts(t *testing.T) {
	dir := t.TempDir()
	run := func(args ...string) string {
		var out, complaints strings.Builder
		if status := Run(args, strings.NewReader(""), &out, &complaints); status != 0 {
			t.Fatalf("spoor %s: %d, %s", strings.Join(args, " "), status, complaints.String())
		}
		return out.String()
	}
	run("demo", "--users", "300", "--dir", dir)
	db := filepath.Join(dir, "spoor.db")
	var parts map[string]json.RawMessage
	if err := json.Unmarshal([]byte(run("overview", "--db", db, "--limit", "3", "--json")), &parts); err != nil {
		t.Fatal(err)
	}
	lines := 0
	for name, text := range parts {
		var rows []struct {
			Flagged, Users int
			Filter         string
		}
		if name == "schema" || name == "time" {
			continue
		}
		if err := json.Unmarshal(text, &rows); err != nil {
			t.Fatal(name, err)
		}
		for _, row := range rows {
			want := row.Users
			if name == "odd" {
				want = row.Flagged
			}
			list := run("scan", "--db", db, "--filter", row.Filter, "--csv")
			if got := strings.Count(list, "\r\n") - 1; got != want {
				t.Errorf("%s: %s lists %d users, not %d", name, row.Filter, got, want)
			}
			lines++
		}
	}
	if lines < 20 {
		t.Errorf("only %d lines were tried", lines)
	}
}
