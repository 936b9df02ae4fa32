package report

// ValueCount is how often a value stands in a column.
type ValueCount struct {
	Value string
	Count int
}

// Frequency lists the values of a column by how often they are in so many rows.
func Frequency(title string, counts []ValueCount, rows int) *Table {
	return list("counts of "+title, []field[ValueCount]{
		{Column{Name: "value", Title: title}, func(c ValueCount) Cell { return c.Value }},
		{Column{Name: "count", Right: true}, func(c ValueCount) Cell { return c.Count }},
		{Column{Name: "share", Unit: "%", Right: true, Decimals: 1}, func(c ValueCount) Cell {
			return 100 * float64(c.Count) / float64(max(rows, 1))
		}},
	}, counts)
}
