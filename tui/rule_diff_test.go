package tui

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/screen"
	"spoor/tui/term/termtest"
)

// TestTwoRuleSetsBesideEachOther compares the groups with judging by either at once.
func TestTwoRuleSetsBesideEachOther(t *testing.T) {
	for _, timeout := range []string{"case", "2m"} {
		a, _ := rulesScreen(t)
		own, err := a.work.Rules.With("session.timeout=" + timeout)
		if err != nil {
			t.Fatal(err)
		}
		drain(a, a.work.Change(own))
		press(a, "d", "down", "enter")
		v := a.top().(*ruleDiff)
		judge := func(set analysis.RuleSet) *analysis.Evaluation {
			users, err := a.work.Source.MatrixWith(t.Context(), set.MeasureOptions, analysis.Window{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return engine.NewBaselineSource(nil).NewJudge(users, set).Evaluate(set)
		}
		here, there := judge(own), judge(analysis.Paper())
		want := [groupCount]int{}
		for row := range here.Flagged {
			switch {
			case here.Flagged[row] && there.Flagged[row]:
				want[inBoth]++
			case here.Flagged[row]:
				want[onlyHere]++
			case there.Flagged[row]:
				want[onlyThere]++
			}
		}
		if want[onlyThere] == 0 || want[inBoth] == 0 {
			t.Fatalf("a made-up case that tells nothing: %v", want)
		}
		for g := range groupCount {
			if got := len(v.found.rows[v.group]); v.group != g || got != want[g] {
				t.Errorf("timeout %s: %d users are %s, not %d", timeout, got, groupWords[v.group], want[g])
			}
			press(a, "tab")
		}
		if !slices.Equal(v.found.there.Score, there.Score) {
			t.Error("B is not judged by its own rules")
		}
	}
}

func TestWalkingTwoRuleSets(t *testing.T) {
	a, _ := rulesScreen(t)
	press(a, "d", "down", "enter", "tab", "down")
	v := a.top().(*ruleDiff)
	row, _ := v.row()
	press(a, "enter")
	if got := a.top().Caption().Crumb; got != a.work.Users.Key[row] {
		t.Errorf("enter opens %q", got)
	}
	press(a, "m", "enter", "esc") // the verdict has the users judged anew
	if again, _ := v.row(); again != row || v.group != onlyThere {
		t.Errorf("it comes back to %q of %s", a.work.Users.Key[again], groupWords[v.group])
	}
	press(a, "d", "enter")
	if w, ok := a.top().(*ruleDiff); !ok || len(a.stack) != 3 || w.other.Name != "strict" ||
		len(w.found.rows[onlyHere])+len(w.found.rows[onlyThere]) > 0 {
		t.Errorf("strict beside strict is %q", a.top().Caption().Crumb)
	}
}

func TestLinesThatDifferComeFirst(t *testing.T) {
	a, _ := rulesScreen(t)
	other, err := a.work.Rules.With("burst.items=60")
	if err != nil {
		t.Fatal(err)
	}
	other, err = other.With("harvest.weight=10")
	if err != nil {
		t.Fatal(err)
	}
	drain(a, a.Apply(screen.Push(newRuleDiff(a.work, other))))
	v := a.top().(*ruleDiff)
	if v.lines[0].title != "harvest" || v.lines[1].path != "burst.items" || v.lines[2].title != "reading-time" {
		t.Errorf("first come %q, %q, %q", v.lines[0].title, v.lines[1].title, v.lines[2].title)
	}
	text := termtest.Text(a.frame(), 120, 40)
	if !strings.Contains(text, "≥ 0.10 ×40") || !strings.Contains(text, "≥ 0.10 ×10") || !strings.Contains(text, "> 60") {
		t.Errorf("the lines do not say how they differ:\n%s", text)
	}
}

// TestRulesOfOnesOwnBesideEachOther shows the rules that only one of two rule sets has, and those of one name that measure otherwise.
func TestRulesOfOnesOwnBesideEachOther(t *testing.T) {
	a, _ := rulesScreen(t)
	set := func(text string) analysis.RuleSet {
		rules, err := analysis.ParseRuleSet("x.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return rules
	}
	drain(a, a.work.Change(set("[rule.here]\nwhere = 'hour < 3'\nhigh = 1\n[rule.both]\nwhere = 'hour < 6'\nhigh = 1\n")))
	other := set("[rule.both]\nwhere = 'hour < 12'\nhigh = 1\n[rule.there]\nwhere = 'hour >= 0 && status == 200'\nhigh = 1\n")
	send(a, screen.Push(newRuleDiff(a.work, other)))
	v := a.top().(*ruleDiff)
	var first []string
	for _, k := range v.lines[:3] {
		first = append(first, k.title)
	}
	slices.Sort(first)
	if !slices.Equal(first, []string{"rule.both", "rule.here", "rule.there"}) {
		t.Errorf("%q differ", first)
	}
	frame := seen(a)
	for _, want := range []string{`rule.here +≥ 1 ×20 +\d+ +–`, `rule.there +– +≥ 1 ×20 +\d+`, `rule.both +≥ 1 ×20 +\d+ +≥ 1 ×20 +\d+`} {
		if !regexp.MustCompile(want).MatchString(frame) {
			t.Errorf("%s is not in\n%s", want, frame)
		}
	}
}
