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

// TestMenuReadsOnWhatIsCut, from the word that has no room beside the label.
func TestMenuReadsOnWhatIsCut(t *testing.T) {
	m := NewMenu("Rules", []Item{{Label: "strict", Detail: "far from the ordinary users, in two ways"},
		{Label: "paper", Detail: "by two rules"}})
	for width, want := range map[int]string{60: "", 49: "", 48: "… ways", 30: "… ordinary users, in two ways"} {
		if got := m.rest(m.items[0], width); got != want {
			t.Errorf("%d cells: %q, want %q", width, got, want)
		}
	}
	if w, h := m.Size(BodySize{W: 40, H: 20}); w != 40 || h != 2+1+edgesHeight || m.below != 1 {
		t.Errorf("%d × %d, %d lines below", w, h, m.below)
	}
	if _, h := m.Size(BodySize{W: 40, H: 5}); h != 5 || m.below != 0 {
		t.Errorf("in 5 lines: %d, %d below", h, m.below)
	}
	if _, h := m.Size(BodySize{W: 80, H: 20}); h != 2+edgesHeight || m.below != 0 {
		t.Errorf("where there is room: %d, %d below", h, m.below)
	}
}
