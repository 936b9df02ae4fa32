package cli

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"spoor/store"
)

// TestPageSaysWhatPersonsFound gives kim, whom the rules flag, one verdict after the other: the page says the one that
// stands beside the rules' reasons, in the zone of the case, and above the list who was found benign.
func TestPageSaysWhatPersonsFound(t *testing.T) {
	rules := kimInTheCrowd(t)
	page := func() string { return runSpoor(t, append([]string{"scan", "--html"}, rules...)...) }
	const foundBenign = "found benign by a person"
	if text := page(); !strings.Contains(text, ">verdict<") || strings.Contains(text, foundBenign) {
		t.Errorf("without a verdict the page should have an empty column and name nobody:\n%s", text)
	}
	at := time.Date(2026, 3, 2, 23, 30, 0, 0, time.UTC)
	var seen store.Verdict
	for _, v := range []struct {
		verdict store.Verdict
		cell    string
		named   bool
	}{
		{store.Verdict{Label: "benign", Note: "our <b>crawler</b>", Author: "lee"},
			"<td>benign by lee, 2026-03-02<br>our &lt;b&gt;crawler&lt;/b&gt;</td>", true},
		{store.Verdict{Label: "watch", Author: "park"}, "<td>watch by park, 2026-03-02</td>", false},
		{store.Verdict{Label: "none", Author: "park"}, "<td></td>", false},
	} {
		v.verdict.At = at.UnixMilli()
		seen = giveVerdict(t, rules[1], "kim", v.verdict, seen)
		text := page()
		row := regexp.MustCompile(`(?s)<tr>\s*<td[^>]*>[^<]*</td>\s*<td[^>]*>kim</td>.*?</tr>`).FindString(text)
		if !strings.Contains(row, v.cell) {
			t.Errorf("%s: the row of kim says not %q:\n%s", v.verdict.Label, v.cell, row)
		}
		if got := strings.Contains(text, foundBenign+", whatever the rules say: kim"); got != v.named {
			t.Errorf("%s: named as found benign: %v", v.verdict.Label, got)
		}
		if strings.Contains(text, "<b>") {
			t.Errorf("%s: a note is markup", v.verdict.Label)
		}
	}
}

// giveVerdict says something on a user of whom one verdict has been seen, and returns what stands then.
func giveVerdict(t *testing.T, db, key string, v, seen store.Verdict) store.Verdict {
	t.Helper()
	c, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v.User = key
	if v.ID, err = c.AddVerdict(t.Context(), v, seen); err != nil || v.ID == 0 {
		t.Fatal("not written:", err)
	}
	return v
}

// TestJSONSaysWhatPersonsFound as CSV does: the verdict that stands, and its note.
func TestJSONSaysWhatPersonsFound(t *testing.T) {
	rules := kimInTheCrowd(t)
	giveVerdict(t, rules[1], "kim", store.Verdict{Label: "watch", Note: "asks again", Author: "lee"}, store.Verdict{})
	text := runSpoor(t, append([]string{"scan", "--all", "--json"}, rules...)...)
	for _, want := range []string{`"user": "kim",`, `"verdict": "watch",` + "\n" + `      "note": "asks again",`,
		`"verdict": "none",` + "\n" + `      "note": "",`} {
		if !strings.Contains(text, want) {
			t.Errorf("the users say not %s", want)
		}
	}
}
