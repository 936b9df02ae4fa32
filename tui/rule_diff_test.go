package tui

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

// TestTwoRuleSetsBesideEachOther compares the groups with judging by either at once.
func TestTwoRuleSetsBesideEachOther(t *testing.T) {
	for _, timeout := range []string{"case", "2m"} {
		a := rulesScreen(t)
		own, err := a.work.Rules.With("session.timeout=" + timeout)
		if err != nil {
			t.Fatal(err)
		}
		drain(a, a.work.Change(own))
		press(a, "d", "down", "enter")
		judge := func(set analysis.RuleSet) *analysis.Evaluation {
			users, err := a.work.Source.MatrixWith(t.Context(), set.MeasureOptions, analysis.Window{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return engine.NewBaselineSource(nil).NewJudge(users, set).Evaluate(set)
		}
		here, there := judge(own), judge(analysis.Paper())
		want := [3]int{}
		for row := range here.Flagged {
			switch {
			case here.Flagged[row] && there.Flagged[row]:
				want[2]++
			case here.Flagged[row]:
				want[0]++
			case there.Flagged[row]:
				want[1]++
			}
		}
		if want[1] == 0 || want[2] == 0 {
			t.Fatalf("a made-up case that tells nothing: %v", want)
		}
		for g, name := range []string{"only A", "only B", "both"} {
			if got := a.listed().Length(); got != want[g] || !strings.Contains(seen(a), " "+name+" "+term.Count(got)) {
				t.Errorf("timeout %s: %d users are %s, not %d", timeout, got, name, want[g])
			}
			for line := range a.listed().Length() {
				row, _ := a.work.Users.Row(cellOf(a, line, 0))
				if score := term.Figure(math.Round(there.Score[row])); cellOf(a, line, 2) != score {
					t.Errorf("B has %s for %s, judged by its own rules %s", cellOf(a, line, 2), cellOf(a, line, 0), score)
				}
			}
			press(a, "tab")
		}
	}
}

func TestWalkingTwoRuleSets(t *testing.T) {
	a := rulesScreen(t)
	press(a, "d", "down", "enter", "tab", "down")
	user := cellOf(a, 1, 0)
	press(a, "enter")
	if got := a.top().Caption().Crumb; got != user {
		t.Errorf("enter opens %q", got)
	}
	press(a, "m", "enter", "esc") // the verdict has the users judged anew
	if again := cellOf(a, a.listed().Cursor(), 0); again != user {
		t.Errorf("it comes back to %q", again)
	}
	press(a, "d", "enter")
	if crumb := a.top().Caption().Crumb; crumb != "strict beside strict" || len(a.stack) != 3 ||
		!strings.Contains(seen(a), " only A 0  only B 0 ") {
		t.Errorf("strict beside strict is %q:\n%s", crumb, seen(a))
	}
}

// setBeside opens the rules beside others, which are in a file.
func setBeside(t *testing.T, a *app, rules string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "other.toml")
	if err := os.WriteFile(file, []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	press(a, "d")
	typed(a, "a file")
	press(a, "enter", "ctrl+u")
	typed(a, file)
	press(a, "enter")
}

// firstLines are the titles of the first lines of two rule sets beside each other.
func firstLines(a *app, n int) (titles []string) {
	for _, line := range strings.Split(seen(a), "\n")[2 : 2+n] {
		titles = append(titles, strings.TrimSpace(line[:18]))
	}
	return titles
}

func TestLinesThatDifferComeFirst(t *testing.T) {
	a := rulesScreen(t)
	other, err := a.work.Rules.With("burst.items=60")
	if err != nil {
		t.Fatal(err)
	}
	other, err = other.With("harvest.weight=10")
	if err != nil {
		t.Fatal(err)
	}
	setBeside(t, a, other.TOML())
	if first := firstLines(a, 3); !slices.Equal(first, []string{"harvest", "items in a burst", "reading-time"}) {
		t.Errorf("first come %q", first)
	}
	text := termtest.Text(a.frame(), 120, 40)
	if !strings.Contains(text, "≥ 0.10 ×40") || !strings.Contains(text, "≥ 0.10 ×10") || !strings.Contains(text, "> 60") {
		t.Errorf("the lines do not say how they differ:\n%s", text)
	}
}

// TestRulesOfOnesOwnBesideEachOther shows the rules that only one of two rule sets has, and those of one name that
// measure otherwise.
func TestRulesOfOnesOwnBesideEachOther(t *testing.T) {
	a := rulesScreen(t)
	set := func(text string) analysis.RuleSet {
		rules, err := analysis.ParseRuleSet("x.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return rules
	}
	drain(a, a.work.Change(set("[rule.here]\nwhere = 'hour < 3'\nhigh = 1\n[rule.both]\nwhere = 'hour < 6'\nhigh = 1\n")))
	setBeside(t, a, "[rule.both]\nwhere = 'hour < 12'\nhigh = 1\n"+
		"[rule.there]\nwhere = 'hour >= 0 && status == 200'\nhigh = 1\n")
	first := firstLines(a, 3)
	slices.Sort(first)
	if !slices.Equal(first, []string{"rule.both", "rule.here", "rule.there"}) {
		t.Errorf("%q differ", first)
	}
	frame := seen(a)
	for _, want := range []string{`rule.here +≥ 1 ×20 +\d+ +–`, `rule.there +– +≥ 1 ×20 +\d+`,
		`rule.both +≥ 1 ×20 +\d+ +≥ 1 ×20 +\d+`} {
		if !regexp.MustCompile(want).MatchString(frame) {
			t.Errorf("%s is not in\n%s", want, frame)
		}
	}
}
