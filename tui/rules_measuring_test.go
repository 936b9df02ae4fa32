package tui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/tui/term/termtest"
	"spoor/tui/workspace"
)

func TestTurningWhatIsMeasured(t *testing.T) {
	for _, c := range []struct {
		line, keys, want string
	}{
		{"session timeout", "left", "session.timeout=25m"},
		{"session timeout", "left right", ""},
		{"session timeout", "right right", "session.timeout=40m"},
		{"session timeout", "left left left left left", "session.timeout=9m"},
		{"session timeout", "= backspace backspace backspace backspace 9 0 s enter", "session.timeout=1m30s"},
		{"session timeout", "left u", ""},
		{"overlap of sharing", "right", "sharing.overlap=1m30s"},
		{"items in a burst", "right", "burst.items=45"},
		{"repeats in a burst", "left", "burst.same=15"},
		{"refusals in a burst", "left left", "burst.refused=1"},
		{"declared robots", "space", "flag.robots=judge"},
		{"declared robots", "right left", ""},
	} {
		t.Run(c.line+" "+c.keys, func(t *testing.T) {
			a := rulesScreen(t)
			toLine(t, a, c.line)
			press(a, strings.Fields(c.keys)...)
			if got := strings.Join(a.work.Changes(), " "); got != c.want {
				t.Errorf("changes %q, not %q; it says %q", got, c.want, a.note)
			}
			if a.work.Now.Set != a.work.Rules || a.work.Users.Measuring != a.work.Rules.MeasureOptions ||
				a.work.JudgeNow.Matrix.Measuring != a.work.Rules.MeasureOptions {
				t.Error("what is shown is not of these rules")
			}
		})
	}
}

// aheadCase is a case that counts how often it is read ahead.
type aheadCase struct {
	workspace.Case
	reads int
}

func (c *aheadCase) ReadAhead(context.Context, analysis.MeasureOptions, analysis.Window) error {
	c.reads++
	return nil
}

// TestTheCaseIsReadAhead where the cursor is on what everybody is measured anew by, and nowhere else.
func TestTheCaseIsReadAhead(t *testing.T) {
	c := &aheadCase{Case: newFakeCase()}
	a := shown(t, c, 120, 40)
	press(a, "r")
	toLine(t, a, "flagged from score")
	before := c.reads
	press(a, "left", "right", "home")
	if c.reads != before {
		t.Errorf("read %d times on the way", c.reads-before)
	}
	toLine(t, a, "session timeout")
	if before == 0 || c.reads <= before {
		t.Errorf("read %d times on the way, %d times on the line", before, c.reads-before)
	}
}

// TestTimeoutAsAWhatIf compares what the screens show for another session timeout with measuring and judging by it at
// once, with a rule turned besides, and what they say before and after.
func TestTimeoutAsAWhatIf(t *testing.T) {
	c := newFakeCase()
	a := rulesScreen(t)
	before := a.work.Now
	toLine(t, a, "session timeout")
	press(a, "left", "left", "left", "left", "left", "left", "left", "left", "left", "left", "left", "left") // two minutes
	press(a, "end", "left", "left", "left", "left")
	want := a.work.Rules
	if want.MeasureOptions.Timeout != 2*time.Minute {
		t.Fatalf("a session ends after %v", want.MeasureOptions.Timeout)
	}
	users, err := c.MatrixWith(t.Context(), want.MeasureOptions, analysis.Window{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	now := engine.NewBaselineSource(nil).NewJudge(users, want).Evaluate(want)
	if !slices.Equal(a.work.Now.Score, now.Score) || !slices.Equal(a.work.Before.Score, before.Score) ||
		slices.Equal(now.Score, before.Score) {
		t.Error("the scores differ")
	}
	difference := analysis.Diff(before, now)
	if got := listedChanges(a); got != len(difference.Entered)+len(difference.Left)+len(difference.Moved) {
		t.Errorf("%d changes are listed", got)
	}
	dawdler, _ := a.work.Users.Row("dawdler") // every reading takes 25 minutes
	if got := a.work.Users.Stats[dawdler].Sessions; got != 24 {
		t.Errorf("%d sessions", got)
	}
	press(a, "esc", "/")
	typed(a, "dawdler")
	press(a, "enter", "home", "enter", "tab")
	if got := a.listed().Length(); got != 24 {
		t.Errorf("the user has %d sessions on its screen", got)
	}
	press(a, "esc", "r", "u", "u", "u", "u")
	toLine(t, a, "session timeout")
	press(a, "p", "enter") // strict
	if a.work.Users != a.work.Whole || !slices.Equal(a.work.Now.Score, before.Score) {
		t.Error("strict again is not as before")
	}
}

// TestMeasuringAnewTellsItsProgressAndCanBeStopped stops at once, and delivers the result all the same.
func TestMeasuringAnewTellsItsProgressAndCanBeStopped(t *testing.T) {
	a := rulesScreen(t)
	toLine(t, a, "session timeout")
	before := a.work.Now
	_, cmd := a.Update(termtest.Key("left"))
	batch := cmd().(tea.BatchMsg)
	done := batch[0]() // which measures a third, says the case
	if !strings.Contains(a.frame(), "measuring 33 %") || a.work.Now != before {
		t.Errorf("it says nothing of its progress:\n%s", termtest.Text(a.frame(), 120, 40))
	}
	press(a, "esc")
	send(a, done)
	if a.link() != "rules" || a.work.Now != before || a.work.Changed() || a.note != "stopped; nothing has changed" {
		t.Errorf("it says %q, and the rules are changed by %v", a.note, a.work.Changes())
	}
}

// TestTurningOnWhileMeasuring turns the timeout twice and a rule before the first is measured.
func TestTurningOnWhileMeasuring(t *testing.T) {
	a := rulesScreen(t)
	toLine(t, a, "session timeout")
	_, first := a.Update(termtest.Key("left"))
	_, second := a.Update(termtest.Key("left"))
	press(a, "home", "space")
	drain(a, second)
	drain(a, first)
	if got := strings.Join(a.work.Changes(), " "); got != "reading-time.on=false session.timeout=20m" {
		t.Errorf("the changes are %q", got)
	}
	if a.work.Now.Set != a.work.Rules || a.work.Users.Timeout != 20*time.Minute || a.work.Remeasures() {
		t.Errorf("it shows %v measured by %v", a.work.Now.Set.Changes(analysis.Strict()), a.work.Users.Timeout)
	}
}
