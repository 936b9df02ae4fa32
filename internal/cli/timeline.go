package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"spoor/internal/report"
	"spoor/store"
)

// dayAndHour are what a timeline can be counted by: how the begin of the day or hour that a time is in is written.
var dayAndHour = map[string]string{"day": "2006-01-02", "hour": "2006-01-02T15:00Z07:00"}

func newTimeline(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var by string
	cmd := &cobra.Command{
		Use:   "timeline",
		Short: "count the events of each day or hour, and the sessions of flagged users that begin in it",
		Long: `timeline counts the events of each day or hour, in the time zone of the case, and the sessions of flagged users that begin in it. Days and
hours in which nothing happened are left out.`,
		Example: `  spoor timeline --by hour --since 2026-03-01`,
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			layout, ok := dayAndHour[by]
			if !ok {
				return usageError{fmt.Errorf("--by %s: it is day or hour", by)}
			}
			return o.withJudgement(cmd.Context(), &rules, func(c *store.Case, j *judgement) error {
				table, err := j.timeline(cmd.Context(), c, &rules, by, layout)
				if err != nil {
					return err
				}
				if format.json {
					return report.WriteJSON(o.std.out, tableRecord{schemaVersion, table})
				}
				return format.print(o.std.out, table)
			})
		},
	}
	rules.flags(cmd)
	rules.timeFlags(cmd)
	format.flags(cmd)
	cmd.Flags().StringVar(&by, "by", "day", "day or hour")
	return cmd
}

// timeline counts by what the begin of each step is written as.
func (j *judgement) timeline(ctx context.Context, c *store.Case, rules *ruleOptions, by, layout string) (*report.Table, error) {
	zone, err := c.Zone(ctx)
	if err != nil {
		return nil, err
	}
	window, err := rules.window(ctx, c)
	if err != nil {
		return nil, err
	}
	line, err := c.Timeline(ctx, j.Matrix.Timeout, nil)
	if err != nil {
		return nil, err
	}
	var flagged []bool
	for row, user := range j.Matrix.ID {
		for int(user) >= len(flagged) {
			flagged = append(flagged, false)
		}
		flagged[user] = j.result.Flagged[row]
	}
	table := &report.Table{Columns: []report.Column{
		{Name: by}, {Name: "events", Right: true}, {Name: "flagged_sessions", Title: "sessions of flagged users", Right: true},
	}}
	for step, sessions := range line.Sessions(flagged) {
		from := line.From + int64(step)*line.Step
		if line.Events[step] == 0 || from+line.Step <= window.From || from > window.To {
			continue
		}
		begin := time.UnixMilli(from).In(zone).Format(layout)
		if n := len(table.Rows); n == 0 || table.Rows[n-1][0] != report.Cell(begin) {
			table.Rows = append(table.Rows, []report.Cell{begin, int64(0), int64(0)})
		}
		row := table.Rows[len(table.Rows)-1]
		row[1] = row[1].(int64) + int64(line.Events[step])
		row[2] = row[2].(int64) + int64(sessions)
	}
	return table, nil
}
