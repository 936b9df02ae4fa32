package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"spoor/internal/report"
	"spoor/store"
)

type rejectRecord struct {
	Source string `json:"source"`
	Line   int64  `json:"line"`
	Offset int64  `json:"offset"`
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

func newRejects(o *options) *cobra.Command {
	var format formatOptions
	var reason string
	var limit int
	cmd := &cobra.Command{
		Use:   "rejects",
		Short: "list the lines that are no events, and why",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.withCase(cmd.Context(), func(c *store.Case) error {
				if err := checkReason(cmd.Context(), c, reason); err != nil {
					return err
				}
				rejects, err := c.Rejects(cmd.Context(), reason, limit)
				if err != nil {
					return err
				}
				if format.json {
					return report.WriteJSON(o.std.out, rejectRecords(rejects))
				}
				return format.print(o.std.out, rejectTable(rejects))
			})
		},
	}
	format.flags(cmd)
	cmd.Flags().StringVar(&reason, "reason", "", "only those with this reason, as info names it")
	cmd.Flags().IntVar(&limit, "limit", -1, "at most so many; -1 is all")
	return cmd
}

// checkReason reports a reason for which no line was rejected.
func checkReason(ctx context.Context, c *store.Case, reason string) error {
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

func rejectRecords(rejects []store.Reject) any {
	list := []rejectRecord{}
	for _, r := range rejects {
		list = append(list, rejectRecord{r.Path, r.Line, r.Offset, r.Reason, string(r.Text)})
	}
	return struct {
		Schema int            `json:"schema"`
		List   []rejectRecord `json:"list"`
	}{schemaVersion, list}
}

func rejectTable(rejects []store.Reject) *report.Table {
	table := &report.Table{Columns: []report.Column{
		{Name: "source"}, {Name: "line", Right: true}, {Name: "reason"}, {Name: "text"},
	}}
	for _, r := range rejects {
		table.Rows = append(table.Rows, []report.Cell{r.Path, r.Line, r.Reason, string(r.Text)})
	}
	return table
}
