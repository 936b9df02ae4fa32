package tui

import (
	"strings"
	"testing"

	"spoor/store"
)

// TestUsersSayThatTheCaseIsPartial opens cases of which a log was not read to its end, or many of whose lines did not load.
func TestUsersSayThatTheCaseIsPartial(t *testing.T) {
	for _, c := range []struct {
		sources []store.Source
		want    string
	}{
		{[]store.Source{{Path: "/srv/logs/a.log", State: store.Complete, Lines: 1000, Events: 990, Rejects: 10}}, ""},
		{[]store.Source{{Path: "/srv/logs/a.log", State: store.Complete, Lines: 1000, Events: 800, Rejects: 200}},
			"20 % of the lines did not load (200 rejects); x shows why"},
		{[]store.Source{{Path: "/srv/logs/a.log", State: store.Loading, Fingerprint: []byte{1}, Lines: 1000, Events: 1000}},
			"partial: a.log is not read to its end; spoor load /srv/logs/a.log goes on where it stopped"},
		{[]store.Source{{Path: "/a", State: store.Loading, Fingerprint: []byte{1}},
			{Path: "/b", State: store.Loading, Fingerprint: []byte{2}}},
			"partial: 2 logs are not read to their end; load them again to go on (o lists them)"},
	} {
		a := shown(t, newFakeCase(), 120, 40)
		a.work.Sources = c.sources
		if got := a.work.incomplete(); got != c.want || !strings.Contains(seen(a), c.want) {
			t.Errorf("it says %q, want %q on the screen:\n%s", got, c.want, seen(a))
		}
	}
}

// TestMessagesAreKept reads what was said before in full.
func TestMessagesAreKept(t *testing.T) {
	a := shown(t, newFakeCase(), 80, 24)
	press(a, "!")
	if !strings.Contains(a.note, "nothing has been said") {
		t.Errorf("it says %q", a.note)
	}
	long := "the case file is damaged: " + strings.Repeat("long ", 60) + "end of it"
	a.say(0, long)
	press(a, "down", "!")
	if !strings.Contains(seen(a), "end of it") {
		t.Errorf("the message is not in full:\n%s", seen(a))
	}
	press(a, "esc")
	if a.overlay != nil {
		t.Error("esc does not close it")
	}
}
