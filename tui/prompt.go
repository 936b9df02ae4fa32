package tui

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
)

// prompt is one line of text being typed. The editing is bubbles' own; drawing is ours, so that pasted text is cleaned like any.
type prompt struct {
	label string
	input textinput.Model
}

// longestInput keeps a paste of a whole file out of a filter.
const longestInput = 500

func newPrompt(label, value string) *prompt {
	input := textinput.New()
	input.CharLimit = longestInput
	input.KeyMap.Paste.SetEnabled(false) // it would run a program to read the clipboard; the terminal pastes by itself
	input.Focus()
	input.SetValue(value)
	input.CursorEnd()
	return &prompt{label: label, input: input}
}

func (t *prompt) value() string { return t.input.Value() }

// indent is how many cells stand before the text.
func (t *prompt) indent() int { return clean.Width(t.label) + 1 }

// cursor returns how many runes stand before the cursor.
func (t *prompt) cursor() int { return t.input.Position() }

// replace puts a word in the place of the runes [from, to) and the cursor behind it. It returns where that is.
func (t *prompt) replace(from, to int, word string) int {
	text := []rune(t.input.Value())
	t.input.SetValue(string(text[:from]) + word + string(text[to:]))
	t.input.SetCursor(from + utf8.RuneCountInString(word))
	return t.input.Position()
}

// update edits the text and reports whether it changed.
func (t *prompt) update(msg tea.Msg) bool {
	before := t.input.Value()
	t.input, _ = t.input.Update(msg) // the only commands are those of a blinking cursor
	return t.input.Value() != before
}

// draw writes label and text; a text that is too long shows the part round the cursor. It returns at which rune the shown part begins.
func (t *prompt) draw(p pen) (start int) {
	p.own(strong, t.label)
	p.gap(1)
	text, at := []rune(t.input.Value()), t.input.Position()
	room := p.left() - 1
	for start < at && clean.Width(clean.Text(string(text[start:at]))) > room {
		start++
	}
	p.data(plain, string(text[start:at]))
	under := " "
	if at < len(text) {
		under = string(text[at])
		at++
	}
	p.data(chosen, under)
	p.data(plain, string(text[at:]))
	return start
}
