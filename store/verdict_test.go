package store

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestVerdictsAreAHistory(t *testing.T) {
	c, _ := generatedCase(t, 1, 50, 50)
	first, second, third := keyOf(t, c, 1), keyOf(t, c, 2), keyOf(t, c, 3)
	for i, v := range []Verdict{
		{User: first, Label: "watch", Note: "first look", Author: "kim"},
		{User: second, Label: Suspicious, Note: "reads as if\x00 the profile did not matter\xff", Author: "kim"},
		{User: first, Label: Suspicious, Author: "lee"},
		{User: third, Label: "benign"},
		{User: third, Label: "none", Note: "taken back"},
	} {
		v.At = int64(1000 + i)
		addVerdict(t, c, v)
	}
	got, err := c.Verdicts(t.Context())
	check(t, err)
	want := map[string]Verdict{
		first: {ID: 3, User: first, Label: Suspicious, Author: "lee", At: 1002},
		second: {ID: 2, User: second, Label: Suspicious, Note: "reads as if␀ the profile did not matter\uFFFD",
			Author: "kim", At: 1001},
	}
	if !maps.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	history := table(t, c, "SELECT label, author, at FROM verdict WHERE user = 1 ORDER BY id")
	if want := []string{`"watch" "kim" "1000"`, `"suspicious" "lee" "1002"`}; !slices.Equal(history, want) {
		t.Errorf("history %q, want %q", history, want)
	}
}

func TestVerdictThatIsNone(t *testing.T) {
	c := newCase(t)
	for _, label := range []string{"", "guilty", "Suspicious"} {
		_, err := c.AddVerdict(t.Context(), Verdict{User: "kim", Label: label}, Verdict{})
		if err == nil || !strings.Contains(err.Error(), "suspicious, benign, watch, none") {
			t.Errorf("%q: %v", label, err)
		}
	}
	if verdicts, err := c.Verdicts(t.Context()); err != nil || len(verdicts) != 0 {
		t.Errorf("%v, %v", verdicts, err)
	}
}

// addVerdict gives a verdict after looking at the one that stands.
func addVerdict(t testing.TB, c *Case, v Verdict) {
	t.Helper()
	standing, err := c.Verdicts(t.Context())
	check(t, err)
	_, err = c.AddVerdict(t.Context(), v, standing[v.User])
	check(t, err)
}

// TestVerdictsAtOnce gives four verdicts in one step while two users have others than were seen: these stay, and a
// label that is none has nothing written.
func TestVerdictsAtOnce(t *testing.T) {
	c, _ := generatedCase(t, 1, 20, 20)
	users := []string{keyOf(t, c, 1), keyOf(t, c, 2), keyOf(t, c, 3), keyOf(t, c, 4)}
	addVerdict(t, c, Verdict{User: users[0], Label: "watch", Author: "ann"})
	addVerdict(t, c, Verdict{User: users[1], Label: "benign"})
	addVerdict(t, c, Verdict{User: users[2], Label: "benign"})
	addVerdict(t, c, Verdict{User: users[2], Label: "none"})
	standing, err := c.Verdicts(t.Context())
	check(t, err)
	given := make([]Verdict, 4)
	for i := range given {
		given[i] = Verdict{User: users[i], Label: Suspicious, Note: "all", Author: "bob", At: 9}
	}
	ids, err := c.AddVerdicts(t.Context(), given, []Verdict{{}, standing[users[1]], {}, {ID: 77}})
	var changed *VerdictChangedError
	if !errors.As(err, &changed) || err.Error() != "ann has said watch meanwhile" {
		t.Errorf("not seen: %v", err)
	}
	if len(ids) != 4 || ids[0] != 0 || ids[1] <= standing[users[1]].ID || ids[2] <= ids[1] || ids[3] != 0 {
		t.Errorf("IDs %v", ids)
	}
	after, err := c.Verdicts(t.Context())
	check(t, err)
	given[1].ID, given[2].ID = ids[1], ids[2]
	if len(after) != 3 ||
		after[users[0]] != standing[users[0]] || after[users[1]] != given[1] || after[users[2]] != given[2] {
		t.Errorf("%v", after)
	}
	given[3].Label = "guilty"
	if ids, err := c.AddVerdicts(t.Context(), given[2:], []Verdict{given[2], {}}); err == nil || ids != nil {
		t.Errorf("a label that is none: %v, %v", ids, err)
	}
	if again, err := c.Verdicts(t.Context()); err != nil || !maps.Equal(again, after) {
		t.Errorf("half of it is written: %v, %v", again, err)
	}
}

// Two people who look at one user don't overwrite each other unseen.
func TestAVerdictThatWasNotSeenIsNotOverwritten(t *testing.T) {
	c, _ := generatedCase(t, 1, 20, 20)
	user := keyOf(t, c, 1)
	first, err := c.AddVerdict(t.Context(), Verdict{User: user, Label: Suspicious, Author: "ann"}, Verdict{})
	check(t, err)
	_, err = c.AddVerdict(t.Context(), Verdict{User: user, Label: "benign", Author: "bob"}, Verdict{})
	var changed *VerdictChangedError
	if !errors.As(err, &changed) || changed.Now.ID != first || err.Error() != "ann has said suspicious meanwhile" {
		t.Errorf("unseen: %v", err)
	}
	_, err = c.AddVerdict(t.Context(), Verdict{User: user, Label: "none", Author: "bob"}, changed.Now)
	check(t, err)
	_, err = c.AddVerdict(t.Context(), Verdict{User: user, Label: "watch", Author: "ann"}, changed.Now)
	if !errors.As(err, &changed) || changed.Now.Label != "none" {
		t.Errorf("taken back meanwhile: %v", err)
	}
	_, err = c.AddVerdict(t.Context(), Verdict{User: user, Label: "watch", Author: "ann"}, Verdict{})
	check(t, err)
	w, err := c.Watch(t.Context())
	check(t, err)
	_, err = w.Watermark(t.Context())
	check(t, errors.Join(err, w.Close()))
	if w.LastVerdict() != 3 {
		t.Errorf("the last verdict is %d", w.LastVerdict())
	}
}
