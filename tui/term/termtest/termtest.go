// Package termtest holds what tests of the screens and of the toolkit under them share: keys as they arrive, frames as
// a terminal shows them, and texts that try to do a terminal harm.
package termtest

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// Strange are texts that try to do something to a terminal, or to the eye.
var Strange = []string{
	"\x1b[31mred\x1b[8mhidden", "\x1b]52;c;cm0gLXJm\x07", "\x1b]8;;http://evil\x1b\\link", "one\rtwo", "back\b\b\b\bspace",
	"\u009b31m", "\u202egnp.exe", "zero\u200bwidth", "nul\x00nul", "\xff\xfe\xfd", "\ttab", "line\nfeed", "\x1b[2J\x1b[H",
	"a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309", "한국어이름", "👩‍👩‍👧‍👦", "\u2028sep", "\U000E0041tag",
	"\x1b]unterminated",
	strings.Repeat("wide한", 300),
}

// codes are the keys that are no characters.
var codes = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	"f1": tea.KeyF1, "f5": tea.KeyF5,
}

// IsKey reports whether a word of several letters names a key.
func IsKey(name string) bool {
	return codes[name] != 0 || strings.HasPrefix(name, "alt+") || strings.HasPrefix(name, "ctrl+")
}

// Key is the message of a key as the key table names it.
func Key(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	rest := name
	for _, mod := range []struct {
		name string
		mod  tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if after, ok := strings.CutPrefix(rest, mod.name); ok {
			k.Mod |= mod.mod
			rest = after
		}
	}
	switch code, ok := codes[rest]; {
	case ok:
		k.Code = code
	case rest == "space":
		k.Code, k.Text = ' ', " "
	default:
		k.Code = []rune(rest)[0]
		if k.Mod == 0 {
			k.Text = rest
		}
	}
	return k
}

// Text is what a terminal of that size would show, without colours.
func Text(frame string, w, h int) string {
	b := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(frame).Draw(b, b.Bounds())
	var lines []string
	for y := range h {
		var line strings.Builder
		for x := 0; x < w; x++ {
			cell := b.CellAt(x, y)
			switch {
			case cell == nil || cell.Width == 0:
			case cell.Content == "":
				line.WriteByte(' ')
			default:
				line.WriteString(cell.Content)
			}
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return strings.Join(lines, "\n") + "\n"
}
