package screen

import (
	"testing"

	"spoor/tui/term"
)

// TestHelpFindsTheWordsOfTheFooter searches for what the footer calls a key.
func TestHelpFindsTheWordsOfTheFooter(t *testing.T) {
	for _, b := range term.Active([]term.Scope{term.OnUsers, term.OnCase, term.OnList}) {
		if b.Hint == "" {
			continue
		}
		m := NewHelp([]term.Scope{term.OnUsers, term.OnCase, term.OnList})
		m.input = term.NewPrompt("›", b.Hint)
		m.match()
		if len(m.shown) == 0 {
			t.Errorf("%q finds nothing", b.Hint)
		}
	}
}
