package tui

import (
	"net/url"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/tui/term/termtest"
)

// openSession opens the first session of a user.
func openSession(t *testing.T, a *app, key string) *session {
	t.Helper()
	row, ok := a.work.Users.Row(key)
	if !ok {
		t.Fatalf("there is no %s", key)
	}
	u := a.stack[0].(*users)
	u.list.Center(u.find(int32(row)))
	press(a, "enter", "tab", "enter")
	return a.top().(*session)
}

// TestEventsSayWhatTheyProve compares the marks with the evidence, and switches the rule off that they prove.
func TestEventsSayWhatTheyProve(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	s := openSession(t, a, "dawdler")
	want, err := c.Evidence(t.Context(), s.track, a.work.Users, []analysis.RuleID{analysis.Metronome})
	if err != nil || len(want[0]) == 0 {
		t.Fatalf("evidence %v: %v", want, err)
	}
	marked := 0
	for _, event := range want[0] {
		if proved := s.of.proof.has(event, s.of.hits); len(proved) > 0 && proved[0].Rule == analysis.Metronome {
			marked++
		}
	}
	if marked != len(want[0]) || s.of.proof.count(0, len(s.track.Events), s.of.hits) < marked {
		t.Errorf("%d of %d events say what they prove", marked, len(want[0]))
	}
	lines := strings.Count(termtest.Text(a.frame(), 120, 40), "▲metronome")
	if lines == 0 || lines > len(s.events()) {
		t.Errorf("%d lines are marked:\n%s", lines, termtest.Text(a.frame(), 120, 40))
	}
	press(a, "n")
	at := s.list.Cursor()
	if first := s.track.Sessions[0].First; len(s.evidencePane().has(first+at, s.of.hits)) == 0 {
		t.Errorf("n leads to line %d, which proves nothing", at)
	}
	press(a, "p", "n", "end", "n")
	if s.list.Cursor() != len(s.events())-1 || !strings.Contains(a.note, "no more events") {
		t.Errorf("from the end n leads to %d and says %q", s.list.Cursor(), a.note)
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
	s, ok := a.top().(*session)
	if !ok || s.track.Key != key(place+1) || s.number != 0 || len(a.stack) != 3 ||
		a.stack[1].(*user).key() != key(place+1) {
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
