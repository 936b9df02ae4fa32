package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
)

// clickOn clicks on words in a line of the screen, counted from the end where it is less than 0.
func clickOn(t *testing.T, a *app, line int, words string) {
	t.Helper()
	if line < 0 {
		line += a.h
	}
	text := strings.Split(seen(a), "\n")[line]
	before, _, found := strings.Cut(text, words)
	if !found {
		t.Fatalf("no %q in %q", words, text)
	}
	send(a, tea.MouseClickMsg{X: clean.Width(before), Y: line, Button: tea.MouseLeft})
}

// TestFrameIsClicked goes down to a session, and back by the names of the screens; and does what the foot offers.
func TestFrameIsClicked(t *testing.T) {
	for _, width := range []int{40, 80, 120} {
		a := shown(t, newFakeCase("김민수"), width, 24)
		press(a, "/")
		typed(a, "김민수")
		press(a, "enter", "enter", "tab", "enter")
		if len(a.stack) != 3 {
			t.Fatalf("%d screens", len(a.stack))
		}
		clickOn(t, a, 0, "session")
		if len(a.stack) != 3 {
			t.Errorf("%d: the name of the screen itself leads away:\n%s", width, seen(a))
		}
		if width > 40 { // else the names before it have no room
			clickOn(t, a, 0, "김민수")
			if len(a.stack) != 2 || a.top().Caption().Crumb != "김민수" {
				t.Errorf("%d: not on the user:\n%s", width, seen(a))
			}
		}
		clickOn(t, a, 0, "hibrain")
		if len(a.stack) != 1 {
			t.Errorf("%d: not on the first screen:\n%s", width, seen(a))
		}
		clickOn(t, a, -1, "enter open")
		if len(a.stack) != 2 {
			t.Errorf("%d: enter is not pressed:\n%s", width, seen(a))
		}
		clickOn(t, a, -1, "? help")
		if a.overlay == nil {
			t.Errorf("%d: there is no help:\n%s", width, seen(a))
		}
		clickOn(t, a, 0, "spoor")
		if a.overlay == nil || len(a.stack) != 2 {
			t.Errorf("%d: what lies under the help is clicked on", width)
		}
		clickOn(t, a, -1, "esc")
		if a.overlay != nil {
			t.Errorf("%d: the help is still there:\n%s", width, seen(a))
		}
	}
}
