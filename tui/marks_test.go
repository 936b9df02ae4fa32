package tui

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"spoor/store"
	"spoor/tui/internal/fakecase"
	"spoor/tui/term/termtest"
	"spoor/tui/why"
)

// TestOwnCommandRunsOnAllWhoAreMarked runs one command on each, in the order of the list, and none that was not marked.
func TestOwnCommandRunsOnAllWhoAreMarked(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	a := shown(t, newFakeCase(), 100, 30)
	a.commands = []OwnCommand{{Key: "X", Name: "note", Run: `echo "$SPOOR_USER $SPOOR_SCORE" >> "` + out + `"`,
		Background: true}}
	press(a, "space", "down", "space", "X")
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	u := a.top().(*users)
	var want []string
	for _, row := range []int32{u.rows[0], u.rows[2]} {
		want = append(want, a.work.Users.Key[row]+" "+why.Score(a.work.Judgement(), int(row)))
	}
	if got := strings.Split(strings.TrimSpace(string(text)), "\n"); !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

// TestVerdictsOnManyLeaveOutWhatOthersSaid gives one verdict on three users, of whom somebody else judges one
// meanwhile.
func TestVerdictsOnManyLeaveOutWhatOthersSaid(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 100, 30)
	u := a.top().(*users)
	other := a.work.Users.Key[u.rows[1]]
	press(a, "space", "space", "space", "m")
	if _, err := c.AddVerdict(t.Context(), store.Verdict{User: other, Label: "benign", Author: "lee",
		At: fakecase.Start.UnixMilli()}, store.Verdict{}); err != nil {
		t.Fatal(err)
	}
	press(a, "enter")
	if !strings.Contains(seen(a), "2 verdicts written, 1 not: lee has said benign meanwhile") {
		t.Errorf("%s", seen(a))
	}
	if len(c.Said) != 3 || c.Said[1].Label != store.Suspicious || a.work.Verdicts[other].Label != "benign" &&
		a.work.Verdicts[other].Label != "" {
		t.Errorf("%+v", c.Said)
	}
}

// TestTakingBackWhatIsBeingWritten presses u while verdicts on one user and on many are on their way: what is taken
// back is what was said last, once it is written, whatever ends first.
func TestTakingBackWhatIsBeingWritten(t *testing.T) {
	for script, want := range map[string]int{ // how many verdicts stand
		"space space space m enter u":             0,
		"m enter j space space m down enter u":    1,
		"space space m enter U j j m enter u":     2,
		"space space m enter u U j j j m enter":   1,
		"space space m enter m down enter u u":    0,
		"space space m enter m down enter u":      2,
		"m enter u m down enter":                  1,
		"space space m enter U m enter j m enter": 4,
	} {
		for seed := range uint64(8) {
			r := rand.New(rand.NewPCG(seed, 2))
			c := newFakeCase()
			s := &slowLine{a: shown(t, c, 120, 40)}
			for _, key := range strings.Fields(script) {
				s.send(termtest.Key(key))
				for len(s.waiting) > 0 && seed > 0 && r.IntN(int(seed)+1) > 1 {
					s.finish(r.IntN(len(s.waiting)))
				}
			}
			for len(s.waiting) > 0 {
				s.finish(r.IntN(len(s.waiting)))
			}
			standing := store.Standing(c.Said)
			if len(standing) != want || len(s.a.work.Verdicts) != want {
				t.Errorf("%s, seed %d: %d verdicts stand, and %d on the screens, not %d: %+v",
					script, seed, len(standing), len(s.a.work.Verdicts), want, c.Said)
			}
		}
	}
}

// TestLeavingWritesWhatIsWaiting leaves before anything is written: it is written then, in its order, and taken back.
func TestLeavingWritesWhatIsWaiting(t *testing.T) {
	for script, want := range map[string]int{
		"m enter m down enter": 1, "m enter u": 0, "space space m enter u U j m enter": 1,
		"space space m enter m down enter u": 2,
	} {
		c := newFakeCase()
		s := &slowLine{a: shown(t, c, 120, 40)}
		for _, key := range strings.Fields(script) {
			s.send(termtest.Key(key))
		}
		if len(c.Said) > 0 {
			t.Fatalf("%s: something is written already", script)
		}
		if err := s.a.work.Finish(); err != nil || len(store.Standing(c.Said)) != want {
			t.Errorf("%s: %d verdicts stand, not %d (%v): %+v", script, len(store.Standing(c.Said)), want, err, c.Said)
		}
	}
}

// TestOneMarkedUserIsOne: the box says of whom the verdict is, of one as of several.
func TestOneMarkedUserIsOne(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "space", "m")
	if !strings.Contains(seen(a), "Verdict on the user who is marked") {
		t.Errorf("of one it says\n%s", seen(a))
	}
	press(a, "esc", "down", "space", "m")
	if !strings.Contains(seen(a), "Verdict on the 2 users who are marked") {
		t.Errorf("of two it says\n%s", seen(a))
	}
}
