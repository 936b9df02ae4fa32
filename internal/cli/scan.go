package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/analysis/units"
	"spoor/internal/clean"
	"spoor/internal/report"
	"spoor/tui/userlist"
)

type scanRecord struct {
	Schema  int `json:"schema"`
	Users   int `json:"users"`
	Judged  int `json:"evaluated"`
	Flagged int `json:"flagged"`
	Several int `json:"flagged_by_several_rules"`
	Alone   int `json:"flagged_by_one_alone"`
	comparedRecord
	chanceRecord
	Preset  string       `json:"preset"`
	Partial bool         `json:"partial,omitempty"` // logs of the case were not read to their end
	Changes []string     `json:"changes,omitempty"`
	List    []userRecord `json:"list"`
}

// chanceRecord is how many of the flagged are false alarms, to be expected; null where that can't be judged. It is an
// estimate: see docs/scripting.md.
type chanceRecord struct {
	Expected        *float64 `json:"expected_by_chance"`
	ExpectedSeveral *float64 `json:"expected_by_several_rules"` // of those flagged by several rules
	ExpectedAlone   *float64 `json:"expected_by_one_alone"`     // of those flagged by one rule alone
}

// scanOptions choose what scan prints.
type scanOptions struct {
	format    formatOptions
	all       bool
	exitCode  bool
	addresses string // empty, own or all
	lines     string // empty, ecs or ocsf
	filter    string
}

func newScan(o *options) *cobra.Command {
	var rules ruleOptions
	var scan scanOptions
	cmd := &cobra.Command{
		Use:   "scan",
		Short: "list the flagged users, the most suspicious first",
		Long: `scan lists the flagged users, the most suspicious first. In JSON, expected_by_chance is how many false
alarms to expect among them, which is an estimate: on made-up sites there were 0.7 to 1.8 times as many where the
site was misused, and one to three times as many where it was not.`,
		Example: `  spoor scan --db shop.db
  spoor scan --since 2026-03-01 --until 2026-03-08 --html > week.html
  spoor scan --addresses > blocked.txt
  spoor scan --filter 'event:{status == 404 && hour < 6}'
  spoor scan --lines ecs > flagged.jsonl`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := scan.check(); err != nil {
				return err
			}
			return o.withJudgement(cmd.Context(), &rules, func(c openCase, j *judgement) error {
				if err := o.printScan(cmd.Context(), c, j, &scan); err != nil {
					return err
				}
				if scan.exitCode && j.Now.FlaggedCount > 0 {
					return errFlagged
				}
				return nil
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	scan.flags(cmd)
	return cmd
}

func (s *scanOptions) flags(cmd *cobra.Command) {
	s.format.flags(cmd)
	s.format.pageFlag(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&s.all, "all", false, "list everybody, not only the flagged")
	flags.BoolVar(&s.exitCode, "exit-code", false, "exit with status 3 if anybody is flagged")
	flags.StringVar(&s.addresses, "addresses", "", "list the addresses that only flagged users came from, one a line; "+
		"=all: those that they share with others, too; with --json, add them to each user")
	flags.Lookup("addresses").NoOptDefVal = addressesOwn
	flags.StringVar(&s.lines, "lines", "", "print a line of JSON for each flagged user, for a SIEM: ecs or ocsf")
	cmd.MarkFlagsMutuallyExclusive("lines", "json", "csv", "markdown", "html")
	for _, other := range []string{"csv", "markdown", "html", "lines", "all"} {
		cmd.MarkFlagsMutuallyExclusive("addresses", other)
	}
	cmd.MarkFlagsMutuallyExclusive("lines", "all")
	flags.StringVar(&s.filter, "filter", "",
		"list the users that a filter takes, flagged or not, as / does on the screen of users: 'score>40 ip:10.0.', "+
			"'event:{status == 404 && hour < 6}'; see docs/keys.md")
	for _, other := range []string{"addresses", "lines", "all"} {
		cmd.MarkFlagsMutuallyExclusive("filter", other)
	}
}

// check looks at the options that take one of a few words.
func (s *scanOptions) check() error {
	if s.addresses != "" && s.addresses != addressesOwn && s.addresses != addressesAll {
		return usageError{fmt.Errorf("--addresses=%s: it takes %s or %s", s.addresses, addressesOwn, addressesAll)}
	}
	if s.lines != "" && s.lines != linesECS && s.lines != linesOCSF {
		return usageError{fmt.Errorf("--lines %s: it takes %s or %s", s.lines, linesECS, linesOCSF)}
	}
	return nil
}

// rows are those of the users to list, ranked.
func (s *scanOptions) rows(ctx context.Context, c openCase, j *judgement) ([]int32, error) {
	if s.filter == "" {
		return j.rows(s.all), nil
	}
	rows, err := userlist.FilterUsers(ctx, c, &j.Judgement, s.filter, j.zone)
	var wrong *userlist.FilterError
	if errors.As(err, &wrong) {
		return nil, usageError{fmt.Errorf("--filter: %w", err)}
	}
	return rows, err
}

func (o *options) printScan(ctx context.Context, c openCase, j *judgement, s *scanOptions) error {
	rows, err := s.rows(ctx, c, j)
	if err != nil {
		return err
	}
	switch {
	case s.format.json:
		record := j.scan(ctx, rows)
		if s.addresses != "" {
			if err := j.addAddresses(ctx, c, &record, s.addresses); err != nil {
				return err
			}
		}
		return report.WriteJSON(o.std.out, record)
	case s.addresses != "":
		return o.printAddresses(ctx, c, j, s.addresses)
	case s.lines != "":
		return o.printLines(ctx, c, j, s.lines)
	case s.format.html:
		note := j.summary()
		if benign := report.FoundBenign(&j.Judgement, rows); benign != "" {
			note += "\n" + benign
		}
		return report.UserPage(&j.Judgement, rows, j.zone).HTML(o.std.out, note)
	}
	if err := s.format.list(o.std.out, j.userTable(rows, s.format)); err != nil {
		return err
	}
	if s.filter != "" && len(rows) == 0 {
		fmt.Fprintf(o.std.err, "the filter takes none of %s\n", j.Matrix.Nouns().Count(j.Matrix.Len()))
	}
	fmt.Fprintln(o.std.err, clean.Text(j.summary()))
	o.warnIncomparable(j)
	return nil
}

// summary says in one line how many are flagged, by which rules and beside whom, or that nobody can be compared.
func (j *judgement) summary() string {
	users := j.Matrix.Nouns()
	ordinary := units.Noun{One: "ordinary " + users.One, Many: "ordinary " + users.Many}
	summary := fmt.Sprintf("%s of %s evaluated %s flagged (%s), compared with %s",
		humanize.Comma(int64(j.Now.FlaggedCount)),
		humanize.Comma(int64(j.Now.Evaluated)), users.Many, j.name(), ordinary.Count(j.Baseline.Members))
	if j.Baseline.Name != "" {
		summary += " of " + j.Baseline.Name
	}
	if why := j.CannotCompare(); why != "" {
		summary += "; " + why
	}
	return summary
}

// rows are the rows to list, ranked.
func (j *judgement) rows(all bool) []int32 {
	return j.rowsWhere(func(row int32) bool { return all || j.Now.Flagged[row] })
}

// rowsWhere are the rows of users of whom something is so, ranked.
func (j *judgement) rowsWhere(is func(row int32) bool) []int32 {
	var rows []int32
	for _, row := range j.Now.Order {
		if is(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// userTable lists users: what tells most of them for a terminal, everything for a file.
func (j *judgement) userTable(rows []int32, format formatOptions) *report.Table {
	return report.Users(&j.Judgement, rows, j.zone, report.Extent(format.csv || format.markdown || format.json))
}

func (j *judgement) scan(ctx context.Context, rows []int32) scanRecord {
	record := scanRecord{
		Schema: report.Schema, Users: j.Matrix.Len(), Judged: j.Now.Evaluated, Flagged: j.Now.FlaggedCount,
		Several: j.Now.FlaggedCount - j.Now.ByAlone, Alone: j.Now.ByAlone,
		comparedRecord: j.compared(), Preset: j.name(), Partial: j.partial != "",
		Changes: j.Now.Set.Changes(j.first), List: []userRecord{},
	}
	if chance, ok := j.Chance(ctx, j.Now.Set); ok {
		all := chance.All()
		record.chanceRecord = chanceRecord{&all, &chance.Several, &chance.Alone}
	}
	for _, row := range rows {
		record.List = append(record.List, j.record(int(row)))
	}
	return record
}
