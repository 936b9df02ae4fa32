package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/analysis/audit"
	"spoor/analysis/units"
	"spoor/internal/report"
)

type auditRecord struct {
	Schema   int                 `json:"schema"`
	Users    int                 `json:"users"`
	Rules    []metricAuditRecord `json:"rules"`
	Semantic map[string]*float64 `json:"semantic"` // shares, 0 to 1
}

type metricAuditRecord struct {
	Rule    string      `json:"rule"`
	Unit    string      `json:"unit"`
	Average *float64    `json:"average"`
	Lower   [2]*float64 `json:"lower"`
	Upper   [2]*float64 `json:"upper"`
	Users   int         `json:"users"`
}

func newAudit(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "show how each metric is distributed: its mean, lowest tenth and highest tenth",
		Long: `audit prints the paper's first table, over the judged users without declared robots: the average of each
metric, and the values of the tenth of the users that has the lowest and the highest; and what share of what
they looked at did not fit their profiles.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, set, err := rules.sets()
			if err != nil {
				return err
			}
			return o.withCase(cmd.Context(), func(c openCase) error {
				matrix, err := rules.matrix(cmd.Context(), c, set.MeasureOptions)
				if err != nil {
					return err
				}
				return o.printAudit(matrix, audit.New(matrix), format)
			})
		},
	}
	format.flags(cmd)
	rules.flags(cmd)
	rules.timeFlags(cmd)
	return cmd
}

func (o *options) printAudit(users *analysis.Matrix, a audit.Table, format formatOptions) error {
	if format.json {
		return report.WriteJSON(o.std.out, newAuditRecord(a))
	}
	if err := format.print(o.std.out, report.Audit(users, a)); err != nil {
		return err
	}
	if len(a.Semantic) > 0 {
		fmt.Fprintln(o.std.out)
		if err := format.print(o.std.out, report.AuditShares(users, a)); err != nil {
			return err
		}
	}
	if a.Users == 0 {
		fmt.Fprintf(o.std.err, "there are no %s to average over, with enough events to judge them by\n", users.Nouns().Many)
	}
	fmt.Fprintf(o.std.err, "a session ends after %s without an event, so no reading time is longer than that\n",
		units.Length(a.Timeout))
	return nil
}

func newAuditRecord(a audit.Table) auditRecord {
	record := auditRecord{Schema: report.Schema, Users: a.Users, Rules: []metricAuditRecord{},
		Semantic: map[string]*float64{}}
	for _, m := range a.Metrics {
		record.Rules = append(record.Rules, metricAuditRecord{
			Rule: m.Rule.Name, Unit: m.Rule.Unit.String(), Average: known(m.Average),
			Lower: [2]*float64{known(m.Lowest.From), known(m.Lowest.To)},
			Upper: [2]*float64{known(m.Highest.From), known(m.Highest.To)},
			Users: m.Users,
		})
	}
	for _, s := range a.Semantic {
		record.Semantic[s.Name] = known(s.Average)
	}
	return record
}

type comparisonRecord struct {
	Schema int `json:"schema"`
	comparedRecord
	Rules []ruleComparisonRecord `json:"rules"`
}

type ruleComparisonRecord struct {
	Rule    string   `json:"rule"`
	Unit    string   `json:"unit"`
	Flagged *float64 `json:"flagged"`
	All     *float64 `json:"all"`

	FlaggedUsers int `json:"flagged_users"` // that the mean is over
	AllUsers     int `json:"all_users"`
}

func newCompare(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	cmd := &cobra.Command{
		Use:   "compare",
		Short: "compare the mean of each metric over flagged users with that over all users",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withJudgement(cmd.Context(), &rules, func(_ openCase, j *judgement) error {
				comparison := audit.MeansOf(j.Now)
				if !format.json {
					o.warn(j)
					return format.print(o.std.out, report.Comparison(j.Matrix, comparison))
				}
				record := comparisonRecord{Schema: report.Schema, comparedRecord: j.compared()}
				for _, c := range comparison {
					record.Rules = append(record.Rules, ruleComparisonRecord{
						c.Rule.Name, c.Rule.Unit.String(), known(c.Flagged), known(c.All), c.FlaggedUsers, c.AllUsers,
					})
				}
				return report.WriteJSON(o.std.out, record)
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	return cmd
}
