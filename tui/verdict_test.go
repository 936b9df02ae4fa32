package tui

import (
	"errors"
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/store"
	"spoor/tui/term"
	"spoor/tui/term/termtest"
	"spoor/tui/userlist"
)

func TestVerdicts(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	row, _ := u.row()
	press(a, "m", "enter")
	if len(c.Said) != 1 || c.Said[0].User != a.work.Users.Key[row] || c.Said[0].Label != store.Suspicious ||
		c.Said[0].Author != "kim" {
		t.Fatalf("%+v is kept", c.Said)
	}
	if label, _ := a.work.Verdict(int32(row)); label != store.Suspicious ||
		!strings.Contains(a.frame(), store.Suspicious) {
		t.Errorf("the list says %q", label)
	}
	press(a, "enter", "M")
	typed(a, "benign")
	press(a, "enter")
	typed(a, "an archive")
	press(a, "enter")
	if got := c.Said[1]; got.Label != "benign" || got.Note != "an archive" {
		t.Errorf("%+v is kept", got)
	}
	if !strings.Contains(termtest.Text(a.frame(), 120, 40), "verdict benign") {
		t.Error("the user's screen does not say so")
	}
	press(a, "m")
	typed(a, "none")
	press(a, "enter")
	if _, ok := a.work.Verdict(int32(row)); ok || len(c.Said) != 3 {
		t.Errorf("none leaves %+v", a.work.Verdicts)
	}
}

// TestVerdictTakenBack gives three verdicts and takes them back one by one; the history keeps every step.
func TestVerdictTakenBack(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	first, _ := a.stack[0].(*users).row()
	press(a, "m", "enter") // suspicious
	press(a, "M")
	typed(a, "watch")
	press(a, "enter")
	typed(a, "seen twice")
	press(a, "enter", "down", "m", "enter")
	if !strings.Contains(a.note, "suspicious; u takes it back") {
		t.Errorf("it says %q", a.note)
	}
	for _, want := range []string{"watch", "suspicious", "none"} {
		press(a, "u")
		if label, _ := a.work.Verdict(int32(first)); label != want {
			t.Errorf("%q stands where %q should", label, want)
		}
	}
	press(a, "u")
	if a.note != "no verdict was given here that could be taken back" || len(c.Said) != 6 {
		t.Errorf("%d are kept, and it says %q", len(c.Said), a.note)
	}
	if _, ok := a.work.Verdict(int32(first)); ok {
		t.Error("a verdict is left")
	}
	if back := c.Said[4]; back.Label != store.Suspicious || back.User != a.work.Users.Key[first] {
		t.Errorf("what stood before is %+v", back)
	}
}

func TestVerdictsInFiltersAndOrder(t *testing.T) {
	c := newFakeCase()
	c.Said = []store.Verdict{{User: "dawdler", Label: "watch"}, {User: "user001", Label: "benign"},
		{User: "user002", Label: store.Suspicious}}
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	for filter, want := range map[string]int{"verdict:watch": 1, "-verdict:none": 3, "verdict:none": len(c.Tracks) - 3,
		"verdict:s": 1} {
		drain(a, u.refilter(filter))
		if len(u.rows) != want {
			t.Errorf("%s finds %d", filter, len(u.rows))
		}
	}
	if _, err := userlist.Parse("verdict:guilty", term.Clock{}, analysis.OwnRules{}); err == nil ||
		!strings.Contains(err.Error(), "suspicious, benign, watch, none") {
		t.Errorf("guilty: %v", err)
	}
	drain(a, u.refilter(""))
	drain(a, u.sortBy("verdict"))
	var labels []string
	for _, row := range u.rows[:4] {
		label, _ := a.work.Verdict(row)
		labels = append(labels, label)
	}
	if got := strings.Join(labels, " "); got != "suspicious benign watch none" {
		t.Errorf("sorted they are %s", got)
	}
}

func TestVerdictThatCanNotBeKept(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	c.Lost = errors.New("disk full")
	press(a, "m", "enter")
	if a.note != "the verdict can't be kept: disk full" || len(a.work.Verdicts) != 0 {
		t.Errorf("it says %q and has %v", a.note, a.work.Verdicts)
	}
}

// TestQualityByVerdicts works precision and recall out by hand: of three labelled users two are suspicious.
func TestQualityByVerdicts(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	if a.work.Quality != nil {
		t.Error("without verdicts there is a quality")
	}
	flagged := a.work.Now.Order[0]
	for row, yes := range a.work.Now.Flagged {
		if yes {
			flagged = int32(row)
		}
	}
	ordinary := [2]int32{}
	for i, name := range []string{"user001", "user002"} {
		row, _ := a.work.Users.Row(name)
		ordinary[i] = int32(row)
	}
	for row, label := range map[int32]string{flagged: store.Suspicious, ordinary[0]: store.Suspicious,
		ordinary[1]: "benign"} {
		gave(a, store.Verdict{User: a.work.Users.Key[row], Label: label})
	}
	if q := a.work.Quality.Now; q.Users != 3 || q.Precision != 1 || q.Recall != 0.5 {
		t.Errorf("precision %v, recall %v of %d", q.Precision, q.Recall, q.Users)
	}
	press(a, "r", "end", "left", "left", "left", "left", "left", "left", "left", "up", "left", "left", "up", "up", "left")
	if !strings.Contains(termtest.Text(a.frame(), 120, 40), "by 3 verdicts") {
		t.Errorf("the rules do not say so:\n%s", termtest.Text(a.frame(), 120, 40))
	}
}

// TestVerdictOfOthersIsNotTakenBack has two programs judge one user, the second after the first: only the second may
// take its verdict back, and then the first again.
func TestVerdictOfOthersIsNotTakenBack(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	row, _ := u.row()
	user := a.work.Users.Key[row]
	others := func(label string) {
		c.Said = append(c.Said, store.Verdict{ID: c.LastVerdict() + 1, User: user, Label: label, Author: "root"})
		came(t, a, c)
	}
	label := func() string {
		label, _ := a.work.Verdict(int32(row))
		return label
	}
	press(a, "m", "enter") // suspicious
	others("benign")
	press(a, "u")
	if want := "root has said benign of " + user + " since; m changes that"; a.note != want || label() != "benign" ||
		len(c.Said) != 2 {
		t.Errorf("it says %q, and %s stands", a.note, label())
	}
	gave(a, store.Verdict{User: user, Label: store.Suspicious})
	gave(a, store.Verdict{User: user, Label: "none"})
	for _, want := range []string{"suspicious", "benign", "benign"} {
		press(a, "u")
		if label() != want {
			t.Errorf("%s stands where %s should", label(), want)
		}
	}
	press(a, "space", "space", "m", "enter") // of two users
	others("watch")
	press(a, "u")
	if want := "1 verdict written; root has said watch of " + user + " since; m changes that"; a.note != want &&
		!strings.HasSuffix(a.note, "root has said watch of "+user+" since; m changes that") || label() != "watch" ||
		len(a.work.Verdicts) != 1 {
		t.Errorf("it says %q, and %v stand", a.note, a.work.Verdicts)
	}
}
