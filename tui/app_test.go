package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/tui/screen"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
	"spoor/tui/workspace"
)

// unstarted is an app before its first message, and its list of users.
func unstarted(t testing.TB, c workspace.Case) (*app, *users) {
	t.Helper()
	th, err := term.NewTheme("", false)
	if err != nil {
		t.Fatal(err)
	}
	work := newWork(t.Context(), c, analysis.Strict(), nil)
	work.Pauses = workspace.Pauses{}
	u := newUsers(work)
	return newApp(th, work, u), u
}

// asks tells which message of Bubble Tea's own a key leads to.
func asks(a *app, key string) string {
	_, cmd := a.Update(termtest.Key(key))
	if cmd == nil {
		return ""
	}
	return fmt.Sprintf("%T", cmd())
}

func TestEscapeGoesBackAndNeverLeaves(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "down", "enter", "tab", "enter", "enter", "r")
	var crumbs []string
	for range 12 {
		crumbs = append(crumbs, a.top().Caption().Crumb)
		_, cmd := a.Update(termtest.Key("esc"))
		if cmd != nil {
			if _, leaves := cmd().(tea.QuitMsg); leaves {
				t.Fatal("esc leaves")
			}
		}
	}
	if got := strings.Join(crumbs, ","); got != "session 1 of 4,session 1 of 4,scraper,,,,,,,,," {
		t.Errorf("esc leads through %s", got)
	}
	if !strings.Contains(a.note, "q quits") {
		t.Errorf("at the root esc says %q", a.note)
	}
}

func TestQuit(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	if got := asks(a, "q"); got != "tea.QuitMsg" {
		t.Errorf("q asks for %q", got)
	}
	press(a, "r", "right")
	if got := asks(a, "q"); got == "tea.QuitMsg" || a.overlay == nil {
		t.Errorf("q with changed rules asks for %q and opens %v", got, a.overlay)
	}
	if got := asks(a, "enter"); got != "tea.QuitMsg" || len(a.work.Changes()) != 1 {
		t.Errorf("leaving asks for %q and keeps %v", got, a.work.Changes())
	}
	press(a, "q", "down")
	if got := asks(a, "enter"); got != "tea.QuitMsg" || len(a.work.Changes()) != 0 {
		t.Errorf("leaving and forgetting asks for %q and keeps %v", got, a.work.Changes())
	}
}

func TestInterruptTakesTwo(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	if got := asks(a, "ctrl+c"); got != "" || !strings.Contains(a.frame(), "again") {
		t.Errorf("the first ctrl+c asks for %q", got)
	}
	press(a, "down")
	if got := asks(a, "ctrl+c"); got != "" {
		t.Errorf("a key between makes the next ctrl+c the second: %q", got)
	}
	if got := asks(a, "ctrl+c"); got != "tea.InterruptMsg" {
		t.Errorf("the second ctrl+c asks for %q", got)
	}
	press(a, "/")
	if got := asks(a, "ctrl+z"); got != "tea.SuspendMsg" {
		t.Errorf("ctrl+z in a prompt asks for %q", got)
	}
}

func TestHelpRunsWhatIsChosen(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "?")
	typed(a, "turn the rules")
	press(a, "enter")
	if a.overlay != nil || a.top().Caption().Crumb != "Rules" {
		t.Errorf("the command list leads to %q", a.top().Caption().Crumb)
	}
	press(a, "?", "esc")
	if a.overlay != nil || a.top().Caption().Crumb != "Rules" {
		t.Error("esc does not close the help")
	}
}

// TestHelpListsWhatTheScreenKnows keeps the help as long as the key table wants it.
func TestHelpListsWhatTheScreenKnows(t *testing.T) {
	c := newFakeCase()
	for _, v := range views {
		a := shown(t, c, 80, 24)
		press(a, v.keys...)
		scopes := a.front().Scopes()
		if help, keys := screen.NewHelp(scopes), term.Active(scopes); len(help.Choices()) != len(keys) {
			t.Errorf("%s: %d lines of help for %d keys", v.name, len(help.Choices()), len(keys))
		}
	}
}

func TestMouse(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	u := a.stack[0].(*users)
	click := func(x, y int) { send(a, tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(20, 6) // two lines of header, one empty, one of titles
	if u.list.Cursor() != 2 {
		t.Errorf("a click leaves the cursor on %d", u.list.Cursor())
	}
	click(20, 6)
	if a.top() == screen.Screen(u) {
		t.Error("a second click does not open the user")
	}
	click(10, 1)
	if !strings.HasSuffix(a.link(), "/sessions") {
		t.Errorf("a click on the other tab leads to %s", a.link())
	}
	press(a, "esc")
	click(18, 3)
	if u.want.Order != "user" {
		t.Errorf("a click on the title user sorts by %s", u.want.Order)
	}
	press(a, "%")
	if a.View().MouseMode != tea.MouseModeNone {
		t.Error("% does not give the mouse back")
	}
}

func TestFooterKeepsTheHelp(t *testing.T) {
	for _, v := range views {
		a := shown(t, newFakeCase(), 40, 10)
		press(a, v.keys...)
		helps := slices.ContainsFunc(term.Active(a.front().Scopes()),
			func(b term.Binding) bool { return b.Command == term.OpenHelp })
		if helps && !strings.Contains(termtest.Text(a.frame(), 40, 10), "? help") {
			t.Errorf("%s does not say how to get help", v.name)
		}
	}
}

// TestCrumbsEndWhereWeAre goes deeper than a narrow terminal can name.
func TestCrumbsEndWhereWeAre(t *testing.T) {
	a := shown(t, newFakeCase(), 60, 20)
	press(a, "i", "enter", "enter", "a", "enter", "enter", "tab", "enter")
	header, _, _ := strings.Cut(termtest.Text(a.frame(), 60, 20), "\n")
	if header != "spoor  hibrain.db › … › googlebot › session 1 of 20" {
		t.Errorf("the header is %q, of %d screens", header, len(a.stack))
	}
}
