package tui

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term/termtest"
	"spoor/tui/workspace"
)

// A case whose file goes away while it is open is said to be gone, until it is back; what was typed is not lost.
func TestACaseThatGoesAwayIsSaid(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	gone := fmt.Errorf("/a/b.db: %w: it was deleted", store.ErrGone)
	send(a, workspace.Presence{Away: gone})
	if text := seen(a); !strings.Contains(text, "hibrain.db  the case file is gone") ||
		!strings.Contains(text, "it was deleted") {
		t.Errorf("gone:\n%s", text)
	}
	c.Lost = gone
	if press(a, "N"); !strings.Contains(a.note, "it was deleted") {
		t.Errorf("N says %q", a.note)
	}
	press(a, "M", "enter")
	typed(a, "proof of theft")
	press(a, "enter")
	if len(c.Said) != 0 || !strings.Contains(a.note, "can't be kept") ||
		!strings.Contains(a.note, "M has the note still") {
		t.Errorf("%d are kept, and it says %q", len(c.Said), a.note)
	}
	c.Lost = nil
	send(a, workspace.Presence{Was: gone})
	if strings.Contains(seen(a), "gone") {
		t.Errorf("back:\n%s", seen(a))
	}
	press(a, "M", "enter", "enter")
	if len(c.Said) != 1 || c.Said[0].Note != "proof of theft" {
		t.Errorf("kept: %+v", c.Said)
	}
	press(a, "M", "enter")
	if note := a.overlay.(*screen.Note).Typed(); note != "" {
		t.Errorf("a note that was kept comes again: %q", note)
	}
}

// What others say comes in as new events do, and is not overwritten unseen.
func TestVerdictsOfOthers(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	row, _ := u.row()
	user := a.work.Users.Key[row]
	c.Said = append(c.Said, store.Verdict{ID: 1, User: user, Label: "benign", Author: "ann"})
	press(a, "M", "enter")
	typed(a, "mine")
	press(a, "enter")
	if len(c.Said) != 1 || !strings.Contains(a.note, "ann has said benign meanwhile") {
		t.Errorf("%+v are kept, and it says %q", c.Said, a.note)
	}
	if label, _ := a.work.Verdict(int32(row)); label != "benign" {
		t.Errorf("the list says %q", label)
	}
	press(a, "M")
	typed(a, "suspicious")
	press(a, "enter", "enter")
	if len(c.Said) != 2 || c.Said[1].Note != "mine" {
		t.Errorf("%+v are kept", c.Said)
	}
	c.Said = append(c.Said, store.Verdict{ID: 3, User: user, Label: "watch", Author: "bob"})
	came(t, a, c)
	if label, _ := a.work.Verdict(int32(row)); label != "watch" ||
		!strings.Contains(a.note, "bob says watch of "+user) {
		t.Errorf("the list says %q, the note %q", label, a.note)
	}
}

// A note may be long and have several lines, and can be read in full.
func TestLongNotes(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 80, 24)
	text := strings.Repeat("한글과 text. ", 400) + "\nsecond line\n" + strings.Repeat("x", 3000)
	press(a, "M", "enter")
	send(a, tea.PasteMsg{Content: text})
	if !strings.Contains(seen(a), " of 10,000") {
		t.Errorf("no count:\n%s", seen(a))
	}
	press(a, "enter")
	if len(c.Said) != 1 || c.Said[0].Note != text {
		t.Fatalf("%d are kept, of %d bytes, want %d", len(c.Said), len(c.Said[0].Note), len(text))
	}
	press(a, "enter", "shift+tab", "enter")
	if _, ok := a.overlay.(*screen.Reader); !ok {
		t.Fatalf("the note is not shown:\n%s", seen(a))
	}
	for range 12 {
		press(a, "pgdown")
	}
	if text := seen(a); !strings.Contains(text, "xxxxx") {
		t.Errorf("the end of the note can't be seen:\n%s", text)
	}
	press(a, "esc")
	if a.overlay != nil {
		t.Error("esc does not close it")
	}
}

// readOnly is a case that can't be written to.
type readOnly struct{ *fakeCase }

func (readOnly) CheckWritable() error { return errors.New("no permission") }

func TestACaseThatCanOnlyBeReadSaysSoAtOnce(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	a, _, err := newRunning(t.Context(), Options{Case: readOnly{newFakeCase()}})
	if err != nil || !strings.Contains(a.note, "no verdict can be kept in it") {
		t.Errorf("%v, and it says %q", err, a.note)
	}
}

// What is worth keeping is written soon after a key, not on leaving only.
func TestStateIsKeptSoon(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	c := newFakeCase()
	a := shown(t, c, 80, 24)
	u := a.stack[0].(*users)
	a.keep = func() state { return a.state(u) }
	if a.typed(termtest.Key("down")); a.keepSoon() == nil || a.keepSoon() != nil {
		t.Error("a key does not have the state kept, or two have it kept twice")
	}
	send(a, keepState{})
	kept, ok := readState(c.Path())
	row, _ := u.row()
	if !ok || kept.User != a.work.Users.Key[row] {
		t.Errorf("kept: %+v, %v", kept, ok)
	}
	name, _ := stateFile(c.Path())
	if err := os.Remove(name); err != nil {
		t.Error(err)
	}
}
