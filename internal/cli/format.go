package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"spoor/internal/report"
)

// formatOptions choose how a table is printed; text where none is.
type formatOptions struct{ json, csv, bom, markdown, html bool }

func (f *formatOptions) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	cmd.Flags().BoolVar(&f.csv, "csv", false, "print CSV, safe to open in a spreadsheet")
	cmd.Flags().BoolVar(&f.bom, "bom", false, "with --csv: begin with a byte order mark, by which spreadsheets know UTF-8")
	cmd.Flags().BoolVar(&f.markdown, "markdown", false, "print a Markdown table")
	cmd.MarkFlagsMutuallyExclusive("json", "csv", "markdown")
}

// checkFormat refuses a byte order mark of what is no CSV, which cobra has no group of flags for.
func checkFormat(cmd *cobra.Command) error {
	if cmd.Flags().Changed("bom") && !cmd.Flags().Changed("csv") {
		return fmt.Errorf("--bom goes with --csv; try: %s --help", cmd.CommandPath())
	}
	return nil
}

// limitFlag is for commands whose list can be long.
func limitFlag(cmd *cobra.Command, limit *int) {
	cmd.Flags().IntVar(limit, "limit", 0, "show at most this many; 0 shows all")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if *limit < 0 {
			return usageError{fmt.Errorf("--limit %d: not a number of rows; 0 shows all", *limit)}
		}
		return nil
	}
}

// first are at most limit elements of a list; all, where limit is 0.
func first[T any](list []T, limit int) []T {
	if limit == 0 {
		return list
	}
	return list[:min(limit, len(list))]
}

// pageFlag is for commands that can make a page to be sent to somebody.
func (f *formatOptions) pageFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.html, "html", false, "print a self-contained HTML page")
	cmd.MarkFlagsMutuallyExclusive("json", "csv", "markdown", "html")
}

// list prints a list in any format. Its title would say no more than the command does.
func (f *formatOptions) list(w io.Writer, table *report.Table) error {
	if f.json {
		return table.List(w)
	}
	if !f.markdown {
		table.Title = ""
	}
	return f.print(w, table)
}

// print prints a table; JSON is the matter of the command, since it says more.
func (f *formatOptions) print(w io.Writer, table *report.Table) error {
	switch {
	case f.csv && f.bom:
		return table.SpreadsheetCSV(w)
	case f.csv:
		return table.CSV(w)
	case f.markdown:
		return table.Markdown(w)
	}
	return table.Text(w, terminalWidth(w))
}
