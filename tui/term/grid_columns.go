package term

import (
	"slices"
	"strings"

	"spoor/internal/clean"
)

// Heading is what a column is called, which for one without a title is what sorting calls it.
func (c *Column) Heading() string {
	if c.Title != "" {
		return c.Title
	}
	return c.Name
}

// placed is a column and where it stands in the area.
type placed struct {
	*Column
	at, width int
}

// layout chooses the columns that fit into a width and places them.
func (g *Grid) layout(width int) []placed {
	chosen := g.fitting(width)
	total := totalWidth(chosen)
	if hidden := g.hiddenColumns(chosen); hidden != "" && !g.Quiet && total+clean.Width(hidden)+1 <= width {
		width -= clean.Width(hidden) + 1 // what says that there are more takes no title's place, where that can be
	}
	at := 1
	for i := range chosen {
		c := &chosen[i]
		if c.Stretch {
			c.width += max(width-total, 0)
			if c.Most > 0 {
				c.width = min(c.width, max(c.Most, c.Width))
			}
		}
		c.at = at
		at += c.width + ColumnGap
	}
	return chosen
}

func totalWidth(columns []placed) int {
	total := 1 - ColumnGap
	for _, c := range columns {
		total += c.width + ColumnGap
	}
	return total
}

// fitting are the columns for which there is room: all but those with the highest ranks, or where the columns are
// scrolled sideways the one that says what a row is of, and the next.
func (g *Grid) fitting(width int) []placed {
	chosen := make([]placed, 0, len(g.Columns))
	for i := range g.Columns {
		chosen = append(chosen, placed{Column: &g.Columns[i], width: g.Columns[i].Width})
	}
	if g.shift > 0 {
		return g.shifted(chosen, width)
	}
	for total := totalWidth(chosen); total > width; {
		worst := 0
		for i := range chosen {
			if chosen[i].Rank > chosen[worst].Rank {
				worst = i
			}
		}
		if chosen[worst].Rank == 0 {
			break
		}
		total -= chosen[worst].width + ColumnGap
		chosen = slices.Delete(chosen, worst, worst+1)
	}
	return chosen
}

// shifted are the column that stays and those behind the ones that are scrolled out, as far as there is room.
func (g *Grid) shifted(all []placed, width int) []placed {
	stays := stayingColumn(g.Columns)
	rest := slices.Delete(slices.Clone(all), stays, stays+1)
	chosen := append([]placed{all[stays]}, rest[min(g.shift, len(rest)):]...)
	for len(chosen) > 2 && totalWidth(chosen) > width {
		chosen = chosen[:len(chosen)-1]
	}
	return chosen
}

// stayingColumn is the number of the column that says what a row is of: the first with a title that no terminal does
// without.
func stayingColumn(columns []Column) int {
	return max(slices.IndexFunc(columns, func(c Column) bool { return c.Title != "" && c.Rank == 0 }), 0)
}

// scrollColumns scrolls sideways by columns, as far as there are hidden ones.
func (g *Grid) scrollColumns(c Command, times int) {
	for range min(times, len(g.Columns)) {
		switch shown := g.layout(g.w); {
		case c == ScrollLeft:
			g.shift = max(g.shift-1, 0)
		case len(g.Columns) > len(shown)+g.shift || g.shift == 0 && len(g.Columns) > len(shown):
			g.shift = min(g.shift+1, max(len(g.Columns)-2, 0))
		}
	}
}

// hiddenColumns says how many columns are not among those that are shown, "" where all are.
func (g *Grid) hiddenColumns(shown []placed) string {
	hidden := len(g.Columns) - len(shown)
	switch left := min(g.shift, hidden); {
	case hidden <= 0:
		return ""
	case left == 0:
		return "+" + Count(hidden) + " →"
	case left == hidden:
		return "← " + Count(left)
	default:
		return "← " + Count(left) + "  " + Count(hidden-left) + " →"
	}
}

// Position says where in the list the cursor is, of how many rows, and how many lie below where that is easily
// overlooked. Where no title line tells that columns are hidden, it does.
func (g *Grid) Position() string {
	if g.rows == 0 {
		return ""
	}
	words := Count(min(g.cursor+1, g.length)) + "/" + Count(g.length)
	if g.length < g.rows {
		words += " of " + Count(g.rows)
	}
	if _, below := g.Hidden(); below > 0 && g.length <= fewRows && g.h > 0 {
		words += " ↓ " + Count(below) + " more"
	}
	if !g.Untitled && g.w > 0 {
		columns := g.layout(g.w)
		if hidden := g.hiddenColumns(columns); hidden != "" && !(g.titled(g.h) && g.besideTitles(columns, hidden, g.w)) {
			words += "  " + hidden
		}
	}
	return words
}

// besideTitles reports whether words have room behind the titles, in the same line. Position says what has none.
func (g *Grid) besideTitles(columns []placed, words string, width int) bool {
	last := columns[len(columns)-1]
	end := last.at + last.width
	if !last.Right {
		end = last.at + clean.Width(last.Title)
		if last.Name != "" && last.Name == g.Sorted {
			end += 2 // the mark of the order
		}
	}
	return !g.Quiet && end+1+clean.Width(words) <= width
}

// fewRows are so few that one expects to see them all.
const fewRows = 60

// InFull are the cells of the row under the cursor, a line each.
func (g *Grid) InFull() string {
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
