package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"spoor/tui/term"
	"spoor/tui/term/termtest"
)

// some are the numbers up to a limit, all of them at first, where every cell counts, and then in steps.
func some(all, step, limit int) (numbers []int) {
	for n := 0; n <= limit; n++ {
		if n <= all || n%step == 0 {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// TestEverySizeFits draws every screen and overlay at sizes up to a little more than is usual: nothing panics, no line
// is wider than the terminal and there is no line too many.
func TestEverySizeFits(t *testing.T) {
	widths, heights := some(60, 3, 130), some(15, 5, 40)
	if testing.Short() {
		widths, heights = some(0, 7, 130), some(0, 7, 40)
	}
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			a := shown(t, newFakeCase(termtest.Strange...), 120, 40)
			press(a, v.keys...)
			for _, w := range widths {
				for _, h := range heights {
					// zero is told apart from a size only by resize, so the frame is drawn at it all the same
					a.Update(tea.WindowSizeMsg{Width: w, Height: h})
					a.w, a.h = w, h
					checkFits(t, a)
				}
			}
		})
	}
}

func checkFits(t *testing.T, a *app) {
	t.Helper()
	lines := strings.Split(a.frame(), "\n")
	if len(lines) > max(a.h, 1) {
		t.Fatalf("%dx%d: %d lines", a.w, a.h, len(lines))
	}
	for i, line := range lines {
		if width := ansi.StringWidth(line); width > a.w {
			t.Fatalf("%dx%d: line %d is %d cells wide: %q", a.w, a.h, i, width, line)
		}
	}
}

// TestSizeOfNothing keeps the last size where a terminal says it has none.
func TestSizeOfNothing(t *testing.T) {
	a := shown(t, newFakeCase(), 100, 30)
	send(a, tea.WindowSizeMsg{})
	if a.w != 100 || a.h != 30 {
		t.Errorf("the size is %dx%d", a.w, a.h)
	}
	filter := term.ThinOut(fallbackWidth, fallbackHeight)
	if got := filter(nil, tea.WindowSizeMsg{}); got != (tea.WindowSizeMsg{Width: 80, Height: 24}) {
		t.Errorf("a first size of nothing becomes %v", got)
	}
	filter(nil, tea.WindowSizeMsg{Width: 90, Height: 20})
	if got := filter(nil, tea.WindowSizeMsg{}); got != (tea.WindowSizeMsg{Width: 90, Height: 20}) {
		t.Errorf("a later size of nothing becomes %v", got)
	}
}
