// Package report makes the lists and tables that commands print and screens export, each once, and writes them as text,
// CSV, Markdown, JSON and HTML.
package report

import (
	"fmt"
	"math"
	"time"
)

// Table is what a command prints and a table screen exports.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]Cell
}

// Column says what the cells below it mean.
type Column struct {
	Name     string // key in JSON and header in CSV, such as reading_time
	Title    string // header for people; Name if empty
	Unit     string // shown beside the title: s, min, %
	Right    bool   // aligned to the right, as numbers are
	Decimals int    // digits after the point for people; CSV and JSON keep the whole number
	Layout   string // of times for people; "2006-01-02 15:04:05 Z07:00" if empty
	FileOnly bool   // left out by Text, where there is no room for everything
}

// Cell holds a string, an int, int64, float64, bool or time.Time; nil, NaN, an infinity and the zero time mean "not
// evaluable".
type Cell any

// instant is a cell of a time in a zone. Both a command and a screen write times in the zone of the case.
func instant(milliseconds int64, zone *time.Location) Cell {
	return time.UnixMilli(milliseconds).In(zone)
}

// notEvaluable is what people see where there is no value. CSV has an empty field there, JSON null.
const notEvaluable = "–"

// each calls visit with every row, its cells brought to string, int64, float64, bool, time.Time or nil. The slice is
// used again for the next row.
func (t *Table) each(visit func(cells []Cell) error) error {
	cells := make([]Cell, len(t.Columns))
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("report: row %d has %d cells for %d columns", i, len(row), len(t.Columns))
		}
		for j, cell := range row {
			var known bool
			if cells[j], known = normal(cell); !known {
				return fmt.Errorf("report: column %q cannot hold a %T", t.Columns[j].Name, cell)
			}
		}
		if err := visit(cells); err != nil {
			return err
		}
	}
	return nil
}

func normal(c Cell) (normal Cell, known bool) {
	switch v := c.(type) {
	case nil, string, bool, int64:
		return c, true
	case int:
		return int64(v), true
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, true
		}
		return v, true
	case time.Time:
		if v.IsZero() {
			return nil, true
		}
		return v, true
	}
	return nil, false
}

// Heading is the column's title for people, with its unit.
func (c Column) Heading() string {
	title := c.Title
	if title == "" {
		title = c.Name
	}
	if c.Unit != "" {
		title += " (" + c.Unit + ")"
	}
	return title
}
