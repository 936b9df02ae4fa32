package tui

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
)

func TestStateIsTakenUpAgain(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	a, u := unstarted(t, newFakeCase())
	send(a, tea.WindowSizeMsg{Width: 120, Height: 40})
	drain(a, a.Init())
	press(a, "r", "right", "down", "space", "esc", "C", "down", "enter", "esc", ">", ">", "R", "/")
	typed(a, "user")
	press(a, "enter", "down", "down", "down", "enter", "tab")
	left := a.state(u)
	if err := left.write(); err != nil {
		t.Fatal(err)
	}
	kept, ok := readState(a.work.Source.Path())
	if !ok || !reflect.DeepEqual(kept, left) {
		t.Fatalf("%+v is read as %+v", left, kept)
	}

	b, again := unstarted(t, newFakeCase())
	kept.restore(again)
	drain(b, b.Init())
	if b.work.Rules != a.work.Rules || len(b.work.Changes()) != 2 {
		t.Errorf("the rules are %v", b.work.Changes())
	}
	if got := b.state(again); !reflect.DeepEqual(got, left) {
		t.Errorf("%+v is taken up as %+v", left, got)
	}
	if b.top().Caption().Crumb != a.top().Caption().Crumb {
		t.Errorf("it opens at %q", b.top().Caption().Crumb)
	}
}

func TestStateLeavesAskedForRulesAlone(t *testing.T) {
	_, u := unstarted(t, newFakeCase())
	u.work.Saved, u.work.Rules = analysis.Paper(), analysis.Paper()
	state{Preset: "strict", Changes: []string{"menu-usage.on=false"}}.restore(u)
	if u.work.Rules != analysis.Paper() {
		t.Errorf("the rules are %s %v", u.work.Rules.Name, u.work.Changes())
	}
}

func TestStateBeginsAtNoPrompt(t *testing.T) {
	for at, begins := range map[string]bool{"overview": true, queryPlace: false} {
		_, u := unstarted(t, newFakeCase())
		if (state{At: at}).restore(u); (u.visit != nil) != begins {
			t.Errorf("left at %s, it begins at %v", at, u.visit)
		}
	}
}

func TestStateThatMakesNoSense(t *testing.T) {
	_, u := unstarted(t, newFakeCase())
	state{At: "nowhere", Sort: "colour", Filter: "hit:x", Columns: []string{"", "+", "-nothing", "views"}, Preset: "none",
		Changes: []string{"x"}}.restore(u)
	if len(u.columnChanges()) > 0 || u.want.Order != "score" || !u.want.Filter.Empty() || u.visit != nil ||
		u.work.Unsaved() {
		t.Errorf("%+v", u.want)
	}
}

func TestStateFile(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", "/state")
	a, _ := stateFile("/srv/a.db")
	b, _ := stateFile("/srv/b.db")
	if a == b || filepath.Dir(a) != "/state/spoor" {
		t.Errorf("%s and %s", a, b)
	}
	t.Setenv("XDG_STATE_HOME", "")
	t.Setenv("HOME", "/home/kim")
	if c, _ := stateFile("/srv/a.db"); !strings.HasPrefix(c, "/home/kim/.local/state/spoor/") {
		t.Errorf("%s", c)
	}
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	name, _ := stateFile("/srv/a.db")
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("{torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, found := readState("/srv/a.db"); found {
		t.Error("a torn file is taken for a state")
	}
}

// TestStateKeepsFiles leaves with rules and a baseline from files, the rules turned further, and comes back to both.
func TestStateKeepsFiles(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	dir := t.TempDir()
	rules, base := filepath.Join(dir, "mine.toml"), filepath.Join(dir, "base.toml")
	own := analysis.Paper()
	own.Name, own.Score = "mine", 20
	a := rulesScreen(t)
	for name, text := range map[string]string{rules: own.TOML(), base: a.work.JudgeNow.Baseline.TOML()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	press(a, "o")
	answer(a, rules)
	press(a, "b", "down", "enter")
	answer(a, base)
	press(a, "space")
	left := a.state(a.stack[0].(*users))

	b, again := unstarted(t, newFakeCase())
	left.restore(again)
	drain(b, b.Init())
	if b.work.Rules != a.work.Rules || b.work.Against.Path != base ||
		strings.Join(b.work.Changes(), " ") != "reading-time.on=false" {
		t.Errorf("it comes back to %v by %q", b.work.Changes(), b.work.Against.Path)
	}
	if options, ok := b.work.AsOptions(); !ok || options != "--rules "+rules+" --set reading-time.on=false" {
		t.Errorf("it is copied as %q", options)
	}
}
