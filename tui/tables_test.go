package tui

import (
	"strings"
	"testing"

	"spoor/analysis"
	"spoor/tui/screen"
	"spoor/tui/term/termtest"
)

func TestSegmentsLeadToTheirUsers(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "S", "down", "enter")
	u, ok := a.top().(*users)
	if !ok || u.want.Filter.Text != "segment:loyal" || len(u.rows) != 78 {
		t.Fatalf("enter leads to %q with %d users", u.want.Filter.Text, len(u.rows))
	}
	press(a, "/")
	typed(a, " user00")
	press(a, "enter", "esc")
	if u.want.Filter.Text != "segment:loyal" || a.top() != screen.Screen(u) {
		t.Errorf("esc leads to %q", u.want.Filter.Text)
	}
	press(a, "esc")
	if _, ok := a.top().(*tables); !ok {
		t.Errorf("esc leads to %T, and not back to the segments", a.top())
	}
}

func TestCompareLeadsToWhoHits(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "c", "enter")
	u := a.top().(*users)
	if u.want.Filter.Text != "hit:reading-time" || len(u.rows) != a.work.Now.RuleHits[0]+robotsHitting(a) {
		t.Errorf("%q finds %d, %d hit", u.want.Filter.Text, len(u.rows), a.work.Now.RuleHits[0])
	}
}

// robotsHitting counts the declared robots that hit the first rule, who are listed but not counted among its hits.
func robotsHitting(a *app) (n int) {
	for row := range a.work.Users.Len() {
		if a.work.Users.Robot(row) && a.work.Judgement().Side(row, 0) != analysis.Inside {
			n++
		}
	}
	return n
}

func TestAuditLeadsToTheExtremes(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "A", "enter")
	u := a.top().(*users)
	if u.want.Order != "reading-time" || a.work.Users.Key[u.rows[0]] != "dawdler" {
		t.Errorf("by %s the first is %s", u.want.Order, a.work.Users.Key[u.rows[0]])
	}
}

// TestTablesFollowTheRules turns the rules while a table is open, as undo through the stack could.
func TestTablesFollowTheRules(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "S", "down")
	before := a.frame()
	next, err := a.work.Rules.With("flag.score=100")
	if err != nil {
		t.Fatal(err)
	}
	drain(a, a.work.Change(next))
	if a.frame() == before || a.top().(*tables).part().list.Cursor() != 1 {
		t.Error("the table stays as it was, or loses its cursor")
	}
	if !strings.Contains(termtest.Text(a.frame(), 120, 40), "1 change") {
		t.Error("it does not say which rules it is by")
	}
}

// TestNoteWithoutRoomIsReadInFull cuts the note of the segments, and reads it by the key that it names.
func TestNoteWithoutRoomIsReadInFull(t *testing.T) {
	for _, c := range []struct {
		w, h int
		cut  bool
	}{{120, 40, false}, {60, 15, true}} {
		a := shown(t, newFakeCase(), c.w, c.h)
		press(a, "S")
		const end = "enter lists the users of a segment."
		if got := seen(a); strings.Contains(got, " … v reads on\n") != c.cut || strings.Contains(got, end) == c.cut {
			t.Errorf("%+v:\n%s", c, got)
		}
		press(a, "v", "end")
		if got := seen(a); !strings.Contains(got, end) {
			t.Errorf("%+v, in full:\n%s", c, got)
		}
	}
}
