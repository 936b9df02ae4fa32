package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"spoor/internal/engine"
	"spoor/internal/nearest"
	"spoor/internal/report"
	"spoor/store/model"
)

func newItems(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var limit int
	cmd := &cobra.Command{
		Use:   "items [ITEM]",
		Short: "list the items that were viewed, and how many of their users are flagged; or the users of one",
		Example: `  spoor items --limit 20
  spoor items 1201`,
		Args: arguments(0, 1, "at most one item"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.withJudgement(cmd.Context(), &rules, func(c openCase, j *judgement) error {
				table, err := j.items(cmd.Context(), c, args)
				if err != nil {
					return err
				}
				table.Rows = first(table.Rows, limit)
				return format.list(o.std.out, table)
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	limitFlag(cmd, &limit)
	return cmd
}

// items lists all items, or the users of one.
func (j *judgement) items(ctx context.Context, c openCase, one []string) (*report.Table, error) {
	pivots, err := c.Pivots(ctx, j.Matrix.Window, j.Matrix.Timeout, nil)
	if err != nil {
		return nil, err
	}
	items := pivots.Items
	if len(one) == 0 {
		visitors := j.CountVisitors(len(items), func(i int) []model.Visit { return items[i].Visits })
		return report.Items(items, visitors, engine.InOrder(len(items)), j.zone), nil
	}
	at := nearest.Same(one[0], func(yield func(string) bool) {
		_ = slices.ContainsFunc(items, func(i model.Item) bool { return !yield(i.Name) })
	})
	if at < 0 {
		return nil, fmt.Errorf("%s: nobody viewed such an item; spoor items lists those that were viewed", one[0])
	}
	return j.visitorTable("view", items[at].Name, items[at].Visits), nil
}

// visitorTable lists users by how much they had to do with an item or an address, those alike by their rank. counts is
// what visits count.
func (j *judgement) visitorTable(counts, of string, visits []model.Visit) *report.Table {
	return report.Visitors(&j.Judgement, "users of "+of, counts, j.Visitors(visits), j.zone)
}
