package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
)

// TestUsersSayThatTheCaseIsPartial opens cases of which a log was not read to its end, or many of whose lines did not
// load.
func TestUsersSayThatTheCaseIsPartial(t *testing.T) {
	for _, c := range []struct {
		sources []store.Source
		want    string
	}{
		{[]store.Source{{Path: "/srv/logs/a.log", State: store.Complete, Lines: 1000, Events: 990, Rejects: 10}}, ""},
		{[]store.Source{{Path: "/srv/logs/a.log", State: store.Complete, Lines: 1000, Events: 800, Rejects: 200}},
			"20 % of the lines did not load (200 rejects); x shows why"},
		{[]store.Source{{Path: "/srv/logs/a.log", State: store.Loading, Fingerprint: []byte{1}, Lines: 1000, Events: 1000}},
			"partial: a.log is not read to its end; load the same again to go on where it stopped"},
		{[]store.Source{{Path: "-", State: store.Loading, Fingerprint: []byte{1}, Lines: 10, Events: 10}},
			"partial: the standard input is not read to its end; load the same again to go on where it stopped"},
		{[]store.Source{{Path: "/a", State: store.Loading, Fingerprint: []byte{1}},
			{Path: "/b", State: store.Loading, Fingerprint: []byte{2}}},
			"partial: 2 logs are not read to their end; load the same again to go on where it stopped"},
	} {
		a := shown(t, newFakeCase(), 120, 40)
		a.work.Sources = c.sources
		if got := incomplete(a.work); got != c.want || !strings.Contains(seen(a), c.want) {
			t.Errorf("it says %q, want %q on the screen:\n%s", got, c.want, seen(a))
		}
	}
}

// TestPartialCaseSaysHowToGoOn has the command of a load that was stopped a while ago, and of one that was stopped now.
func TestPartialCaseSaysHowToGoOn(t *testing.T) {
	const before, now = "spoor load --db /c.db --nobody guest /srv/a.log", "spoor load --db /c.db /srv/b.log"
	c := newFakeCase()
	a := shown(t, c, 160, 40)
	a.work.Sources = []store.Source{{Path: "/srv/a.log", State: store.Loading, Fingerprint: []byte{1},
		Lines: c.CountEvents(), Events: c.CountEvents()}}
	c.Store = map[string]string{LoadPrefix + before: before, viewPrefix + "mine": "{}"}
	drain(a, a.work.ReadKept())
	want := "partial: a.log is not read to its end; to go on: " + before
	if !strings.Contains(seen(a), want) || partialNote(a.work, false) != want {
		t.Errorf("it says\n%s\nand on leaving %q", seen(a), partialNote(a.work, false))
	}
	send(a, tea.WindowSizeMsg{Width: 80, Height: 24})
	if got := seen(a); !strings.Contains(got, "partial: a.log is not read to its end; o says how to go on, y copies it") {
		t.Errorf("where there is no room it says\n%s", got)
	}
	press(a, "o")
	if got := strings.Join(strings.Fields(seen(a)), " "); !strings.Contains(got, want) {
		t.Errorf("the sources say\n%s", got)
	}
	press(a, "esc", "y")
	if got := seen(a); !strings.Contains(got, "the command that goes on with the load") {
		t.Errorf("it can't be copied:\n%s", got)
	}
	a.work.Loads = now
	if got := partialNote(a.work, false); got != want+"; "+now {
		t.Errorf("both are %q", got)
	}
	a.work.Sources[0].State = store.Complete
	if partialNote(a.work, false) != "" || len(goOnCopies(a.work)) > 0 {
		t.Error("a case that is whole has something to go on with")
	}
	a.work.Sources = nil // of a server, where a load was killed before it told how far it was
	if got := partialNote(a.work, false); !strings.HasPrefix(got, "partial: a load has not come to its end; to go on: ") {
		t.Errorf("of events that no source tells of it says %q", got)
	}
	a.work.Sources = []store.Source{{Events: c.CountEvents()}}
	if got := partialNote(a.work, true); !strings.HasSuffix(got, "to go on: "+now) {
		t.Errorf("left while it loads it says %q", got)
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
	a.Say(0, long)
	press(a, "down", "!")
	if !strings.Contains(seen(a), "end of it") {
		t.Errorf("the message is not in full:\n%s", seen(a))
	}
	press(a, "esc")
	if a.overlay != nil {
		t.Error("esc does not close it")
	}
}
