package tui

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term/termtest"
)

// ownSequences are the control sequences that frames may hold: styles with a list of numbers.
var ownSequences = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// TestHostileTexts puts strange texts into every field of a case and looks at every frame: after the program's own
// styles are taken out, nothing is left that a terminal would obey and nothing that can't be seen.
func TestHostileTexts(t *testing.T) {
	c := newFakeCase(termtest.Strange...)
	c.File = "/srv/\x1b[31mcase\u202e.db"
	for _, text := range termtest.Strange {
		a := shown(t, c, 120, 40)
		row, ok := a.work.Users.Row(text)
		if !ok {
			t.Fatalf("%q is no user", text)
		}
		u := a.stack[0].(*users)
		u.list.Center(u.find(int32(row)))
		for _, keys := range [][]string{
			nil, {"M", "enter"}, {"?"}, {"enter"}, {"enter"}, {"tab"}, {"tab"}, {"tab"}, {"tab"}, {"e"}, {"esc"}, {"tab"}, {"e"},
			{"esc"}, {"tab"}, {"tab"},
			{"enter"}, {"enter"}, {"esc", "esc", "esc"}, {"S"}, {"c"}, {"A"}, {"esc"}, {"r"}, {"w"}, {"esc"}, {"b"}, {"esc"},
			{"p"}, {"esc", "esc"}, {"x"}, {"end"}, {"esc"},
			{"y"}, {"enter"}, {"enter", "shift+tab", "shift+tab"}, {"y"}, {"esc", "esc"}, {"C"}, {"esc"}, {"r"}, {"d"},
			{"down", "enter"}, {"tab"}, {"y"}, {"esc", "esc", "esc"},
			{"a"}, {"enter"}, {"e"}, {"esc"}, {"esc"}, {"i"}, {"enter"}, {"esc", "esc"}, {"t"}, {"esc"}, {"o"}, {"enter"},
			{"esc", "esc"},
		} {
			press(a, keys...)
			checkClean(t, a)
		}
		press(a, "/")
		send(a, tea.PasteMsg{Content: text})
		checkClean(t, a)
	}
}

func checkClean(t *testing.T, a *app) {
	t.Helper()
	frame := ownSequences.ReplaceAllString(a.frame(), "")
	if !utf8.ValidString(frame) {
		t.Fatalf("a frame is not UTF-8: %q", frame)
	}
	for _, r := range frame {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) ||
			unicode.Is(unicode.Zp, r)) {
			t.Fatalf("%q is in a frame of %T:\n%q", r, a.front(), frame)
		}
	}
	checkFits(t, a)
}

func TestHostileErrors(t *testing.T) {
	c := newFakeCase()
	c.Lost = errors.New("disk \x1b[31mon fire\r")
	a := shown(t, c, 120, 40)
	checkClean(t, a)
	if !strings.Contains(a.frame(), "disk ␛[31mon fire␍") {
		t.Errorf("the error is not on screen:\n%s", a.frame())
	}
}
