package tui

import (
	"spoor/tui/screen"
	"spoor/tui/term"
)

// readRow shows the row under the cursor in full.
func (a *app) readRow() screen.Action {
	g, text := a.listed(), ""
	if of, ok := a.top().(screen.Whole); ok {
		text = of.InFull()
	}
	if text == "" && g != nil && g.Length() > 0 {
		text = g.InFull()
	}
	if text == "" {
		return screen.Say(term.Plain, "there is no row to read")
	}
	return screen.Cover(screen.NewCleanReader("In full", text))
}
