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

// Up and down go by the lines that are shown, of a text that has one line only.
func TestEditorGoesByWhatIsShown(t *testing.T) {
	e := NewEditor(strings.Repeat("x", 100), 1000)
	e.Resize(40)
	e.Update(tea.KeyPressMsg{Code: tea.KeyUp})
	e.Update(tea.KeyPressMsg{Code: '!', Text: "!"})
	if want := strings.Repeat("x", 60) + "!" + strings.Repeat("x", 40); e.Value() != want {
		t.Errorf("up of the end of 100 characters, 40 in a line, is in %q", e.Value())
	}
}
