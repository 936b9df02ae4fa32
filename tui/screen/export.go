package screen

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"spoor/internal/report"
	"spoor/tui/term"
)

// writers write a table by the ending of the file that it goes to.
var writers = map[string]func(*report.Table, io.Writer) error{
	".csv":      (*report.Table).CSV,
	".md":       (*report.Table).Markdown,
	".markdown": (*report.Table).Markdown,
	".json":     (*report.Table).List,
}

// NewExport asks for the file that a table is written to. make makes the table outside the event loop, of what does not
// change.
func NewExport(what string, make func() *report.Table) *Ask {
	return NewReadExport(what, func() (*report.Table, error) { return make(), nil })
}

// NewReadExport is NewExport of a table that is made of what has yet to be read.
func NewReadExport(what string, read func() (*report.Table, error)) *Ask {
	return newExportTo(strings.ReplaceAll(what, " ", "-")+".csv", what, read)
}

// NewExportOf is NewReadExport of a list of one user, whose name the file then has.
func NewExportOf(user, what string, read func() (*report.Table, error)) *Ask {
	return newExportTo(report.FileName(user, what, ".csv"), what, read)
}

func newExportTo(file, what string, read func() (*report.Table, error)) *Ask {
	return NewAsk("Export "+what, "the ending says how: .csv (.excel.csv for spreadsheets), .json or .md", file,
		func(name string) Action {
			write, ok := writers[strings.ToLower(filepath.Ext(name))]
			if !ok {
				return AskAgain(newExportTo(name, what, read), "no ending .csv, .json or .md: nothing was written")
			}
			if strings.HasSuffix(strings.ToLower(name), ".excel.csv") {
				write = (*report.Table).SpreadsheetCSV
			}
			var rows int
			ask := func(name string) *Ask { return newExportTo(name, what, read) }
			return Save(name, ask, func(to io.Writer) error {
				table, err := read()
				if err != nil {
					return err
				}
				rows = len(table.Rows)
				return write(table, to)
			}, func(path string) Action {
				return Say(term.Good, fmt.Sprintf("%s of %s written to %s", term.Plural(rows, "row"), what, path))
			})
		})
}

// AskAgain says what is wrong with an answer, and asks with what was typed still there.
func AskAgain(question *Ask, wrong string) Action {
	return func(h Host) tea.Cmd {
		cmd := h.Cover(question)
		h.Say(term.Warning, wrong)
		return cmd
	}
}
