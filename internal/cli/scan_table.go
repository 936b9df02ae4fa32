package cli

import (
	"strings"

	"spoor/analysis"
	"spoor/internal/report"
)

// table lists users for a terminal: what tells most of them, the hits last, since these take the room that is left.
func (j *judgement) table(all bool) *report.Table {
	table := &report.Table{Columns: append(userColumns(), report.Column{Name: "hits"})}
	table.Called(j.Matrix.Nouns())
	for _, row := range j.rows(all) {
		table.Rows = append(table.Rows, append(j.userCells(row), j.hitNames(row)))
	}
	return table
}

// wholeTable lists users with every metric.
func (j *judgement) wholeTable(all bool) *report.Table {
	table := j.table(all)
	for r := range analysis.Rules {
		rule := &analysis.Rules[r]
		table.Columns = append(table.Columns, report.Column{Name: rule.Name, Title: rule.Title, Unit: rule.Unit.String(), Right: true, Decimals: 1})
	}
	for i, row := range j.rows(all) {
		for r := range analysis.Rules {
			table.Rows[i] = append(table.Rows[i], j.Matrix.X[r][row])
		}
	}
	return table
}

// page lists users with one sentence a hit.
func (j *judgement) page(all bool) *report.Table {
	table := &report.Table{Title: "Users out of the ordinary", Columns: append(userColumns(), report.Column{Name: "why"})}
	table.Called(j.Matrix.Nouns())
	for _, row := range j.rows(all) {
		var why []string
		for _, hit := range analysis.ByPoints(j.Hits(j.set, row)) {
			why = append(why, hit.Side.Mark()+" "+j.Why(j.set, row, hit))
		}
		table.Rows = append(table.Rows, append(j.userCells(row), strings.Join(why, "\n")))
	}
	return table
}

func userColumns() []report.Column {
	return []report.Column{
		{Name: "score", Right: true, Decimals: 1}, {Name: "user"}, {Name: "flagged"}, {Name: "segment"},
		{Name: "events", Right: true}, {Name: "sessions", Right: true}, {Name: "views", Right: true},
	}
}

func (j *judgement) userCells(row int) []report.Cell {
	m := j.Matrix
	return []report.Cell{
		j.result.Score[row], m.Key[row], flagged(j.result.Flagged[row]), j.segments[row].String(), int64(m.Events[row]), int64(m.Sessions[row]), int64(m.Views[row]),
	}
}

func flagged(yes bool) string {
	if yes {
		return "flagged"
	}
	return ""
}
