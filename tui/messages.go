package tui

import (
	"strings"

	"spoor/tui/screen"
	"spoor/tui/term"
)

// messages are what was said lately, the oldest first: the footer has one line, and cuts.
type messages []string

// keptMessages is how many are kept.
const keptMessages = 50

// Say writes a message in the footer, until the next key, and keeps it.
func (a *app) Say(s term.Style, text string) {
	a.note, a.noteStyle = text, s
	if text == "" || len(a.messages) > 0 && a.messages[len(a.messages)-1] == text {
		return
	}
	a.messages = append(a.messages, text)
	a.messages = a.messages[max(len(a.messages)-keptMessages, 0):]
}

// show opens them in full, the newest first.
func (m messages) show() screen.Action {
	if len(m) == 0 {
		return screen.Say(term.Plain, "nothing has been said yet")
	}
	text := make([]string, 0, len(m))
	for i := len(m) - 1; i >= 0; i-- {
		text = append(text, m[i])
	}
	return screen.Cover(screen.NewReader("Messages", strings.Join(text, "\n\n")))
}
