package analysis

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const ownRulesText = `name = 'mine'
[rule.night-reading]
title = 'reading at night'
measure = 'share'
of = 'views'
where = 'hour < 6'
among = 'menu == "jobs"'
family = 'tempo'
least = 5
alone = true
level = 'high'
references = ['https://a.example/1', 'https://a.example/2']
low = 'p5'
high = 0.5
weight = 35
[rule.scan]
measure = 'most-in-time'
of = 'requests'
within = '90s'
[rule.refused]
where = 'status in 400..499'
[reading-time]
`

func TestOwnRulesAreReadAndWritten(t *testing.T) {
	s, err := ParseRuleSet("mine.toml", []byte(ownRulesText))
	if err != nil {
		t.Fatal(err)
	}
	want := []OwnRule{
		{Name: "night-reading", Title: "reading at night", Measure: MeasureShare, Of: TheViews, Where: "hour < 6",
			Among:  `menu == "jobs"`,
			Family: Tempo, Least: 5, Alone: true, Level: "high", References: "https://a.example/1\nhttps://a.example/2"},
		{Name: "scan", Measure: MeasurePerTime, Of: TheRequests, Within: 90 * time.Second, Family: Semantic},
		{Name: "refused", Where: "status in 400..499", Family: Semantic},
	}
	if got := s.MeasureOptions.Own.List(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := s.Rules[RuleCount]; got != (Setting{true, Bound{Quantile, 5}, Bound{Number, 0.5}, 35}) {
		t.Errorf("night-reading is set as %+v", got)
	}
	if got := s.Rules[RuleCount+2]; got != (Setting{true, Bound{}, Bound{Quantile, 90}, 20}) {
		t.Errorf("refused is set as %+v", got)
	}
	again, err := ParseRuleSet("mine.toml", []byte(s.TOML()))
	if err != nil || again != s {
		t.Errorf("written and read again it is\n%s\n%v", again.TOML(), err)
	}
}

func TestOwnRulesAreRefusedWithTheirLine(t *testing.T) {
	for text, want := range map[string]string{
		"[rule.x]\nwhere = 'hor < 6'": "x.toml:2:1: rule.x: where: column 1: hor: there is no such field; " +
			"did you mean hour?",
		"[rule.x]\nwhere = 'hour < 6 &&'": "x.toml:2:1: rule.x: where: column 11: ",
		"[rule.x]\nmeasure = 'shar'": `x.toml:2:1: rule.x.measure: "shar" is not known; ` +
			`did you mean share?`,
		"[rule.x]\nmeasure = 'distinct'\nof = 'bytes'": "x.toml:3:1: rule.x: of: distinct is of items, menus,",
		"[rule.x]\nof = 'byte'": `x.toml:2:1: rule.x.of: "byte" is not known; ` +
			`did you mean bytes?`,
		"[rule.x]\nwher = 'hour < 6'": "x.toml:2:1: rule.x.wher: no such field; " +
			"did you mean where?",
		"[rule.x]\nleast = 0": `x.toml:2:1: rule.x.least: "0" is not a whole number from 1`,
		"[rule.x]\nhigh = 'p10'": `x.toml:2:1: rule.x.high: ` +
			`"p10" is not a percentile above 50`,
		"[rule.x]\nweight = 101": `x.toml:2:1: rule.x.weight: ` +
			`"101" is not a number from 0 to 100`,
		"[rule.x]\nmeasure = 'count'\namong = 'hour < 6'": "x.toml:3:1: rule.x: among: only a share is among others",
		"[rule.x]\nunit = 'min'": `x.toml:2:1: rule.x: unit: ` +
			`count are not in "min" but in events`,
		"[rule.X]\nwhere = 'hour < 6'": `x.toml:1:2: rule.X: "X" is not a name for a rule`,
		"[rule.reading-time]": "x.toml:1:2: rule.reading-time: " +
			"reading-time is the name of a built-in rule",
		"rule = 3": "x.toml:1:1: rule: " +
			"a rule of one's own is written as [rule.NAME]",
		"[rule]\nx = 3": "x.toml:2:1: rule.x: " +
			"a rule of one's own is written as [rule.NAME]",
		"[rule.x]\nwhere = { a = 1 }": "x.toml:2:1: rule.x.where: a text is needed",
		"[rule.x]\n\n[rule.y]\nwhere = 'status == \"200\"'": "x.toml:4:1: rule.y: where: column 8: " +
			"== cannot compare a number with a text",
		"[rule.x]\nwhere = 'hour > 24'": "x.toml:2:1: rule.x: where: column 6: " +
			"no event can be like this",
		"[rule.x]\nlow = 5\nhigh = 4": "x.toml: " +
			"the low bound of x must be less than its high bound",
		strings.Repeat("[rule.x%d]\n", 65): "x.toml:65:2: 65 rules of one's own; at most 64 are allowed",
	} {
		if strings.Contains(text, "%d") {
			all := ""
			for i := range 65 {
				all += fmt.Sprintf("[rule.x%d]\n", i)
			}
			text = all
		}
		if _, err := ParseRuleSet("x.toml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.50q: %v, not %s", text, err, want)
		}
	}
}

// TestOwnRulesAreChanged goes from one rule set to another by the changes between them.
func TestOwnRulesAreChanged(t *testing.T) {
	mine, err := ParseRuleSet("mine.toml", []byte(ownRulesText))
	if err != nil {
		t.Fatal(err)
	}
	other, err := ParseRuleSet("other.toml",
		[]byte("[rule.refused]\nmeasure = 'distinct'\nof = 'paths'\nhigh = 3\n[rule.new]\nmeasure = 'sum'\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range [][2]RuleSet{{mine, other}, {other, mine}, {Strict(), mine}, {mine, Strict()}} {
		at, to := way[0], way[1]
		for _, change := range to.Changes(at) {
			if at, err = at.With(change); err != nil {
				t.Fatalf("%s: %v", change, err)
			}
		}
		if rest := to.Changes(at); len(rest) > 0 {
			t.Errorf("after all changes there are %q", rest)
		}
	}
	for expression, want := range map[string]string{
		"rule.refused.where=hor < 6":  "rule.refused: where: column 1: hor: there is no such field; did you mean hour?",
		"rule.refused.wher=hour < 6":  "rule.refused.wher: no such field; did you mean where?",
		"rule.refusd.high=3":          "rule.refusd: no such rule; did you mean rule.refused?",
		"rule.refused.measure=summ":   `rule.refused: measure: "summ" is not known; did you mean sum?`,
		"rule.refused.remove=perhaps": `rule.refused: "perhaps" is not true`,
		"rule.Bad.where=hour < 6":     `rule.Bad: "Bad" is not a name for a rule`,
	} {
		if _, err := mine.With(expression); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, not %s", expression, err, want)
		}
	}
	if s, err := mine.With("rule.night-reading.remove=true"); err != nil ||
		s.Rules[RuleCount] != mine.Rules[RuleCount+1] || s.Rules[RuleCount+2].On {
		t.Errorf("without the first rule the second one is set as %+v: %v", s.Rules[RuleCount:RuleCount+2], err)
	}
}
