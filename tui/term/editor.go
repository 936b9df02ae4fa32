package term

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
)

// Editor is a text of several lines being typed. The editing is bubbles' own; drawing is ours, so that pasted text is
// cleaned like any.
type Editor struct {
	input textarea.Model
}

// NewEditor returns an editor with the cursor at the end of the value that it begins with. It takes at most so many
// cells and line breaks. Enter is left to whoever owns the editor; alt+enter and ctrl+j begin a line.
func NewEditor(value string, most int) *Editor {
	input := textarea.New()
	input.CharLimit, input.MaxHeight, input.MaxWidth, input.ShowLineNumbers, input.Prompt = most, 0, 0, false, ""
	input.KeyMap.InsertNewline = key.NewBinding(key.WithKeys("alt+enter", "ctrl+j", "shift+enter"))
	input.KeyMap.Paste.SetEnabled(false) // it would run a program to read the clipboard; the terminal pastes by itself
	input.Focus()
	input.SetValue(value)
	input.MoveToEnd()
	return &Editor{input}
}

// Value returns the text as it is typed, uncleaned.
func (e *Editor) Value() string { return e.input.Value() }

// Length is how much of what may be typed has been.
func (e *Editor) Length() int { return e.input.Length() }

// Update gives the editor a key or a paste.
func (e *Editor) Update(msg tea.Msg) {
	e.input, _ = e.input.Update(msg) // the only commands are those of a blinking cursor
}

// Resize says how wide the lines are by which up and down go. What a key costs grows with the width.
func (e *Editor) Resize(width int) { e.input.SetWidth(max(width, 1)) }

// Rows is how many lines Draw needs to show all of the text at some width.
func (e *Editor) Rows(width int) (rows int) {
	for _, line := range splitLines(e.input.Value()) {
		rows += len(wrapRunes(line, max(width-1, 1)))
	}
	return rows
}

// Draw writes the lines round the cursor, each over as many lines of the area as it needs.
func (e *Editor) Draw(a Area) {
	var rows [][]rune
	row, column := 0, 0
	for i, line := range splitLines(e.input.Value()) {
		wrapped := wrapRunes(line, max(a.W-1, 1)) // the cursor needs a cell behind the text
		if i == e.input.Line() {
			row, column = len(rows), e.input.Column()
			for row < len(rows)+len(wrapped)-1 && column >= len(wrapped[row-len(rows)]) {
				column -= len(wrapped[row-len(rows)])
				row++
			}
		}
		rows = append(rows, wrapped...)
	}
	top := max(row-a.H+1, 0)
	for i := range min(a.H, len(rows)-top) {
		p, text := a.Line(i), rows[top+i]
		if top+i != row {
			p.Data(Plain, string(text))
			continue
		}
		column = min(column, len(text))
		p.Data(Plain, string(text[:column]))
		under := " "
		if column < len(text) {
			under = string(text[column])
		}
		p.Data(Chosen, under)
		if column < len(text) {
			p.Data(Plain, string(text[column+1:]))
		}
	}
}

// WrapText breaks a text from outside into lines of at most width cells, wherever that is. What it returns is drawn as
// what comes from outside.
func WrapText(text string, width int) (lines []string) {
	for _, line := range splitLines(text) {
		for _, row := range wrapRunes(line, max(width, 1)) {
			lines = append(lines, string(row))
		}
	}
	return lines
}

// splitLines are the lines of a text; there is at least one.
func splitLines(text string) (lines [][]rune) {
	line := []rune{}
	for _, r := range text {
		if r == '\n' {
			lines, line = append(lines, line), []rune{}
			continue
		}
		line = append(line, r)
	}
	return append(lines, line)
}

// wrapRunes cuts a line into rows of at most width cells; there is at least one.
func wrapRunes(line []rune, width int) (rows [][]rune) {
	begin, cells := 0, 0
	for i, r := range line {
		w := clean.Width(clean.Text(string(r)))
		if cells+w > width && i > begin {
			rows = append(rows, line[begin:i])
			begin, cells = i, 0
		}
		cells += w
	}
	return append(rows, line[begin:])
}
