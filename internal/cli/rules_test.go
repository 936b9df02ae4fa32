package cli

import (
	"os"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/analysis/units"
	"spoor/internal/sigma"
)

// TestSettingsInWords: where a rule hits is said by the bounds that it has.
func TestSettingsInWords(t *testing.T) {
	rule := func(kind analysis.Kind, beyond bool) *analysis.Rule {
		return &analysis.Rule{Kind: kind, Beyond: beyond}
	}
	number := func(n float64) analysis.Bound { return analysis.Bound{Kind: analysis.Number, Value: n} }
	for _, test := range []struct {
		rule *analysis.Rule
		set  analysis.Setting
		want string
	}{
		{rule(analysis.Threshold, false), analysis.Setting{High: number(1)}, "off"},
		{rule(analysis.Threshold, false), analysis.Setting{On: true, High: number(0.7), Weight: 40},
			"at least 0.7, weight 40"},
		{rule(analysis.Threshold, true), analysis.Setting{On: true, High: number(3), Weight: 5}, "above 3, weight 5"},
		{rule(analysis.Either, false), analysis.Setting{On: true, High: number(3), Weight: 5}, "at least 3, weight 5"},
		{rule(analysis.Band, false), analysis.Setting{On: true, High: number(3), Weight: 5}, "above 3, weight 5"},
		{rule(analysis.Band, false), analysis.Setting{On: true, Low: number(2), Weight: 5}, "below 2, weight 5"},
		{rule(analysis.Band, false), analysis.Setting{On: true, Low: number(2), High: number(9), Weight: 5},
			"outside 2 to 9, weight 5"},
	} {
		if got := settingText(test.rule, test.set); got != test.want {
			t.Errorf("%+v: %s, want %s", test.set, got, test.want)
		}
	}
}

// TestNeedsInWords: one is one.
func TestNeedsInWords(t *testing.T) {
	for least, want := range map[int32]string{1: "1 login", 2: "2 logins"} {
		rule := &analysis.Rule{Least: least, Observed: units.Noun{One: "login", Many: "logins"}}
		if got := needs(rule); got != want {
			t.Errorf("%d: %s", least, got)
		}
	}
}

// TestMostImportedRules: as many as a rule set can have, and one more is an error that says so.
func TestMostImportedRules(t *testing.T) {
	const rule = "title: put\nlogsource: {category: webserver}\ndetection: {a: {cs-method: PUT}, condition: a}\n"
	var text strings.Builder
	for range analysis.MostOwnRules + 1 {
		text.WriteString("---\n" + rule)
	}
	rules, refused := sigma.Import([]sigma.File{{Name: "a.yml", Text: []byte(text.String())}},
		func(string) bool { return false })
	if len(rules) != 65 || len(refused) > 0 {
		t.Fatalf("%d rules, %v", len(rules), refused)
	}
	if _, err := withImported(analysis.Strict(), rules[:64]); err != nil {
		t.Error(err)
	}
	want := "65 rules of your own are too many; at most 64 can be used at a time: name fewer files"
	if _, err := withImported(analysis.Strict(), rules); err == nil || err.Error() != want {
		t.Error(err)
	}
}

// TestPresetAsAFile: where a rule set is to be read from a file, the name of a preset is no file, and says which option
// takes it.
func TestPresetAsAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, want := range map[string]string{
		"paper": "paper: no such file; the preset of that name: --preset paper", "papers": "papers: no such file",
	} {
		_, err := readRuleSet(name)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	own := []byte("score = 30\n")
	if err := os.WriteFile("paper", own, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readRuleSet("paper"); err != nil && strings.Contains(err.Error(), "no such file") {
		t.Errorf("a file of that name: %v", err)
	}
}
