package tui

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/tui/term/termtest"
)

// openSession opens the first session of a user.
func openSession(t *testing.T, a *app, key string) {
	t.Helper()
	row, ok := a.work.Users.Row(key)
	if !ok {
		t.Fatalf("there is no %s", key)
	}
	u := a.stack[0].(*users)
	u.list.Center(u.find(int32(row)))
	press(a, "enter", "tab", "enter")
}

// TestEventsSayWhatTheyProve compares the marks with the evidence, and switches the rule off that they prove.
func TestEventsSayWhatTheyProve(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	openSession(t, a, "dawdler")
	track := c.TrackOf("dawdler")
	want, err := c.Evidence(t.Context(), track, a.work.Users, []analysis.RuleID{analysis.Metronome})
	if err != nil || len(want[0]) == 0 {
		t.Fatalf("evidence %v: %v", want, err)
	}
	var proving, marked []int // of the session
	for _, event := range want[0] {
		if event < track.Sessions[0].End {
			proving = append(proving, event)
		}
	}
	for i, cell := range column(t, a, "proves") {
		if strings.Contains(cell, "metronome") {
			marked = append(marked, i)
		}
	}
	if len(proving) == 0 || !slices.Equal(proving, marked) {
		t.Errorf("events %v say what they prove, not %v", marked, proving)
	}
	press(a, "n")
	if at := a.listed().Cursor(); column(t, a, "proves")[at] == "" {
		t.Errorf("n leads to line %d, which proves nothing", at)
	}
	press(a, "p", "n", "end", "n")
	if a.listed().Cursor() != a.listed().Length()-1 || !strings.Contains(a.note, "no more events") {
		t.Errorf("from the end n leads to %d and says %q", a.listed().Cursor(), a.note)
	}
	off, err := a.work.Rules.With("metronome.on=false")
	if err != nil {
		t.Fatal(err)
	}
	drain(a, a.work.Change(off))
	if strings.Contains(termtest.Text(a.frame(), 120, 40), "▲metronome") {
		t.Error("a rule that is off is proved")
	}
}

// TestOtherUsersFromASession goes down the list of users session by session.
func TestOtherUsersFromASession(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	openSession(t, a, "scraper")
	key := func(place int) string { return a.work.Users.Key[a.work.Now.Order[place]] }
	place := 0
	for key(place) != "scraper" {
		place++
	}
	press(a, "}")
	if a.link() != "users/"+url.PathEscape(key(place+1))+"/session/1" || len(a.stack) != 3 ||
		a.stack[1].Caption().Crumb != key(place+1) {
		t.Fatalf("} leads to %s", a.link())
	}
	for range place + 1 {
		press(a, "{")
	}
	first := "users/" + url.PathEscape(key(0))
	if a.link() != first+"/session/1" || a.note != "" {
		t.Errorf("{ leads to %s and says %q", a.link(), a.note)
	}
	press(a, "{")
	if a.link() != first+"/session/1" || !strings.Contains(a.note, "no more users") {
		t.Errorf("{ leads on to %s and says %q", a.link(), a.note)
	}
	press(a, "esc")
	if a.link() != first+"/sessions" {
		t.Errorf("esc leads to %s", a.link())
	}
}
