package tui

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/term/termtest"
)

// TestKeysThatWereTooFast presses keys before anything has been read, and again when all has.
func TestKeysThatWereTooFast(t *testing.T) {
	for _, script := range []string{
		"r", "r G", "r end / content enter left right", "r end / content esc left", "r tab tab G g right # delete",
		"t g", "t G", "t end", "space down V", "? everybody enter",
		"t down down down down down down down down down down down down down down down down down down",
	} {
		for _, width := range []int{40, 120} {
			s := slowStart(t, newFakeCase(), width, 30)
			early := func() {
				for _, key := range keyMessages(script) {
					s.send(key)
					checkFits(t, s.a)
				}
			}
			early()
			for len(s.waiting) > 0 {
				s.finish(0)
			}
			early()
		}
	}
}

// TestAnyKeysAtAnyTime presses keys at random from the first moment on, when nothing has been read yet, while tasks end
// late and in any order, in terminals of all sizes. Whatever a key does must not need what is not there yet.
func TestAnyKeysAtAnyTime(t *testing.T) {
	keys := strings.Fields(strings.Repeat("up down left right enter esc tab home end pgup pgdown ", 3) +
		"shift+tab backspace delete space shift+left shift+right ctrl+u ctrl+d ctrl+p ctrl+s ctrl+r ctrl+b ctrl+f " +
		"alt+left f1 f5")
	for r := '!'; r <= '~'; r++ {
		if r != 'q' { // leaves
			keys = append(keys, string(r))
		}
	}
	t.Chdir(t.TempDir()) // where files are written that menus offer to write
	seeds := uint64(200)
	if os.Getenv("SPOOR_LONG_TESTS") != "" {
		seeds = 10_000
	}
	for seed := range seeds {
		pressed := []string{}
		func() {
			defer func() {
				if found := recover(); found != nil {
					t.Errorf("%v\n%s", found, debug.Stack())
				}
				if t.Failed() {
					t.Logf("seed %d: %s", seed, strings.Join(pressed, " "))
				}
			}()
			r := rand.New(rand.NewPCG(seed, 1))
			c := newFakeCase()
			if r.IntN(4) == 0 {
				c = newFakeCase(termtest.Strange...)
			}
			s := slowStart(t, c, 20+r.IntN(120), 4+r.IntN(40))
			pace := []float64{0, 0.1, 0.5, 2}[r.IntN(4)] // how many tasks end for each key, on average
			for range 60 + r.IntN(140) {
				msg, name := anything(r, keys, s.a)
				pressed = append(pressed, name)
				s.send(msg)
				for len(s.waiting) > 0 && r.Float64() < pace/(1+pace) {
					s.finish(r.IntN(len(s.waiting)))
				}
				checkFits(t, s.a)
			}
		}()
		if t.Failed() {
			return
		}
	}
}

// anything is a key mostly, and now and then something else that a terminal tells.
func anything(r *rand.Rand, keys []string, a *app) (msg tea.Msg, name string) {
	switch r.IntN(12) {
	case 0:
		at := tea.MouseClickMsg{X: r.IntN(a.w), Y: r.IntN(a.h), Button: tea.MouseLeft}
		return at, fmt.Sprintf("click:%d,%d", at.X, at.Y)
	case 1:
		at := tea.MouseWheelMsg{X: r.IntN(a.w), Y: r.IntN(a.h), Button: tea.MouseWheelDown - tea.MouseButton(r.IntN(2))}
		return at, fmt.Sprintf("wheel:%d,%d", at.X, at.Y)
	case 2:
		if r.IntN(3) == 0 {
			size := tea.WindowSizeMsg{Width: 1 + r.IntN(150), Height: 1 + r.IntN(50)}
			return size, fmt.Sprintf("resize:%dx%d", size.Width, size.Height)
		}
		return tea.PasteMsg{Content: "user01\n5\t"}, "paste"
	}
	name = keys[r.IntN(len(keys))]
	return termtest.Key(name), name
}

// slowStart is an app of which nothing but the size of the terminal is known.
func slowStart(t testing.TB, c *fakeCase, w, h int) *slowLine {
	t.Helper()
	a, _ := unstarted(t, c)
	s := &slowLine{a: a}
	s.take(s.a.Init())
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	return s
}
