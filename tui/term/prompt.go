package term

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
)

// Prompt is one line of text being typed. The editing is bubbles' own; drawing is ours, so that pasted text is cleaned
// like any.
type Prompt struct {
	label string
	input textinput.Model
}

// longestInput keeps a paste of a whole file out of a filter.
const longestInput = 500

// NewPrompt returns a prompt with a label before it, and the cursor at the end of the value that it begins with.
func NewPrompt(label, value string) *Prompt {
	input := textinput.New()
	input.CharLimit = longestInput
	input.KeyMap.Paste.SetEnabled(false) // it would run a program to read the clipboard; the terminal pastes by itself
	input.Focus()
	input.SetValue(value)
	input.CursorEnd()
	return &Prompt{label: label, input: input}
}

// Limit says how many characters may be typed.
func (t *Prompt) Limit(most int) { t.input.CharLimit = most }

// Value returns the text as it is typed, uncleaned.
func (t *Prompt) Value() string { return t.input.Value() }

// Indent returns how many cells Draw writes before the text.
func (t *Prompt) Indent() int { return clean.Width(t.label) + 1 }

// Cursor returns how many runes stand before the cursor.
func (t *Prompt) Cursor() int { return t.input.Position() }

// Replace puts a word in the place of the runes [from, to) and the cursor behind it. It returns where that is.
func (t *Prompt) Replace(from, to int, word string) int {
	text := []rune(t.input.Value())
	t.input.SetValue(string(text[:from]) + word + string(text[to:]))
	t.input.SetCursor(from + utf8.RuneCountInString(word))
	return t.input.Position()
}

// Update gives the prompt a key or a paste, and reports whether the text changed.
func (t *Prompt) Update(msg tea.Msg) bool {
	before := t.input.Value()
	t.input, _ = t.input.Update(msg) // the only commands are those of a blinking cursor
	return t.input.Value() != before
}

// Draw writes label and text; of a text that is too long it shows the part round the cursor. It returns at which rune
// that part begins.
func (t *Prompt) Draw(p Pen) (start int) {
	p.Own(Strong, t.label)
	p.Gap(1)
	text, at := []rune(t.input.Value()), t.input.Position()
	room := p.Left() - 1
	for start < at && clean.Width(clean.Text(string(text[start:at]))) > room {
		start++
	}
	p.Data(Plain, string(text[start:at]))
	under := " "
	if at < len(text) {
		under = string(text[at])
		at++
	}
	p.Data(Chosen, under)
	p.Data(Plain, string(text[at:]))
	return start
}
