package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/store"
)

// ruleOptions choose a rule set.
type ruleOptions struct {
	preset  string
	changes []string
}

func (r *ruleOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.preset, "preset", "strict", "the rule set to begin with: strict or paper")
	cmd.Flags().StringArrayVar(&r.changes, "set", nil, "change the rule set, as in reading-time.low=5, content-usage.high=p95, menu-usage.on=false, flag.score=30; can be repeated")
}

// sets are the preset, and the rule set that the changes make of it.
func (r *ruleOptions) sets() (preset, changed analysis.RuleSet, err error) {
	preset, err = analysis.Preset(r.preset)
	if err != nil {
		return preset, preset, usageError{fmt.Errorf("--preset: %w", err)}
	}
	changed = preset
	for _, change := range r.changes {
		if changed, err = changed.With(change); err != nil {
			return preset, changed, usageError{fmt.Errorf("--set: %w", err)}
		}
	}
	return preset, changed, nil
}

// judgement is a case with its users judged.
type judgement struct {
	*analysis.Judge
	set      analysis.RuleSet
	result   *analysis.Evaluation
	segments []analysis.Segment
}

// judge judges the users of a case. The baseline is learned from the case itself, without the users whose verdict is suspicious.
func judge(ctx context.Context, c *store.Case, set analysis.RuleSet) (*judgement, error) {
	matrix, err := c.Matrix(ctx)
	if err != nil {
		return nil, err
	}
	verdicts, err := c.Verdicts(ctx)
	if err != nil {
		return nil, err
	}
	baseline := analysis.FitBaseline(matrix, set.Passes, func(row int) bool { return verdicts[matrix.ID[row]].Label == store.Suspicious })
	j := analysis.NewJudge(matrix, baseline)
	return &judgement{Judge: j, set: set, result: j.Evaluate(set), segments: analysis.Segments(matrix)}, nil
}

// name is the preset, with a star where it is changed.
func (j *judgement) name() string {
	if preset, err := analysis.Preset(j.set.Name); err == nil && preset == j.set {
		return j.set.Name
	}
	return j.set.Name + "*"
}

// hitNames are a user's hits as the screens write them: "▲content-usage ▼reading-time".
func (j *judgement) hitNames(row int) string {
	var names []string
	for _, hit := range j.Hits(j.set, row) {
		names = append(names, hit.Side.Mark()+hit.Rule.String())
	}
	return strings.Join(names, " ")
}
