package report

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"spoor/internal/clean"
)

const (
	gap = "  " // between columns
	// narrowest is how far a column of strings shrinks before the right end of the line is given up instead.
	narrowest = 8
)

// Text writes the table for a terminal: cleaned, aligned by cells, no line wider than width cells. To fit, the widest
// columns of strings are cut; numbers and times are cut only where a line still has no room for them. A width of 0 is
// unlimited.
func (t *Table) Text(w io.Writer, width int) error {
	t = t.withoutFileOnly()
	lines, flexible, err := t.lines()
	if err != nil {
		return err
	}
	widths := columnWidths(lines)
	if width > 0 {
		shrink(widths, flexible, width)
	}
	out := bufio.NewWriter(w)
	write := func(line string) {
		line = strings.TrimRight(line, " ")
		if width > 0 {
			line = clean.Cut(line, width)
		}
		out.WriteString(line)
		out.WriteByte('\n')
	}
	if t.Title != "" {
		write(clean.Text(t.Title))
		write("")
	}
	for _, cells := range lines {
		for i, cell := range cells {
			if t.Columns[i].Right {
				cells[i] = clean.PadLeft(cell, widths[i])
			} else {
				cells[i] = clean.Pad(cell, widths[i])
			}
		}
		write(strings.Join(cells, gap))
	}
	return out.Flush()
}

// withoutFileOnly is the table with the columns that a terminal shows.
func (t *Table) withoutFileOnly() *Table {
	if !slices.ContainsFunc(t.Columns, func(c Column) bool { return c.FileOnly }) {
		return t
	}
	short := &Table{Title: t.Title}
	for _, column := range t.Columns {
		if !column.FileOnly {
			short.Columns = append(short.Columns, column)
		}
	}
	for _, row := range t.Rows {
		cells := make([]Cell, 0, len(short.Columns))
		for i, cell := range row {
			if i >= len(t.Columns) || !t.Columns[i].FileOnly {
				cells = append(cells, cell)
			}
		}
		short.Rows = append(short.Rows, cells)
	}
	return short
}

// lines returns the header and the rows as cleaned text, and which columns hold strings that may be cut.
func (t *Table) lines() (lines [][]string, flexible []bool, err error) {
	header := make([]string, len(t.Columns))
	flexible = make([]bool, len(t.Columns))
	for i, column := range t.Columns {
		header[i] = clean.Text(column.Heading())
	}
	lines = append(make([][]string, 0, 1+len(t.Rows)), header)
	err = t.each(func(cells []Cell) error {
		line := make([]string, len(cells))
		for i, cell := range cells {
			line[i] = clean.Text(t.Columns[i].forPeople(cell))
			if _, isText := cell.(string); isText && !t.Columns[i].Right {
				flexible[i] = true
			}
		}
		lines = append(lines, line)
		return nil
	})
	return lines, flexible, err
}

func columnWidths(lines [][]string) []int {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], clean.Width(cell))
		}
	}
	return widths
}

// shrink takes cells from the widest flexible column, one by one, until the line fits or none of them can give any
// more.
func shrink(widths []int, flexible []bool, width int) {
	total := len(gap) * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for ; total > width; total-- {
		widest := -1
		for i, w := range widths {
			if flexible[i] && w > narrowest && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}
