package tui

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term/termtest"
)

// slowLine is an app whose tasks end when the test lets them: between two keys any number of them, in any order, as a
// fast or a slow typist, or a slow machine, would have it.
type slowLine struct {
	a       *app
	waiting []tea.Cmd
}

func (s *slowLine) take(cmd tea.Cmd) {
	if cmd != nil {
		s.waiting = append(s.waiting, cmd)
	}
}

func (s *slowLine) send(msg tea.Msg) {
	_, cmd := s.a.Update(msg)
	s.take(cmd)
}

// finish ends one task.
func (s *slowLine) finish(i int) {
	cmd := s.waiting[i]
	s.waiting = append(s.waiting[:i:i], s.waiting[i+1:]...)
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			s.take(c)
		}
	default:
		s.send(msg)
	}
}

// keys are named as in the key table; a word of several letters that names no key is typed letter by letter.
func keyMessages(script string) (keys []tea.Msg) {
	for _, word := range strings.Fields(script) {
		if termtest.IsKey(word) || len(word) == 1 {
			keys = append(keys, termtest.Key(word))
			continue
		}
		for _, r := range word {
			keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return keys
}

// TestTypeAheadMeansTheSettledList types scripts at every pace against tasks that end late and in any order. What they
// do has to be what they do where each key waits for all that comes of the one before.
func TestTypeAheadMeansTheSettledList(t *testing.T) {
	scripts := map[string]string{
		"filter, verdict":            "/ user123 enter m enter",
		"filter, down, verdict":      "/ user02 enter j j m enter",
		"filter, open, verdict":      "/ user077 enter enter m enter",
		"filter, note":               "/ user150 enter M enter seen enter",
		"sort, verdict":              "> > m enter",
		"reverse, last, verdict":     "R G m enter",
		"filter, sort, verdict":      "/ user01 enter < j m enter",
		"verdict, filter, verdict":   "j m enter / user200 enter m enter",
		"filter taken away, verdict": "/ user200 enter esc m enter",
		"filter, another at once":    "/ user200 enter alt+/ user123 enter m enter",
		"filter, esc, open, verdict": "m enter / user200 enter alt+enter m enter",
		"preset, verdict":            "p down enter m enter",
		"item, its user, verdict":    "i j enter j m enter",
		"overview, find, verdict":    "O tab tab / 200 enter enter m enter",
		"overview, tables, verdict":  "O tab tab tab enter j m enter",
		"an address, verdict":        "a / 10 enter enter m enter",
	}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			calm := newFakeCase()
			a := shown(t, calm, 120, 40)
			for _, key := range keyMessages(script) {
				send(a, key)
			}
			want := verdictsGiven(calm)
			if len(want) == 0 {
				t.Fatal("the script gives no verdict")
			}
			for seed := range uint64(16) {
				r := rand.New(rand.NewPCG(seed, 1))
				pace := []float64{0, 0.3, 1, 3}[seed%4] // how many tasks end for each key, on average
				hurried := newFakeCase()
				s := &slowLine{a: shown(t, hurried, 120, 40)}
				for _, key := range keyMessages(script) {
					s.send(key)
					for len(s.waiting) > 0 && r.Float64() < pace/(1+pace) {
						s.finish(r.IntN(len(s.waiting)))
					}
				}
				for len(s.waiting) > 0 {
					s.finish(r.IntN(len(s.waiting)))
				}
				if got := verdictsGiven(hurried); got != want {
					t.Fatalf("pace %v, seed %d: verdicts on %q; with patience on %q", pace, seed, got, want)
				}
				if len(s.a.ahead.held) > 0 {
					t.Fatalf("pace %v, seed %d: keys are held for ever", pace, seed)
				}
			}
		})
	}
}

func verdictsGiven(c *fakeCase) string {
	var words []string
	for _, v := range c.Said {
		words = append(words, v.User+" "+v.Label+" "+v.Note)
	}
	return strings.Join(words, "; ")
}

// TestHeldKeysCanBeForgotten presses esc while keys wait for a list.
func TestHeldKeysCanBeForgotten(t *testing.T) {
	c := newFakeCase()
	s := &slowLine{a: shown(t, c, 120, 40)}
	for _, key := range keyMessages("/ user01 enter m enter") {
		s.send(key)
	}
	if len(s.a.ahead.held) != 2 {
		t.Fatalf("%d keys are held, not m and enter", len(s.a.ahead.held))
	}
	s.send(termtest.Key("esc"))
	for len(s.waiting) > 0 {
		s.finish(0)
	}
	if len(c.Said) > 0 || len(s.a.ahead.held) > 0 || s.a.overlay != nil {
		t.Errorf("what was forgotten is done: %v", c.Said)
	}
	if u := s.a.stack[0].(*users); u.want.Filter.Text != "user01" {
		t.Errorf("the filter went with it: %q", u.want.Filter.Text)
	}
}

// TestClickOnAListThatIsOnItsWay does nothing: the line that was clicked is about to be another's.
func TestClickOnAListThatIsOnItsWay(t *testing.T) {
	s := &slowLine{a: shown(t, newFakeCase(), 120, 40)}
	for _, key := range keyMessages("/ user01 enter") {
		s.send(key)
	}
	before := s.a.stack[0].(*users).list.Cursor()
	click := tea.MouseClickMsg{X: 10, Y: 9, Button: tea.MouseLeft}
	s.send(click)
	s.send(click)
	for range 3 { // on "enter open" at the foot; the first takes the note away
		s.send(tea.MouseClickMsg{X: 2, Y: 39, Button: tea.MouseLeft})
	}
	if u := s.a.stack[0].(*users); u.list.Cursor() != before || len(s.a.stack) > 1 {
		t.Error("a click chose a line of a list that is on its way")
	}
}

// TestKeyRightBehindEsc types as who is fast does, whose terminal sends esc and the key behind it as one with alt.
func TestKeyRightBehindEsc(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	u := a.stack[0].(*users)
	press(a, "m", "enter", "/")
	typed(a, "user01")
	press(a, "enter")
	press(a, "alt+/")
	typed(a, "user123")
	if got := u.want.Filter.Text; got != "user123" || !u.Typing() {
		t.Errorf("it filters %q, typing: %v", got, u.Typing())
	}
	press(a, "alt+/") // out of the prompt, and into it again
	typed(a, "u")
	press(a, "alt+esc")
	if u.Typing() || !u.want.Filter.Empty() || a.note == "" || len(a.stack) != 1 {
		t.Errorf("esc twice leaves the filter %q, typing: %v", u.want.Filter.Text, u.Typing())
	}
	if got := verdictsGiven(c); strings.Count(got, ";") > 0 || !strings.Contains(got, "suspicious") {
		t.Fatalf("what was typed gave the verdicts %q", got)
	}
	press(a, "down", "enter", "alt+u")
	if got := verdictsGiven(c); len(a.stack) != 1 || !strings.HasSuffix(got, "none ") {
		t.Errorf("u behind esc: %d screens, verdicts %q", len(a.stack), got)
	}
	press(a, "M", "enter", "a", "alt+enter", "b", "enter")
	if got := verdictsGiven(c); !strings.HasSuffix(got, "a\nb") {
		t.Errorf("alt+enter in a note: %q", got)
	}
}

// TestEnterBeforeTheTerminalWasTakenOver types as fast as the program starts: the terminal has made a line feed of
// enter, which is what ctrl+j sends.
func TestEnterBeforeTheTerminalWasTakenOver(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "/")
	typed(a, "user01")
	press(a, "ctrl+j")
	if u := a.stack[0].(*users); u.Typing() || u.want.Filter.Text != "user01" {
		t.Errorf("it filters %q, typing: %v", u.want.Filter.Text, u.Typing())
	}
	if press(a, "ctrl+j"); len(a.stack) != 2 {
		t.Error("no user is opened")
	}
}

// TestGoToTimeAsksAgain where what was typed is no time; it stays to be corrected.
func TestGoToTimeAsksAgain(t *testing.T) {
	a := shown(t, newFakeCase(), 120, 40)
	press(a, "enter", "tab", "@")
	typed(a, "99:99")
	press(a, "enter")
	if seen := seen(a); !strings.Contains(seen, "no time 99:99") || !strings.Contains(seen, "› 99:99") {
		t.Errorf("%s", seen)
	}
	if press(a, "esc"); len(a.stack) != 2 {
		t.Error("esc leaves more than the prompt")
	}
}

// TestAltWhereTheTerminalTellsItFromEsc means nothing, and says so.
func TestAltWhereTheTerminalTellsItFromEsc(t *testing.T) {
	c := newFakeCase()
	a := shown(t, c, 120, 40)
	send(a, tea.KeyboardEnhancementsMsg{Flags: 1})
	press(a, "m", "enter", "down", "enter", "alt+u", "f1", "esc", "alt+x")
	if got := verdictsGiven(c); len(a.stack) != 2 || strings.Contains(got, "none") ||
		!strings.Contains(a.note, "no such key") {
		t.Errorf("alt+u: %d screens, verdicts %q, it says %q", len(a.stack), got, a.note)
	}
}
