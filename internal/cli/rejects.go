package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"spoor/internal/report"
)

func newRejects(o *options) *cobra.Command {
	var format formatOptions
	var reason string
	var limit int
	cmd := &cobra.Command{
		Use:   "rejects",
		Short: "list the lines that were rejected, and why",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCase(cmd.Context(), func(c openCase) error {
				if err := checkReason(cmd.Context(), c, reason); err != nil {
					return err
				}
				rejects, err := c.Rejects(cmd.Context(), reason, limit)
				if err != nil {
					return err
				}
				return format.list(o.std.out, report.Rejects(rejects))
			})
		},
	}
	format.flags(cmd)
	cmd.Flags().StringVar(&reason, "reason", "", "only those with this reason, as info names it")
	limitFlag(cmd, &limit)
	return cmd
}

// checkReason reports a reason for which no line was rejected.
func checkReason(ctx context.Context, c openCase, reason string) error {
	if reason == "" {
		return nil
	}
	counts, err := c.RejectCounts(ctx)
	if err != nil {
		return err
	}
	if len(counts) == 0 {
		return fmt.Errorf("--reason %s: the case has no rejects at all", reason)
	}
	var reasons []string
	for _, count := range counts {
		if count.Reason == reason {
			return nil
		}
		reasons = append(reasons, strconv.Quote(count.Reason))
	}
	return fmt.Errorf("--reason %s: no line was rejected for it; there are %s", reason, strings.Join(reasons, ", "))
}
