package term

import (
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// AfterEsc takes a key with alt apart where it is esc and that key: a terminal sends the same for both, and who types
// esc and / fast, or over a slow line, means one after the other. Keys that something is bound to stay as they are, and
// where text is typed those that edit it; editor is that it is an Editor.
func AfterEsc(scopes []Scope, editor bool, pressed tea.KeyPressMsg) (key tea.KeyPressMsg, ok bool) {
	if pressed.Mod&tea.ModAlt == 0 || CommandOf(scopes, pressed) != NoCommand {
		return pressed, false
	}
	name := pressed.Keystroke()
	if Typing(scopes) && (slices.Contains(promptAltKeys, name) || editor && slices.Contains(editorAltKeys, name)) {
		return pressed, false
	}
	key = pressed
	key.Mod &^= tea.ModAlt
	if key.Mod&^tea.ModShift == 0 && key.Code < tea.KeyExtended && unicode.IsPrint(key.Code) {
		r := key.Code
		if key.Mod&tea.ModShift != 0 {
			if r = key.ShiftedCode; r == 0 {
				r = unicode.ToUpper(key.Code)
			}
		}
		key.Text = string(r)
	}
	return key, true
}

// promptAltKeys go through a text by words or take words away; editorAltKeys are those that only an Editor has.
var (
	promptAltKeys = []string{"alt+b", "alt+f", "alt+d", "alt+backspace", "alt+delete", "alt+left", "alt+right"}
	editorAltKeys = []string{"alt+enter", "alt+c", "alt+l", "alt+u", "alt+<", "alt+>"}
)
