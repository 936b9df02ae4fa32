package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/report"
	"spoor/store"
)

type whatIfRecord struct {
	Schema int `json:"schema"`
	comparedRecord
	Before  int      `json:"before"`
	After   int      `json:"after"`
	Entered []string `json:"entered"`
	Left    []string `json:"left"`
	Moved   int      `json:"moved"`
}

func newWhatIf(o *options) *cobra.Command {
	var rules ruleOptions
	var format formatOptions
	var diff bool
	cmd := &cobra.Command{
		Use:     "whatif --set RULE.FIELD=VALUE…",
		Short:   "say who would be flagged, and who would not be any more, if the rules were different",
		Example: `  spoor whatif --set reading-time.low=5 --set flag.score=30 --diff`,
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			preset, changed, err := rules.sets()
			if err != nil {
				return err
			}
			return o.withCase(cmd.Context(), func(c *store.Case) error {
				before, err := judge(cmd.Context(), c, &rules, preset)
				if err != nil {
					return err
				}
				after, err := before.judgedBy(cmd.Context(), c, &rules, changed)
				if err != nil {
					return err
				}
				return o.printDifference(before, after, format, diff)
			})
		},
	}
	rules.flags(cmd)
	rules.windowFlags(cmd)
	format.flags(cmd)
	cmd.Flags().BoolVar(&diff, "diff", false, "list who entered, left and moved, and why")
	return cmd
}

// judgedBy judges the same users by another rule set: those who have been measured, unless it asks for another baseline or for
// other metrics.
func (j *judgement) judgedBy(ctx context.Context, c *store.Case, rules *ruleOptions, set analysis.RuleSet) (*judgement, error) {
	if set.BaselinePolicy != j.set.BaselinePolicy || set.MeasureOptions != j.set.MeasureOptions {
		return judge(ctx, c, rules, set)
	}
	after := *j
	after.set, after.result = set, j.Evaluate(set)
	return &after, nil
}

func (o *options) printDifference(before, after *judgement, format formatOptions, diff bool) error {
	difference := analysis.Diff(before.result, after.result)
	if format.json {
		return report.WriteJSON(o.std.out, whatIfRecord{
			Schema: schemaVersion, comparedRecord: after.compared(), Before: before.result.FlaggedCount, After: after.result.FlaggedCount,
			Entered: after.keys(difference.Entered), Left: after.keys(difference.Left), Moved: len(difference.Moved),
		})
	}
	if diff {
		if err := format.print(o.std.out, after.differenceTable(difference)); err != nil {
			return err
		}
	}
	summary := fmt.Sprintf("flagged %d → %d: %d entered, %d left, %d moved 5 or more places\n",
		before.result.FlaggedCount, after.result.FlaggedCount, len(difference.Entered), len(difference.Left), len(difference.Moved))
	o.warn(after)
	if diff {
		_, err := fmt.Fprint(o.std.err, summary)
		return err
	}
	_, err := fmt.Fprint(o.std.out, summary)
	return err
}

func (j *judgement) keys(changes []analysis.Change) []string {
	keys := []string{}
	for _, change := range changes {
		keys = append(keys, j.Matrix.Key[change.Row])
	}
	return keys
}

func (j *judgement) differenceTable(d analysis.Difference) *report.Table {
	table := &report.Table{Columns: []report.Column{
		{Name: "change"}, {Name: "user"}, {Name: "before", Right: true, Decimals: 1}, {Name: "after", Right: true, Decimals: 1},
		{Name: "segment"}, {Name: "because"},
	}}
	for _, part := range []struct {
		name    string
		changes []analysis.Change
	}{{"entered", d.Entered}, {"left", d.Left}, {"moved", d.Moved}} {
		for _, change := range part.changes {
			table.Rows = append(table.Rows, []report.Cell{
				part.name, j.Matrix.Key[change.Row], change.Before, change.After, j.segments[change.Row].String(), strings.Join(change.Because(), ", "),
			})
		}
	}
	return table.Called(j.Matrix.Nouns())
}
