package tui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// ask is a box with a line to type: the name of a file, a note.
type ask struct {
	title, hint string // the program's own words
	input       *term.Prompt
	then        func(text string) action
}

func newAsk(title, hint, value string, then func(text string) action) *ask {
	return &ask{title, hint, term.NewPrompt("›", value), then}
}

func (k *ask) caption() caption { return caption{crumb: k.title} }

func (k *ask) scopes() []term.Scope { return []term.Scope{term.OnPrompt} }

// widestAsk is enough for the name of a file in a folder or two; longer ones scroll.
const widestAsk = 72

func (k *ask) size(body bodySize) (w, h int) {
	return min(max(widestAsk, clean.Width(k.hint)+edgesWidth), body.w), min(4, body.h)
}

func (k *ask) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		k.input.Update(msg)
	case term.Command:
		switch msg {
		case term.Accept:
			return uncover(k.then(strings.TrimSpace(k.input.Value()))), nil
		case term.CancelInput:
			return uncover(nil), nil
		}
	}
	return nil, nil
}

func (k *ask) draw(a term.Area) {
	k.input.Draw(a.Line(0))
	a.Line(1).Own(term.Dim, k.hint)
}

func (k *ask) close() {}

// expanded is the full name of a file as a person writes it: ~ is the home directory.
func expanded(name string) (string, error) {
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
