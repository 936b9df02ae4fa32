package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"spoor/internal/engine"
	"spoor/internal/report"
)

// buckets are what a timeline can be counted by, as --by names them.
var buckets = []struct{ name, bucket string }{
	{"minute", "1 min"}, {"hour", "1 h"}, {"day", "1 day"}, {"week", "1 week"}, {"month", "1 month"}, {"year", "1 year"},
}

func bucketNamed(by string) (engine.Bucket, error) {
	for _, b := range buckets {
		if b.name == by {
			at := slices.IndexFunc(engine.Buckets, func(known engine.Bucket) bool { return known.Name == b.bucket })
			return engine.Buckets[at], nil
		}
	}
	return engine.Bucket{}, usageError{fmt.Errorf("--by %s: there are %s", by, strings.Join(bucketNames(), ", "))}
}

func bucketNames() (names []string) {
	for _, b := range buckets {
		names = append(names, b.name)
	}
	return names
}

func newTimeline(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var by string
	cmd := &cobra.Command{
		Use:   "timeline",
		Short: "count the events of each day or hour, and the sessions of flagged users that begin in it",
		Long: `timeline counts the events of each day, or hour, week and so on, in the time zone of the case, and the
sessions of flagged users that begin in it. Days in which nothing happened are left out.`,
		Example: `  spoor timeline --by hour --since 2026-03-01`,
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			bucket, err := bucketNamed(by)
			if err != nil {
				return err
			}
			return o.withJudgement(cmd.Context(), &rules, func(c openCase, j *judgement) error {
				table, err := j.timeline(cmd.Context(), c, &rules, bucket)
				if err != nil {
					return err
				}
				return format.list(o.std.out, table)
			})
		},
	}
	rules.flags(cmd)
	rules.timeFlags(cmd)
	format.flags(cmd)
	cmd.Flags().StringVar(&by, "by", "day", "minute, hour, day, week, month or year")
	completeFlag(cmd, "by", bucketNames())
	return cmd
}

func (j *judgement) timeline(ctx context.Context, c openCase, rules *ruleOptions,
	bucket engine.Bucket) (*report.Table, error) {
	window, err := rules.window(ctx, c)
	if err != nil {
		return nil, err
	}
	line, err := c.Timeline(ctx, j.Matrix.Timeout, nil)
	if err != nil {
		return nil, err
	}
	return report.Timeline(engine.NewTimeline(line, &j.Judgement), bucket, window, j.zone), nil
}
