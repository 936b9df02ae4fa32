package tui

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

// newExport asks for the file that a table is written to. make makes the table outside the event loop, of what does not
// change.
func newExport(what string, make func() *report.Table) *ask {
	return newReadExport(what, func() (*report.Table, error) { return make(), nil })
}

// newReadExport is newExport of a table that is made of what has yet to be read.
func newReadExport(what string, read func() (*report.Table, error)) *ask {
	return newExportTo(strings.ReplaceAll(what, " ", "-")+".csv", what, read)
}

// newExportOf is newReadExport of a list of one user, whose name the file then has.
func newExportOf(user, what string, read func() (*report.Table, error)) *ask {
	return newExportTo(report.FileName(user, what, ".csv"), what, read)
}

func newExportTo(file, what string, read func() (*report.Table, error)) *ask {
	return newAsk("Export "+what, "the ending says how: .csv (.excel.csv for spreadsheets), .json or .md", file,
		func(name string) action {
			write, ok := writers[strings.ToLower(filepath.Ext(name))]
			if !ok {
				return askAgain(newExportTo(name, what, read), "no ending .csv, .json or .md: nothing was written")
			}
			if strings.HasSuffix(strings.ToLower(name), ".excel.csv") {
				write = (*report.Table).SpreadsheetCSV
			}
			var rows int
			return saved(name, func(to io.Writer) error {
				table, err := read()
				if err != nil {
					return err
				}
				rows = len(table.Rows)
				return write(table, to)
			}, func(path string) action {
				return say(term.Good, fmt.Sprintf("%s of %s written to %s", term.Plural(rows, "row"), what, path))
			})
		})
}

// askAgain says what is wrong with an answer, and asks with what was typed still there.
func askAgain(question *ask, wrong string) action {
	return func(h host) tea.Cmd {
		cmd := h.cover(question)
		h.say(term.Warning, wrong)
		return cmd
	}
}
