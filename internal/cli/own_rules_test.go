package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
)

var tomlBlock = regexp.MustCompile("(?s)```toml\n(.*?)```")

// ownVisit is what somebody does who hits one of the rules of the page, and nobody else does.
type ownVisit struct {
	times   int
	gap     time.Duration
	request string // with the number of the event
	status  int
	bytes   int
	agent   string
	at      time.Time
	address string // with the number of the event
}

// TestRulesOfThePage judges a small site by all rules of the page, and expects of each that it hits whom it is meant
// for.
func TestRulesOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/own-rules.md")
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, block := range tomlBlock.FindAllSubmatch(page, -1) {
		text.Write(block[1])
	}
	rules, err := analysis.ParseRuleSet("page.toml", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	night, saturday := monday.Add(-8*time.Hour), monday.AddDate(0, 0, 5)
	visits := map[string]ownVisit{
		"night-reading":     {at: night, times: 12, gap: time.Minute, request: "/jobs/%d"},
		"night-views":       {at: night, times: 12, gap: time.Minute, request: "/jobs/%d"},
		"invoices":          {times: 12, gap: time.Hour, request: "/invoices/%d"},
		"exports":           {times: 6, gap: 10 * time.Minute, request: "/export?n=%d"},
		"admin-paths":       {times: 6, gap: time.Hour, request: "/admin/%d", status: 403},
		"other-department":  {times: 6, gap: time.Hour, request: "/sales/%d"},
		"bulk-download":     {times: 6, gap: time.Hour, request: "/jobs/%d", bytes: 1_000_000},
		"many-networks":     {times: 6, gap: time.Hour, request: "/jobs/%d", address: "10.1.%d.1"},
		"abroad":            {times: 6, gap: 24 * time.Hour, request: "/jobs/1?x=%d&country=FR"},
		"scripts":           {times: 20, gap: time.Hour, request: "/jobs/%d", agent: "curl/8"},
		"weekend":           {at: saturday, times: 20, gap: time.Minute, request: "/jobs/%d"},
		"failures-in-a-row": {times: 8, gap: time.Hour, request: "/gone/%d", status: 500},
		"fast-searches":     {times: 12, gap: time.Second, request: "/search?q=%d"},
	}
	c := openedCase(t, ownLog(visits, monday))
	facts := func(key, department string) model.Facts {
		return model.Facts{Key: key, Fields: map[string]string{"department": department}}
	}
	var catalogue []model.Facts
	for i := range 6 {
		catalogue = append(catalogue, facts(fmt.Sprintf("/sales/%d", i), "sales"))
	}
	if err := c.ReplaceCatalogue(t.Context(), catalogue); err != nil {
		t.Fatal(err)
	}
	if err := c.ReplaceProfiles(t.Context(), []model.Facts{facts("other-department", "it")}); err != nil {
		t.Fatal(err)
	}
	m, err := c.MatrixWith(t.Context(), rules.MeasureOptions, analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	j := analysis.NewJudge(m, analysis.FitBaseline(m, rules.BaselinePolicy, nil))
	for _, rule := range rules.MeasureOptions.Own.List() {
		id, _ := m.Measuring.Own.Named(rule.Name)
		var hit []string
		for row, key := range m.Key {
			if slices.ContainsFunc(j.Hits(rules, row), func(h analysis.Hit) bool { return h.Rule == id }) {
				hit = append(hit, key)
			}
		}
		want := []string{rule.Name}
		if rule.Name == "night-reading" || rule.Name == "night-views" {
			want = []string{"night-reading", "night-views"}
		}
		if !slices.Equal(hit, want) {
			t.Errorf("%s hits %q, not %q", rule.Name, hit, want)
		}
		track, err := c.Track(t.Context(), rule.Name)
		if err != nil {
			t.Fatal(err)
		}
		if proof, err := c.Evidence(t.Context(), track, m, []analysis.RuleID{id}); err != nil || len(proof[0]) < 5 {
			t.Errorf("%s is proved by %v: %v", rule.Name, proof, err)
		}
	}
}

// ownLog is a log of those visits among ordinary users.
func ownLog(visits map[string]ownVisit, monday time.Time) string {
	var log strings.Builder
	line := func(v ownVisit, user string, i int) {
		request := v.request
		if strings.Contains(request, "%d") {
			request = fmt.Sprintf(request, i)
		}
		address := "10.0.0.1"
		if v.address != "" {
			address = fmt.Sprintf(v.address, i)
		}
		fmt.Fprintf(&log, "%s - %s [%s] \"GET %s HTTP/1.1\" %d %d \"-\" \"%s\"\n", address, user,
			v.at.Add(time.Duration(i)*v.gap).Format("02/Jan/2006:15:04:05 -0700"), request, v.status, v.bytes, v.agent)
	}
	for i := range 40 {
		visits[fmt.Sprintf("ordinary-%d", i)] = ownVisit{times: 8 + i%5, gap: 10 * time.Minute, request: "/jobs/%d"}
	}
	for user, v := range visits {
		if v.at.IsZero() {
			v.at = monday
		}
		if v.status == 0 {
			v.status = 200
		}
		if v.agent == "" {
			v.agent = "Mozilla/5.0 Firefox/120.0"
		}
		for i := range v.times {
			line(v, user, i)
		}
	}
	return log.String()
}

// openedCase is a case that a log has been loaded into.
func openedCase(t *testing.T, log string) *store.Case {
	dir := t.TempDir()
	path := filepath.Join(dir, "access.log")
	if err := os.WriteFile(path, []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	runSpoor(t, "load", "--db", filepath.Join(dir, "spoor.db"), path)
	c, err := store.Open(t.Context(), filepath.Join(dir, "spoor.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}
