package tui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/store"
)

// TestOwnCommandRunsOnAllWhoAreMarked runs one command on each, in the order of the list, and none that was not marked.
func TestOwnCommandRunsOnAllWhoAreMarked(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	a := shown(t, newFakeCase(), 100, 30)
	a.work.commands = []OwnCommand{{Key: "X", Name: "note", Run: `echo "$SPOOR_USER $SPOOR_SCORE" >> "` + out + `"`, Background: true}}
	press(a, "space", "down", "space", "X")
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	u := a.top().(*users)
	var want []string
	for _, row := range []int32{u.rows[0], u.rows[2]} {
		want = append(want, a.work.Users.Key[row]+" "+a.work.shownScore(row))
	}
	if got := strings.Split(strings.TrimSpace(string(text)), "\n"); !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

// TestVerdictsOnManyLeaveOutWhatOthersSaid gives one verdict on three users, of whom somebody else judges one meanwhile.
func TestVerdictsOnManyLeaveOutWhatOthersSaid(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 100, 30)
	u := a.top().(*users)
	other := a.work.Users.ID[u.rows[1]]
	press(a, "space", "space", "space", "m")
	if _, err := c.AddVerdict(t.Context(), store.Verdict{User: other, Label: "benign", Author: "lee", At: caseStart.UnixMilli()}, store.Verdict{}); err != nil {
		t.Fatal(err)
	}
	press(a, "enter")
	if !strings.Contains(seen(a), "2 verdicts written, 1 not: lee has said benign meanwhile") {
		t.Errorf("%s", seen(a))
	}
	if len(c.said) != 3 || c.said[1].Label != store.Suspicious || a.work.verdicts[other].Label != "benign" && a.work.verdicts[other].Label != "" {
		t.Errorf("%+v", c.said)
	}
}
