package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/store"
	"spoor/tui/screen"
	"spoor/tui/term/termtest"
)

// answer types a text into the box that is open, in the place of what it holds.
func answer(a *app, text string) {
	press(a, "end", "ctrl+u")
	typed(a, text)
	press(a, "enter")
}

func TestRulesAreSavedAndOpened(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.toml")
	a := rulesScreen(t)
	press(a, "right", "down", "space")
	turned := a.work.Rules.Named("mine")
	press(a, "w")
	answer(a, file)
	if a.work.Rules != turned || a.work.RulesWords() != "mine, in mine.toml" {
		t.Errorf("saved, they are %q", a.work.RulesWords())
	}
	if a.note != "written to "+file+"; use it with: spoor scan --rules "+file {
		t.Errorf("it says %q", a.note)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := analysis.ParseRuleSet(file, text); err != nil || read != turned {
		t.Errorf("the file holds %v: %v", read, err)
	}
	if got := asks(a, "q"); got != "tea.QuitMsg" {
		t.Errorf("q with saved rules asks for %q", got)
	}
	if got := copies(t, a, "options"); got != "--rules "+file {
		t.Errorf("%q is copied", got)
	}
	press(a, "space")
	if got := asks(a, "q"); got == "tea.QuitMsg" {
		t.Error("q with changes since does not ask")
	}
	press(a, "esc", "p", "enter", "o")
	answer(a, file)
	if a.work.Rules != turned || a.work.Now.Set != turned {
		t.Errorf("opened, they are %v", a.work.Changes())
	}
}

func TestSavingAsksBeforeItReplaces(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	content := func() string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	a := rulesScreen(t)
	press(a, "w")
	answer(a, file)
	press(a, "enter")
	if content() != "precious" || a.note != "nothing was written" {
		t.Errorf("keeping it says %q", a.note)
	}
	press(a, "w")
	answer(a, file)
	press(a, "down", "enter")
	if content() != analysis.Strict().TOML() {
		t.Errorf("it holds %q", content())
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestFilesThatCanNotBe(t *testing.T) {
	dir := t.TempDir()
	wrong := filepath.Join(dir, "wrong.toml")
	if err := os.WriteFile(wrong, []byte("[reading-tme]\non = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ keys, name, note string }{
		{"w", "", "no file is named"},
		{"w", filepath.Join(dir, "no", "where.toml"),
			"there is no directory " + filepath.Join(dir, "no") + "; nothing was written"},
		{"o", filepath.Join(dir, "none.toml"), "none.toml: no such file"},
		{"o", dir, "is not a regular file"},
		{"o", wrong, "reading-time"},
		{"b down enter", wrong, "wrong.toml"},
	} {
		a := rulesScreen(t)
		press(a, strings.Fields(c.keys)...)
		answer(a, c.name)
		if !strings.Contains(a.note, c.note) || a.work.Unsaved() || a.work.Against.Baseline != nil {
			t.Errorf("%s %s says %q", c.keys, c.name, a.note)
		}
		if _, asks := a.overlay.(*screen.Ask); !asks || !strings.Contains(seen(a), filepath.Base(c.name)) {
			t.Errorf("%s %s: it does not ask again:\n%s", c.keys, c.name, seen(a))
		}
	}
}

func TestBaselineGoesStaleAndIsLearnedAnew(t *testing.T) {
	a := rulesScreen(t)
	members := a.work.JudgeNow.Baseline.Members
	gave(a, store.Verdict{User: "user001", Label: store.Suspicious})
	if !a.work.Stale() || a.work.JudgeNow.Baseline.Members != members || !strings.Contains(a.frame(), "stale") {
		t.Error("a verdict does not make the baseline stale, or moves it")
	}
	press(a, "f")
	if a.work.Stale() || a.work.JudgeNow.Baseline.Dropped.Excluded != 1 || a.work.Before != a.work.Against.Before {
		t.Errorf("learned anew it leaves out %+v", a.work.JudgeNow.Baseline.Dropped)
	}
	gave(a, store.Verdict{User: "user001", Label: store.NoVerdict})
	if !a.work.Stale() {
		t.Error("taking it back does not make the baseline stale")
	}
}

// TestBaselineFromAFile learns a baseline over another length of time: what grows with time can't be judged by it, and
// says so.
func TestBaselineFromAFile(t *testing.T) {
	a := rulesScreen(t)
	baseline := *a.work.JudgeNow.Baseline
	baseline.Name, baseline.Span = "elsewhere", baseline.Span/4
	file := filepath.Join(t.TempDir(), "base.toml")
	if err := os.WriteFile(file, []byte(baseline.TOML()), 0o600); err != nil {
		t.Fatal(err)
	}
	press(a, "b", "down", "enter")
	answer(a, file)
	press(a, "down")
	frame := termtest.Text(a.frame(), 120, 40)
	for _, words := range []string{"baseline base.toml, 208 ordinary users", "not evaluable: learned over",
		" rules not evaluable: learned over", "flagged 1 of 229"} {
		if !strings.Contains(frame, words) {
			t.Errorf("%q is not on screen:\n%s", words, frame)
		}
	}
	press(a, "f")
	if a.work.Against.Baseline == nil || !strings.Contains(a.note, "does not change") {
		t.Errorf("f says %q", a.note)
	}
	press(a, "b", "enter")
	if a.work.Against.Baseline != nil || a.work.Unfit != [analysis.MostRules]string{} {
		t.Error("it does not go back to this case")
	}
}
