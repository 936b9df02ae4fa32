package tui

import (
	"strings"
	"testing"

	"spoor/analysis"
)

// TestNewRule writes a rule of one's own, which then is a rule like any other: on the screen, in the list of users,
// undone.
func TestNewRule(t *testing.T) {
	a := rulesScreen(t)
	lines := a.listed().Length()
	press(a, "n")
	typed(a, "by-night")
	press(a, "enter")
	typed(a, "hor < 6")
	if frame := seen(a); !strings.Contains(frame, "hor: there is no such field; did you mean hour?") {
		t.Errorf("the mistake is not said:\n%s", frame)
	}
	press(a, "backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
	typed(a, "hour < 12")
	if frame := seen(a); !strings.Contains(frame, "users with any") {
		t.Errorf("who is taken is not said:\n%s", frame)
	}
	press(a, "enter")
	id, found := a.work.Users.Measuring.Own.Named("by-night")
	if !found || id != analysis.RuleCount || !a.work.Now.Set.Rules[id].On {
		t.Fatalf("the users are measured by %+v", a.work.Users.Measuring.Own.List())
	}
	press(a, "=") // the cursor is on it
	typed(a, "3")
	press(a, "enter")
	if b := a.work.Rules.Rules[id].High; b.Kind != analysis.Number || b.Value != 3 {
		t.Errorf("its bound is %v", b)
	}
	if frame := seen(a); !strings.Contains(frame, "by night") {
		t.Errorf("its metric is not drawn:\n%s", frame)
	}
	if changes := strings.Join(a.work.Changes(), " "); !strings.Contains(changes, "rule.by-night.where=hour < 12") {
		t.Errorf("the changes are %s", changes)
	}
	if set, err := analysis.ParseRuleSet("x.toml", []byte(a.work.Rules.TOML())); err != nil ||
		set.MeasureOptions.Own != a.work.Rules.MeasureOptions.Own {
		t.Errorf("it is not saved: %v", err)
	}
	hits := 0
	for row := range a.work.Users.Key {
		if a.work.Now.High.Of(row).Has(id) {
			hits++
		}
	}
	for order, filter := range map[string]string{"score": "hit:by-night", "by-night": "by-night>=3"} {
		send(a, listed(a.work, filter, order))
		u := a.top().(*users)
		if u.Wrong() != nil || len(u.rows) != hits || hits == 0 {
			t.Errorf("%s: %d users, want the %d who hit it (%v)", filter, len(u.rows), hits, u.Wrong())
		}
		for i := 1; order != "score" && i < len(u.rows); i++ {
			if a.work.Users.X[id][u.rows[i-1]] < a.work.Users.X[id][u.rows[i]] {
				t.Errorf("row %d is larger than the one before", i)
			}
		}
		press(a, "r")
	}
	press(a, "u", "u")
	if n := len(a.work.Users.Measuring.Own.List()); n != 0 || a.listed().Length() != lines {
		t.Errorf("after undo there are %d rules of one's own", n)
	}
}

// TestOwnRuleIsChanged writes a rule of one's own otherwise, takes that back, and takes the rule away.
func TestOwnRuleIsChanged(t *testing.T) {
	a := rulesScreen(t)
	press(a, "E")
	if a.overlay != nil {
		t.Error("a built-in rule is opened")
	}
	rules, err := analysis.ParseRuleSet("x.toml", []byte("[rule.first]\nwhere = 'hour < 3'\n"+
		"[rule.night]\ntitle = 'at night'\nwhere = 'hour < 6'\nhigh = 5\nweight = 30\n"))
	if err != nil {
		t.Fatal(err)
	}
	drain(a, a.work.Change(rules))
	open := func() {
		toLine(t, a, "rule.night")
		press(a, "E")
	}
	open()
	if frame := seen(a); !strings.Contains(frame, "Rule night") || !strings.Contains(frame, "hour < 6") ||
		!strings.Contains(frame, "users with any") {
		t.Fatalf("the rule is not there to be changed:\n%s", frame)
	}
	press(a, "backspace")
	typed(a, "9 && status == 200")
	press(a, "enter")
	want := rules.MeasureOptions.Own.List()[1]
	want.Where = "hour < 9 && status == 200"
	id := analysis.RuleID(analysis.RuleCount + 1)
	if own := a.work.Rules.MeasureOptions.Own.List(); len(own) != 2 || own[1] != want ||
		a.work.Rules.Rules[id] != rules.Rules[id] {
		t.Errorf("it is %+v, set as %+v", own, a.work.Rules.Rules[id])
	}
	if set, err := analysis.ParseRuleSet("x.toml", []byte(a.work.Rules.TOML())); err != nil ||
		set.MeasureOptions != a.work.Rules.MeasureOptions {
		t.Errorf("it is not saved: %v", err)
	}
	press(a, "u")
	if a.work.Rules != rules {
		t.Errorf("after undo it is %+v", a.work.Rules.MeasureOptions.Own.List())
	}
	open()
	typed(a, " && hor == 1")
	press(a, "enter")
	if frame := seen(a); a.overlay == nil || !strings.Contains(frame, "hor: there is no such field") {
		t.Errorf("a mistake ends it:\n%s", frame)
	}
	for range len("hour < 6 && hor == 1") {
		press(a, "backspace")
	}
	if frame := seen(a); !strings.Contains(frame, "enter takes the rule away") {
		t.Errorf("an empty line says nothing:\n%s", frame)
	}
	press(a, "enter")
	if own := a.work.Rules.MeasureOptions.Own.List(); len(own) != 1 || own[0].Name != "first" || a.overlay != nil {
		t.Errorf("what is left is %+v", own)
	}
	press(a, "u")
	if a.work.Rules != rules {
		t.Error("it does not come back")
	}
}
