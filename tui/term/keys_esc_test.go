package term

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// TestKeyAfterEsc has what a terminal sends for esc and a key that follow fast: it is that key wherever alt and the key
// mean nothing.
func TestKeyAfterEsc(t *testing.T) {
	list, prompt := []Scope{OnUsers, OnCase, OnList}, []Scope{OnFilter, OnPrompt}
	for _, c := range []struct {
		sent   string
		scopes []Scope
		editor bool
		want   string // "" stays what it is
	}{
		{"\x1b/", list, false, "/"}, {"\x1bu", list, false, "u"}, {"\x1bN", list, false, "N"},
		{"\x1b ", list, false, "space"},
		{"\x1bO", list, false, "O"}, {"\x1b[", list, false, "["}, {"\x1b\r", list, false, "enter"},
		{"\x1b\x1b", list, false, "esc"},
		{"\x1b\x13", list, false, "ctrl+s"}, {"\x1b한", list, false, "한"}, {"\x1b\x1b[B", list, false, "down"},
		{"\x1b\x1b[D", list, false, ""}, // alt+left goes to the place before
		{"\x1b/", prompt, false, "/"}, {"\x1bc", prompt, false, "c"}, {"\x1bb", prompt, false, ""},
		{"\x1b\x7f", prompt, false, ""}, {"\x1bc", prompt, true, ""}, {"\x1b\r", prompt, true, ""},
		{"\x1b\r", prompt, false, "enter"}, {"\x1bx", prompt, true, "x"},
		{"u", list, false, ""}, {"\x1b", list, false, ""}, {"\x1b[A", list, false, ""},
	} {
		var decoder uv.EventDecoder
		_, event := decoder.Decode([]byte(c.sent))
		pressed, ok := event.(uv.KeyPressEvent)
		if !ok {
			t.Fatalf("%q is %T", c.sent, event)
		}
		got, apart := AfterEsc(c.scopes, c.editor, tea.KeyPressMsg(pressed))
		if apart != (c.want != "") || apart && got.String() != c.want {
			t.Errorf("%q in %v is %q, apart: %v", c.sent, c.scopes, got.String(), apart)
		}
		if apart && len([]rune(c.want)) == 1 && got.Text != c.want {
			t.Errorf("%q has the text %q", c.sent, got.Text)
		}
	}
}
