package cli

import (
	"context"
	"fmt"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/store"
)

type scanRecord struct {
	Schema   int      `json:"schema"`
	Users    int      `json:"users"`
	Judged   int      `json:"evaluated"`
	Flagged  int      `json:"flagged"`
	Expected *float64 `json:"expected_by_chance"`
	comparedRecord
	Preset  string       `json:"preset"`
	Changes []string     `json:"changes,omitempty"`
	List    []userRecord `json:"list"`
}

func newScan(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var all, exitCode bool
	cmd := &cobra.Command{
		Use:   "scan",
		Short: "list the flagged users, the most suspicious first",
		Example: `  spoor scan --db shop.db
  spoor scan --since 2026-03-01 --until 2026-03-08 --html > week.html`,
		Args: arguments(0, 0, "no arguments"),
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
	format.pageFlag(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "list everybody, not only the flagged")
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "end with status 3 if somebody is flagged")
	return cmd
}

func (o *options) printScan(ctx context.Context, j *judgement, format formatOptions, all bool) error {
	if format.json {
		return report.WriteJSON(o.std.out, j.scan(ctx, all))
	}
	if format.html {
		return j.page(all).HTML(o.std.out, j.summary())
	}
	table := j.table(all)
	if format.csv || format.markdown {
		table = j.wholeTable(all)
	}
	if err := format.print(o.std.out, table); err != nil {
		return err
	}
	fmt.Fprintln(o.std.err, clean.Text(j.summary()))
	o.warnIncomparable(j)
	return nil
}

// summary says in one line how many are flagged, by which rules and beside whom, or that nobody can be judged.
func (j *judgement) summary() string {
	users := j.Matrix.Nouns()
	summary := fmt.Sprintf("%s of %s evaluated %s flagged (%s), compared with %s ordinary %s", humanize.Comma(int64(j.result.FlaggedCount)),
		humanize.Comma(int64(j.result.Evaluated)), users.Many, j.name(), humanize.Comma(int64(j.Baseline.Members)), users.Many)
	if j.Baseline.Name != "" {
		summary += " of " + j.Baseline.Name
	}
	if why := j.CannotJudge(); why != "" {
		summary += "; " + why
	}
	return summary
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
		comparedRecord: j.compared(), Preset: j.set.Name, Changes: j.set.Changes(j.first), List: []userRecord{},
	}
	if expected, ok := j.Chance(ctx, j.set); ok {
		record.Expected = &expected
	}
	for _, row := range j.rows(all) {
		record.List = append(record.List, j.record(row))
	}
	return record
}
