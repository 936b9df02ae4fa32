package tui

import (
	"slices"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

func rulesScreen(t *testing.T) *app {
	t.Helper()
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "r")
	return a
}

// toLine puts the cursor of the rules on the line of that title.
func toLine(t *testing.T, a *app, title string) {
	t.Helper()
	press(a, "home")
	for i := range a.listed().Length() {
		if cellOf(a, i, 1) == title {
			for range i {
				press(a, "down")
			}
			return
		}
	}
	t.Fatalf("there is no line %s", title)
}

// cellOf is what a cell of the list on top says.
func cellOf(a *app, row, column int) string { return strings.TrimSpace(a.listed().Cell(row, column)) }

// walking reports whether the keys belong to the changes.
func walking(a *app) bool { return slices.Contains(a.topScopes(), term.OnChanges) }

// listedChanges is how many changes are listed.
func listedChanges(a *app) (n int) {
	if press(a, "enter"); walking(a) {
		n = a.listed().Length()
		press(a, "esc")
	}
	return n
}

func TestTurningRules(t *testing.T) {
	for _, c := range []struct {
		keys string
		want string // the changes
	}{
		{"right", "reading-time.low=21"},
		{"right right left", "reading-time.low=21"},
		{"left left left left left left left left left left left", "reading-time.low=1"},
		{"end left left left left left left left home left left left left left left left left left left left",
			"reading-time.low=p1 flag.distance=0"},
		{"tab right", "reading-time.high=1500"},
		{"tab tab right", "reading-time.weight=21"},
		{"tab tab tab right", "reading-time.low=21"},
		{"shift+tab left", "reading-time.weight=19"},
		{"+", "reading-time.weight=25"},
		{"- - - - -", "reading-time.weight=0"},
		{"delete", "reading-time.low=off"},
		{"delete right", ""},
		{"space", "reading-time.on=false"},
		{"space space", ""},
		{"space u", ""},
		{"space u ctrl+r", "reading-time.on=false"},
		{"space down space u u", ""},
		{"space down space u", "reading-time.on=false"},
		{"end left", "flag.distance=3"},
		{"end up left", "flag.families=1"},
		{"end up up + +", "flag.hits=2"},
		{"end up up up left", "flag.score=24"},
		{"tab = backspace backspace backspace 2 0 enter", "reading-time.high=20"},
		{"down = backspace backspace backspace o f f enter", "visit-frequency.low=off"},
		{"p down enter", ""}, // paper, unchanged
	} {
		t.Run(c.keys, func(t *testing.T) {
			a := rulesScreen(t)
			press(a, strings.Fields(c.keys)...)
			if got := strings.Join(a.work.Changes(), " "); got != c.want {
				t.Errorf("changes %q, not %q; it says %q", got, c.want, a.note)
			}
			if a.work.Now.Set != a.work.Rules {
				t.Error("what is shown is not of these rules")
			}
		})
	}
}

// TestQuantileAndNumber turns a bound from a quantile into its number and back.
func TestQuantileAndNumber(t *testing.T) {
	a := rulesScreen(t)
	at := a.work.JudgeNow.Baseline.Fits[analysis.ReadingTime].Quantile(0.1)
	press(a, "#")
	if b := a.work.Rules.Rules[analysis.ReadingTime].Low; b.Kind != analysis.Number || b.Value != at {
		t.Errorf("p10 as a number is %v, not %v", b, at)
	}
	press(a, "#")
	if b := a.work.Rules.Rules[analysis.ReadingTime].Low; b.Kind != analysis.Quantile || b.Value < 8 || b.Value > 12 {
		t.Errorf("and back it is %v", b)
	}
}

func TestTypingSaysWhatIsWrong(t *testing.T) {
	a := rulesScreen(t)
	press(a, "=")
	typed(a, "x")
	press(a, "enter")
	if !term.Typing(a.topScopes()) || !strings.Contains(a.note, "reading-time.low") {
		t.Errorf("it says %q", a.note)
	}
	press(a, "esc")
	if term.Typing(a.topScopes()) || a.work.Unsaved() {
		t.Error("esc does not leave it as it was")
	}
}

// TestWhatIfEqualsJudging compares what the screen shows after turning with judging by those rules at once.
func TestWhatIfEqualsJudging(t *testing.T) {
	a := rulesScreen(t)
	press(a, "right", "right", "down", "space", "end", "left", "left", "left", "left")
	judge := engine.NewBaselineSource(nil).NewJudge(a.work.Users, a.work.Rules)
	want := judge.Evaluate(a.work.Rules)
	if !slices.Equal(a.work.Now.Score, want.Score) || a.work.Now.FlaggedCount != want.FlaggedCount {
		t.Error("the scores differ")
	}
	difference := analysis.Diff(engine.NewBaselineSource(nil).NewJudge(a.work.Users, a.work.Saved).Evaluate(a.work.Saved),
		want)
	if got := listedChanges(a); got != len(difference.Entered)+len(difference.Left)+len(difference.Moved) {
		t.Errorf("%d changes are listed", got)
	}
	users := a.stack[0].(*users)
	if !slices.Equal(users.rows, want.Order) {
		t.Error("the list of users is not in the new order")
	}
}

// TestStaleJudgementsAreDropped turns a rule twice and delivers the first judgement after the second.
func TestStaleJudgementsAreDropped(t *testing.T) {
	a := rulesScreen(t)
	_, first := a.Update(termtest.Key("right"))
	_, second := a.Update(termtest.Key("right"))
	drain(a, second)
	drain(a, first)
	if a.work.Now.Set != a.work.Rules || a.work.Rules.Rules[analysis.ReadingTime].Low.Value != 22 {
		t.Errorf("it shows the rules %v", a.work.Now.Set.Changes(analysis.Strict()))
	}
}

func TestWalkingTheChanges(t *testing.T) {
	a := rulesScreen(t)
	press(a, "enter")
	if walking(a) || !strings.Contains(a.note, "turn a rule first") {
		t.Errorf("without changes it says %q", a.note)
	}
	press(a, "end", "left", "left", "left", "left", "enter")
	if !walking(a) || a.listed().Length() == 0 {
		t.Fatal("there is nothing to walk through")
	}
	change := cellOf(a, 0, 0)
	press(a, "enter")
	if got := a.top().Caption().Crumb; !strings.HasSuffix(change, " "+got) {
		t.Errorf("enter opens %q", got)
	}
	press(a, "esc", "esc")
	if walking(a) || a.link() != "rules" {
		t.Error("esc does not lead back to the rules")
	}
}

func TestCopyingChanges(t *testing.T) {
	a := rulesScreen(t)
	press(a, "y")
	if !strings.Contains(a.note, "nothing to copy") {
		t.Errorf("it says %q", a.note)
	}
	press(a, "right", "down", "space")
	const options = "--preset strict --set reading-time.low=21 --set visit-frequency.on=false"
	for label, want := range map[string]string{
		"options":      options,
		"rules":        a.work.Rules.TOML(),
		"spoor whatif": "spoor whatif --db /srv/logs/hibrain.db " + options + " --diff",
	} {
		if got := copies(t, a, label); got != want {
			t.Errorf("of %s %q is copied", label, got)
		}
	}
}

// TestTypingBeginsEmpty types a value of a bound: the old one stands beside it, and stays if nothing is typed.
func TestTypingBeginsEmpty(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "r", "=")
	if !strings.Contains(seen(a), "now p10; ") {
		t.Errorf("the old value is not shown:\n%s", seen(a))
	}
	press(a, "enter")
	if term.Typing(a.topScopes()) || a.work.Changed() {
		t.Error("nothing typed changes the rules")
	}
	press(a, "=", "5", "enter")
	if got := a.work.Rules.Rules[analysis.ReadingTime].Low; got.Kind != analysis.Number || got.Value != 5 {
		t.Errorf("it becomes %v", got)
	}
}

// TestTurnedRulesAreNamedBesideTheScore of a user, since a verdict may be given by it.
func TestTurnedRulesAreNamedBesideTheScore(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "enter")
	if strings.Contains(a.frame(), "not saved") {
		t.Errorf("nothing is turned:\n%s", termtest.Text(a.frame(), 120, 40))
	}
	turned, err := a.work.Rules.With("flag.score=40")
	if err != nil {
		t.Fatal(err)
	}
	drain(a, a.work.Change(turned))
	if !strings.Contains(a.frame(), "strict, 1 change, not saved") {
		t.Errorf("%s", termtest.Text(a.frame(), 120, 40))
	}
}
