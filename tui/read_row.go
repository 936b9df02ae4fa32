package tui

import (
	"strings"

	"spoor/tui/term"
)

// whole is a screen that has more to say of a row than its list has columns for.
type whole interface {
	// inFull is everything about the row under the cursor; "" where the columns of the list say it all.
	inFull() string
}

// readRow shows the row under the cursor in full.
func (a *app) readRow() action {
	g, text := a.listed(), ""
	if of, ok := a.top().(whole); ok {
		text = of.inFull()
	}
	if text == "" && g != nil && g.Length() > 0 {
		text = cellsInFull(g)
	}
	if text == "" {
		return say(term.Plain, "there is no row to read")
	}
	return cover(newReader("In full", text))
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
