package tui

import (
	"strings"

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
		text = cellsInFull(g)
	}
	if text == "" {
		return screen.Say(term.Plain, "there is no row to read")
	}
	return screen.Cover(screen.NewReader("In full", text))
}

// cellsInFull are the cells of the row under the cursor, a line each.
func cellsInFull(g *term.Grid) string {
	var lines []string
	columns := g.All()
	for i, cell := range g.Cells(g.Cursor()) {
		switch title := columns[i].Heading(); {
		case cell == "":
		case title == "":
			lines = append(lines, cell)
		default:
			lines = append(lines, title+": "+cell)
		}
	}
	return strings.Join(lines, "\n")
}
