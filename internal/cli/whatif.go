package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/report"
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
		Short:   "show who would be flagged, and who no longer, if the rules were different",
		Example: `  spoor whatif --set reading-time.low=5 --set flag.score=30 --diff`,
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			preset, changed, err := rules.sets()
			if err != nil {
				return err
			}
			return o.withCase(cmd.Context(), func(c openCase) error {
				before, err := judge(cmd.Context(), c, &rules, preset, preset)
				if err != nil {
					return err
				}
				after, err := before.judgedBy(cmd.Context(), c, &rules, changed)
				if err != nil {
					return err
				}
				if preset == changed {
					fmt.Fprintln(o.std.err, "no rule is changed; try: spoor whatif --set reading-time.low=5")
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

// judgedBy judges the same users by another rule set: those who have been measured, unless it asks for another baseline
// or for other metrics.
func (j *judgement) judgedBy(ctx context.Context, c openCase, rules *ruleOptions,
	set analysis.RuleSet) (*judgement, error) {
	after, ok := j.By(set)
	if !ok {
		return judge(ctx, c, rules, j.first, set)
	}
	again := *j
	again.Judgement = *after
	return &again, nil
}

func (o *options) printDifference(before, after *judgement, format formatOptions, diff bool) error {
	difference := analysis.Diff(before.Now, after.Now)
	if format.json {
		return report.WriteJSON(o.std.out, whatIfRecord{
			Schema: report.Schema, comparedRecord: after.compared(),
			Before: before.Now.FlaggedCount, After: after.Now.FlaggedCount,
			Entered: after.keys(difference.Entered), Left: after.keys(difference.Left), Moved: len(difference.Moved),
		})
	}
	if diff {
		if err := format.list(o.std.out, report.Changes(&after.Judgement, difference)); err != nil {
			return err
		}
	}
	summary := fmt.Sprintf("flagged %d → %d: %d entered, %d left, %d moved 5 or more places\n",
		before.Now.FlaggedCount, after.Now.FlaggedCount, len(difference.Entered), len(difference.Left), len(difference.Moved))
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
