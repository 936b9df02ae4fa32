package term

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestWrapText(t *testing.T) {
	for text, want := range map[string][]string{
		"":              {""},
		"abcdef":        {"abcd", "ef"},
		"ab\n\ncd":      {"ab", "", "cd"},
		"김이박":           {"김이", "박"},
		"a\x1b[31mb\nc": {"a\x1b[3", "1mb", "c"},
	} {
		if got := WrapText(text, 4); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// An editor takes line breaks by alt+enter and by paste, and no more than it may.
func TestEditor(t *testing.T) {
	e := NewEditor("first", 30)
	e.Update(tea.KeyPressMsg{Code: tea.KeyEnter, Mod: tea.ModAlt})
	for _, r := range "둘째" {
		e.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	e.Update(tea.PasteMsg{Content: "\nthird\nfourth"})
	if want := "first\n둘째\nthird\nfourth"; e.Value() != want {
		t.Errorf("got %q, want %q", e.Value(), want)
	}
	e.Update(tea.PasteMsg{Content: strings.Repeat("x", 100)})
	if e.Length() > 30 {
		t.Errorf("%d are taken where 30 may be", e.Length())
	}
}
