package report

// field is a column of a list and what its cells are of a row, side by side, so that neither can be without the other.
type field[R any] struct {
	Column
	cell func(row R) Cell
}

// list makes a table of rows.
func list[R any](title string, fields []field[R], rows []R) *Table {
	t := &Table{Title: title, Columns: make([]Column, len(fields)), Rows: make([][]Cell, len(rows))}
	for i, f := range fields {
		t.Columns[i] = f.Column
	}
	cells := make([]Cell, len(rows)*len(fields))
	for i, row := range rows {
		t.Rows[i], cells = cells[:len(fields):len(fields)], cells[len(fields):]
		for j, f := range fields {
			t.Rows[i][j] = f.cell(row)
		}
	}
	return t
}
