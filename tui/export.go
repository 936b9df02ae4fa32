package tui

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/tui/term"
)

// writers write a table by the ending of the file that it goes to.
var writers = map[string]func(*report.Table, io.Writer) error{
	".csv":      (*report.Table).CSV,
	".md":       (*report.Table).Markdown,
	".markdown": (*report.Table).Markdown,
	".json": func(t *report.Table, to io.Writer) error {
		return report.WriteJSON(to, struct {
			Schema int           `json:"schema"`
			List   *report.Table `json:"list"`
		}{1, t})
	},
}

// newExport asks for the file that a table is written to. make makes the table outside the event loop, of what does not change.
func newExport(what string, make func() *report.Table) *ask {
	return newAsk("Export "+what, "the ending says how: .csv, .json or .md", strings.ReplaceAll(what, " ", "-")+".csv", func(name string) action {
		write, ok := writers[strings.ToLower(filepath.Ext(name))]
		if !ok {
			return say(term.Warning, "no ending .csv, .json or .md: nothing was written")
		}
		var rows int
		return saved(name, func(to io.Writer) error {
			table := make()
			rows = len(table.Rows)
			return write(table, to)
		}, func(path string) action {
			return say(term.Good, fmt.Sprintf("%s of %s written to %s", term.Plural(rows, "row"), what, path))
		})
	})
}

// export writes the list as it is filtered and sorted now.
func (u *users) export() (action, tea.Cmd) {
	if !u.work.ready() || len(u.rows) == 0 {
		return say(term.Plain, "the list is empty; there is nothing to export"), nil
	}
	from, rows := u.work.judged(), u.rows
	if u.among != nil {
		among, here := u.among, u.here
		return cover(newExport("users of "+among.kind.one, func() *report.Table { return among.table(from, here, rows) })), nil
	}
	return cover(newExport("users", func() *report.Table { return from.table(rows) })), nil
}

// table is a list of users with everything that is known of them.
func (j judged) table(rows []int32) *report.Table {
	t := &report.Table{Title: "users", Columns: []report.Column{
		{Name: "score", Right: true, Decimals: 1}, {Name: "user"}, {Name: "flagged"}, {Name: "hits"}, {Name: "segment"}, {Name: "verdict"}, {Name: "note"},
		{Name: "events", Right: true}, {Name: "sessions", Right: true}, {Name: "views", Right: true}, {Name: "first"}, {Name: "last"},
	}}
	for r := range analysis.Rules {
		rule := &analysis.Rules[r]
		t.Columns = append(t.Columns, report.Column{Name: rule.Name, Title: rule.Title, Unit: rule.Unit.String(), Right: true, Decimals: 1})
	}
	m, zone := j.users, term.Clock{}
	for _, row := range rows {
		label, _ := j.verdict(row)
		cells := []report.Cell{
			j.now.Score[row], m.Key[row], j.now.Flagged[row], j.hitNames(row), j.segments[row].String(), label, j.verdicts[m.ID[row]].Note,
			int64(m.Events[row]), int64(m.Sessions[row]), int64(m.Views[row]), zone.At(m.First[row]), zone.At(m.Last[row]),
		}
		for r := range analysis.Rules {
			cells = append(cells, m.X[r][row])
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// hitNames are a user's hits: "▼reading-time ▲content-usage".
func (j judged) hitNames(row int32) string {
	var names []string
	for r := range analysis.Rules {
		switch bit := uint32(1) << r; {
		case j.now.Low[row]&bit != 0:
			names = append(names, analysis.Low.Mark()+analysis.Rules[r].Name)
		case j.now.High[row]&bit != 0:
			names = append(names, analysis.High.Mark()+analysis.Rules[r].Name)
		}
	}
	return strings.Join(names, " ")
}
