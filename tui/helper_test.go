package tui

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/store"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
	"spoor/tui/workspace"
)

var update = flag.Bool("update", false, "write what the screens show as what they should show")

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "spoor-tui")
	if err != nil {
		panic(err)
	}
	for name, value := range map[string]string{"XDG_STATE_HOME": dir, "TMPDIR": dir, "TMUX": "", "STY": "", "NO_COLOR": "",
		"USER": "kim"} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	status := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		panic(err)
	}
	os.Exit(status)
}

// shown is an app on a terminal of some size, with everything loaded.
func shown(t testing.TB, c workspace.Case, w, h int) *app {
	t.Helper()
	return shownAs(t, c, w, h, "auto", false)
}

func shownAs(t testing.TB, c workspace.Case, w, h int, look string, ascii bool) *app {
	t.Helper()
	th, err := term.NewTheme(look, ascii)
	if err != nil {
		t.Fatal(err)
	}
	work := newWork(t.Context(), c, analysis.Strict(), nil)
	work.Pauses = workspace.Pauses{}
	a := newApp(th, work, newUsers(work))
	send(a, tea.WindowSizeMsg{Width: w, Height: h})
	drain(a, a.Init())
	return a
}

// send gives the app messages one after the other and waits for all that comes of each.
func send(a *app, messages ...tea.Msg) {
	for _, msg := range messages {
		_, cmd := a.Update(msg)
		drain(a, cmd)
	}
}

// drain runs a command, and whatever its message leads to.
func drain(a *app, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil, tea.QuitMsg, tea.InterruptMsg, tea.SuspendMsg:
	case tea.BatchMsg:
		for _, c := range msg {
			drain(a, c)
		}
	default:
		send(a, msg)
	}
}

// gave gives a verdict on a user.
func gave(a *app, v store.Verdict) {
	row, _ := a.work.Users.Row(v.User)
	menu := workspace.NewVerdictMenu(a.work, row, false)
	for _, choice := range menu.Choices() {
		if choice.Label == v.Label {
			drain(a, a.Apply(choice.Act))
		}
	}
}

// press presses keys, named as in the key table.
func press(a *app, keys ...string) {
	for _, key := range keys {
		send(a, termtest.Key(key))
	}
}

// typed types a text.
func typed(a *app, text string) {
	for _, r := range text {
		send(a, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// golden compares the screen with the one in testdata.
func golden(t *testing.T, a *app, name string) {
	t.Helper()
	got := termtest.Text(a.frame(), a.w, a.h)
	file := filepath.Join("..", "testdata", "tui", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test ./tui -update writes it", err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it should be (go test ./tui -update, if it should):\n%s", file, got)
	}
}

// seen is what the terminal shows.
func seen(a *app) string { return termtest.Text(a.frame(), a.w, a.h) }

// fakeCase is a made-up case that can be watched.
type fakeCase struct{ *fakecase.Case }

func newFakeCase(strange ...string) *fakeCase { return &fakeCase{fakecase.New(strange...)} }

// million is a made-up case of so many users.
func million(t testing.TB, n int) *fakeCase {
	t.Helper()
	return &fakeCase{fakecase.NewMany(n)}
}

func (c *fakeCase) Watch(context.Context) (workspace.Watch, error) { return c, c.Lost }
