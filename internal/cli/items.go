package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"spoor/internal/report"
	"spoor/store"
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
			return o.withJudgement(cmd.Context(), &rules, func(c *store.Case, j *judgement) error {
				table, err := j.items(cmd.Context(), c, args)
				if err != nil {
					return err
				}
				table.Rows = first(table.Rows, limit)
				if format.json {
					return report.WriteJSON(o.std.out, tableRecord{schemaVersion, table})
				}
				return format.print(o.std.out, table)
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	limitFlag(cmd, &limit)
	return cmd
}

// tableRecord is a table in JSON: one object a row.
type tableRecord struct {
	Schema int           `json:"schema"`
	List   *report.Table `json:"list"`
}

// items lists all items, or the users of one.
func (j *judgement) items(ctx context.Context, c *store.Case, one []string) (*report.Table, error) {
	pivots, err := c.Pivots(ctx, j.Matrix.Window, j.Matrix.Timeout, nil)
	if err != nil {
		return nil, err
	}
	rows := j.byNumber()
	if len(one) == 0 {
		return j.itemTable(pivots, rows), nil
	}
	at := slices.IndexFunc(pivots.Items, func(i store.Item) bool { return i.Name == one[0] })
	if at < 0 {
		return nil, fmt.Errorf("%s: nobody viewed such an item; spoor items lists those that were viewed", one[0])
	}
	return j.visitTable(pivots.Items[at].Visits, rows), nil
}

// byNumber are the rows of the users, by their numbers.
func (j *judgement) byNumber() map[int32]int {
	rows := make(map[int32]int, j.Matrix.Len())
	for row, user := range j.Matrix.ID {
		rows[user] = row
	}
	return rows
}

func (j *judgement) itemTable(pivots *store.Pivots, rows map[int32]int) *report.Table {
	table := &report.Table{Columns: []report.Column{
		{Name: "item"}, {Name: "views", Right: true}, {Name: "users", Right: true}, {Name: "flagged", Right: true}, {Name: "summaries", Right: true},
		{Name: "details", Right: true}, {Name: "last"}, {Name: "menu"}, {Name: "title"},
	}}
	for _, item := range pivots.Items {
		flagged := 0
		for _, visit := range item.Visits {
			if row, there := rows[visit.User]; there && j.result.Flagged[row] {
				flagged++
			}
		}
		table.Rows = append(table.Rows, []report.Cell{
			item.Name, item.Views, len(item.Visits), flagged, item.Summaries, item.Details, instant(item.Last), item.Menu, item.Title,
		})
	}
	return table
}

// visitTable lists users by how often they viewed an item, those alike by their keys.
func (j *judgement) visitTable(visits []store.Visit, rows map[int32]int) *report.Table {
	table := &report.Table{Columns: []report.Column{
		{Name: "user"}, {Name: "views", Right: true}, {Name: "first"}, {Name: "last"}, {Name: "score", Right: true, Decimals: 1}, {Name: "flagged"},
	}}
	visits = slices.Clone(visits)
	slices.SortFunc(visits, func(a, b store.Visit) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(rows[a.User], rows[b.User]))
	})
	for _, visit := range visits {
		row := rows[visit.User]
		table.Rows = append(table.Rows, []report.Cell{
			j.Matrix.Key[row], int64(visit.Count), instant(visit.First), instant(visit.Last), j.result.Score[row], flagged(j.result.Flagged[row]),
		})
	}
	return table
}
