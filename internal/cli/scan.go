package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
)

// formatOptions choose how a table is printed; text where none is.
type formatOptions struct{ json, csv, markdown bool }

func (f *formatOptions) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	cmd.Flags().BoolVar(&f.csv, "csv", false, "print CSV, safe to open in a spreadsheet")
	cmd.Flags().BoolVar(&f.markdown, "markdown", false, "print a Markdown table")
	cmd.MarkFlagsMutuallyExclusive("json", "csv", "markdown")
}

// print prints a table; JSON is the matter of the command, since it says more.
func (f *formatOptions) print(w io.Writer, table *report.Table) error {
	switch {
	case f.csv:
		return table.CSV(w)
	case f.markdown:
		return table.Markdown(w)
	}
	return table.Text(w, terminalWidth(w))
}

type scanRecord struct {
	Schema   int          `json:"schema"`
	Users    int          `json:"users"`
	Judged   int          `json:"evaluated"`
	Flagged  int          `json:"flagged"`
	Expected *float64     `json:"expected_by_chance"`
	Preset   string       `json:"preset"`
	Changes  []string     `json:"changes,omitempty"`
	List     []userRecord `json:"list"`
}

func newScan(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var all, exitCode bool
	cmd := &cobra.Command{
		Use:   "scan",
		Short: "list the flagged users, the most suspicious first",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withJudgement(cmd.Context(), &rules, func(_ *store.Case, j *judgement) error {
				if err := o.printScan(cmd.Context(), j, format, all); err != nil {
					return err
				}
				if exitCode && j.result.FlaggedCount > 0 {
					return errFlagged
				}
				return nil
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "list everybody, not only the flagged")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "end with status 3 if somebody is flagged")
	return cmd
}

func (o *options) printScan(ctx context.Context, j *judgement, format formatOptions, all bool) error {
	if format.json {
		return report.WriteJSON(o.std.out, j.scan(ctx, all))
	}
	if err := format.print(o.std.out, j.table(all)); err != nil {
		return err
	}
	fmt.Fprintf(o.std.err, "%s of %s evaluated users flagged (%s), compared with %s ordinary users", humanize.Comma(int64(j.result.FlaggedCount)),
		humanize.Comma(int64(j.result.Evaluated)), clean.Text(j.name()), humanize.Comma(int64(j.Baseline.Members)))
	if j.Baseline.Name != "" {
		fmt.Fprintf(o.std.err, " of %s", clean.Text(j.Baseline.Name))
	}
	fmt.Fprintln(o.std.err)
	if !j.canJudge() {
		fmt.Fprintln(o.std.err, "fewer than 30 ordinary users: there is nothing to compare anybody with, so nobody can be judged")
	}
	return nil
}

// canJudge reports whether any rule can be judged by the baseline.
func (j *judgement) canJudge() bool {
	for r := range j.Baseline.Fits {
		if j.Baseline.Fits[r].Evaluable() {
			return true
		}
	}
	return false
}

// rows are the rows to list, ranked.
func (j *judgement) rows(all bool) []int {
	var rows []int
	for _, row := range j.result.Order {
		if all || j.result.Flagged[row] {
			rows = append(rows, int(row))
		}
	}
	return rows
}

func (j *judgement) scan(ctx context.Context, all bool) scanRecord {
	record := scanRecord{
		Schema: schemaVersion, Users: j.Matrix.Len(), Judged: j.result.Evaluated, Flagged: j.result.FlaggedCount,
		Preset: j.set.Name, Changes: j.set.Changes(j.first), List: []userRecord{},
	}
	if expected, ok := j.Chance(ctx, j.set); ok {
		record.Expected = &expected
	}
	for _, row := range j.rows(all) {
		record.List = append(record.List, j.record(row))
	}
	return record
}

func (j *judgement) table(all bool) *report.Table {
	table := &report.Table{Columns: []report.Column{
		{Name: "score", Title: "score", Right: true, Decimals: 1}, {Name: "user", Title: "user"}, {Name: "flagged", Title: "flagged"},
		{Name: "hits", Title: "hits"}, {Name: "segment", Title: "segment"}, {Name: "events", Title: "events", Right: true},
		{Name: "sessions", Title: "sessions", Right: true}, {Name: "views", Title: "views", Right: true},
	}}
	for r := range analysis.Rules {
		rule := &analysis.Rules[r]
		table.Columns = append(table.Columns, report.Column{Name: rule.Name, Title: rule.Title, Unit: rule.Unit.String(), Right: true, Decimals: 1})
	}
	for _, row := range j.rows(all) {
		m := j.Matrix
		cells := []report.Cell{
			j.result.Score[row], m.Key[row], flagged(j.result.Flagged[row]), j.hitNames(row), j.segments[row].String(),
			int64(m.Events[row]), int64(m.Sessions[row]), int64(m.Views[row]),
		}
		for r := range analysis.Rules {
			cells = append(cells, m.X[r][row])
		}
		table.Rows = append(table.Rows, cells)
	}
	return table
}

func flagged(yes bool) string {
	if yes {
		return "flagged"
	}
	return ""
}
