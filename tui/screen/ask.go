package screen

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// Ask is a box with a line to type: the name of a file, a note.
type Ask struct {
	title, hint string // the program's own words
	input       *term.Prompt
	then        func(text string) Action
}

// NewAsk asks for a text that begins with a value; then says what is done with it, without the spaces around it.
func NewAsk(title, hint, value string, then func(text string) Action) *Ask {
	return &Ask{title, hint, term.NewPrompt("›", value), then}
}

// Caption implements [Screen].
func (k *Ask) Caption() Caption { return Caption{Crumb: k.title} }

// Scopes implements [Screen].
func (k *Ask) Scopes() []term.Scope { return []term.Scope{term.OnPrompt} }

// widestAsk is enough for the name of a file in a folder or two; longer ones scroll.
const widestAsk = 72

// Size implements [Overlay].
func (k *Ask) Size(body BodySize) (w, h int) {
	w = min(max(widestAsk, clean.Width(k.hint)+edgesWidth), body.W)
	return w, min(edgesHeight+len(term.Wrap(k.hint, w-edgesWidth)), body.H)
}

// Update implements [Screen].
func (k *Ask) Update(msg tea.Msg) (Action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		k.input.Update(msg)
	case term.Command:
		switch msg {
		case term.Accept:
			return Uncover(k.then(strings.TrimSpace(k.input.Value()))), nil
		case term.CancelInput:
			return Uncover(nil), nil
		}
	}
	return nil, nil
}

// Draw implements [Screen].
func (k *Ask) Draw(a term.Area) {
	k.input.Draw(a.Line(0))
	a.Rows(1, a.H).Words(term.Dim, k.hint)
}

// Close implements [Screen].
func (k *Ask) Close() {}

// Expand is the full name of a file as a person writes it: ~ is the home directory.
func Expand(name string) (string, error) {
	if name == "" {
		return "", errors.New("no file is named")
	}
	rest, home := strings.CutPrefix(name, "~"+string(filepath.Separator))
	if !home {
		return filepath.Abs(name)
	}
	directory, err := os.UserHomeDir()
	return filepath.Join(directory, rest), err
}
