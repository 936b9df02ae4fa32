package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term/termtest"
	"spoor/tui/workspace"
)

// emptyCase is what a log without a line leads to.
type emptyCase struct{ *fakeCase }

func (emptyCase) Sources(context.Context) ([]store.Source, error) {
	return []store.Source{{ID: 1, Path: "/srv/logs/empty.log", State: store.Complete}}, nil
}

func (emptyCase) MatrixWith(_ context.Context, how analysis.MeasureOptions, _ analysis.Window,
	_ model.Progress) (*analysis.Matrix, error) {
	m := analysis.NewMatrix(0)
	m.Measuring, m.Timeout = how, 30*time.Minute
	return m, nil
}

func (emptyCase) Rejects(context.Context, string, int) ([]store.Reject, error) { return nil, nil }

func (emptyCase) RejectCounts(context.Context) ([]store.ReasonCount, error) { return nil, nil }

// TestEmptyCase takes every way to every screen where there is nobody to show. No time is told, since there is none.
// What it types into some of them is the name of a file.
func TestEmptyCase(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, v := range views {
		for _, s := range sizes {
			a := shown(t, emptyCase{&fakeCase{&fakecase.Case{File: "/srv/logs/empty.db"}}}, s.w, s.h)
			press(a, v.keys...)
			press(a, "down", "G", "enter", "y", "tab", "]")
			checkClean(t, a)
			if strings.Contains(a.frame(), "1970") {
				t.Errorf("%s tells of 1970:\n%s", v.name, termtest.Text(a.frame(), s.w, s.h))
			}
		}
	}
}

func TestEmptyCaseSaysWhy(t *testing.T) {
	for name, keys := range map[string][]string{"empty-users": nil, "empty-rejects": {"x"}, "empty-segments": {"S"},
		"empty-audit": {"A"},
		"empty-items": {"i"}, "empty-addresses": {"a"}, "empty-timeline": {"t"}, "empty-sources": {"o"}} {
		a := shown(t, emptyCase{&fakeCase{&fakecase.Case{File: "/srv/logs/empty.db"}}}, 80, 24)
		press(a, keys...)
		golden(t, a, name+"-80x24")
	}
}

// TestFewUsersAreSaidToBeTooFew opens a case with fewer ordinary users than anybody can be compared with.
func TestFewUsersAreSaidToBeTooFew(t *testing.T) {
	c := newFakeCase()
	c.Tracks = c.Tracks[:20]
	const want = "nobody can be compared with others: only 16 ordinary users, 30 are needed"
	for _, width := range []int{80, 120} {
		a := shown(t, c, width, 24)
		for _, keys := range [][]string{nil, {"c"}, {"S"}} {
			press(a, keys...)
			if !strings.Contains(seen(a), want) {
				t.Errorf("%v at %d columns:\n%s", keys, width, seen(a))
			}
		}
	}
}

// TestReasonsAreInTheZone: what explains a hit says times as the lists do, by whatever the users are compared with.
func TestReasonsAreInTheZone(t *testing.T) {
	a := shown(t, newFakeCase(), 80, 24)
	a.work.Clock.Zone = time.FixedZone("", 9*60*60)
	drain(a, a.work.Refit())
	if got := a.work.JudgeNow.Matrix.Zone; got != a.work.Clock.Zone {
		t.Errorf("explanations are in %v, not %v", got, a.work.Clock.Zone)
	}
}

// TestWhyNobodyIsComparedIsSaidWhole where there is room for it.
func TestWhyNobodyIsComparedIsSaidWhole(t *testing.T) {
	c := newFakeCase()
	c.Tracks = c.Tracks[:10]
	a := shown(t, c, 80, 24)
	want := a.work.CannotCompare()
	got := strings.Join(strings.Fields(termtest.Text(a.frame(), 80, 24)), " ")
	if want == "" || !strings.Contains(got, want) {
		t.Errorf("%q is not said whole:\n%s", want, termtest.Text(a.frame(), 80, 24))
	}
	checkFits(t, a)
}

// TestTheFootNamesWhatCanBeDone checks, on the rows of lists and without any, that the foot names no key that can do
// nothing there, and that such a key says so.
func TestTheFootNamesWhatCanBeDone(t *testing.T) {
	nobody := emptyCase{&fakeCase{&fakecase.Case{File: "/srv/logs/empty.db"}}}
	for _, test := range []struct {
		c       workspace.Case
		keys    string
		without []string // of the foot
		press   string
		says    string
	}{
		{nobody, "", []string{"enter open", "y copy", "m verdict", "space mark", "e export"}, "space", "the list is empty"},
		{nobody, "i", []string{"enter users", "y copy", "e export"}, "enter", "the list is empty"},
		{nobody, "x", []string{"y copy", "e export"}, "e", "the list is empty"},
		{nobody, "O", []string{"enter open", "e export"}, "enter", "the list is empty"},
		{nobody, "t", []string{"zoom", "move", "mark", "window", "e export"}, "e", "nothing to export"},
		{newFakeCase(), "r end", []string{"space on/off", "tab low/high", "+- weight", "enter who"}, "space", "not a rule"},
		{newFakeCase(), "/ z z z enter", []string{"enter open", "y copy"}, "y", "the list is empty"},
		{newFakeCase(), "end enter", []string{"] next user"}, "]", "no more users"},
		{newFakeCase(), "enter shift+tab shift+tab shift+tab", []string{"enter open", "e export"}, "e", "no list here"},
	} {
		a := shown(t, test.c, 200, 40)
		press(a, strings.Fields(test.keys)...)
		lines := strings.Split(strings.TrimSpace(seen(a)), "\n")
		for _, hint := range test.without {
			if foot := lines[len(lines)-1]; strings.Contains(foot, hint) || !strings.Contains(foot, "? help") {
				t.Errorf("after %q the foot names %q: %s", test.keys, hint, foot)
			}
		}
		if press(a, test.press); !strings.Contains(a.note, test.says) {
			t.Errorf("after %q %s says %q, want %q", test.keys, test.press, a.note, test.says)
		}
	}
}

// TestMarkedUsersAreExportedWhereTheListIsEmpty: what is marked is written, whatever the filter leaves of the list.
func TestMarkedUsersAreExportedWhereTheListIsEmpty(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, strings.Fields("space / z z z enter e")...)
	if a.overlay == nil {
		t.Errorf("it is not asked for a file: %q", a.note)
	}
}

// TestWhereEscLeadsFromNobody: in a list that was opened with a filter esc goes back, in one that was filtered then it
// takes the filter away, and the list says which.
func TestWhereEscLeadsFromNobody(t *testing.T) {
	nobody := emptyCase{&fakeCase{&fakecase.Case{File: "/srv/logs/empty.db"}}}
	a := shown(t, nobody, 120, 40)
	press(a, "S", "enter")
	if !strings.Contains(seen(a), "nobody matches; esc goes back") {
		t.Errorf("of a segment without users it says\n%s", seen(a))
	}
	if press(a, "esc"); !strings.Contains(seen(a), "churn-risk") {
		t.Errorf("esc does not go back:\n%s", seen(a))
	}
	a = shown(t, newFakeCase(), 120, 40)
	press(a, strings.Fields("/ z z z enter")...)
	if !strings.Contains(seen(a), "nobody matches; esc takes the filter away") {
		t.Errorf("of a filter it says\n%s", seen(a))
	}
	if press(a, "esc"); strings.Contains(seen(a), "nobody matches") {
		t.Errorf("esc does not take it away:\n%s", seen(a))
	}
}
