package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/report"
)

func newRules(o *options) *cobra.Command {
	const commands = "a command: list, show, check, diff, import or learn"
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "list the rules, write, check and import rule sets, learn what is ordinary",
		Args:  arguments(0, 0, commands),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usageError{fmt.Errorf("%s takes %s", cmd.CommandPath(), commands)}
		},
	}
	cmd.AddCommand(newRulesList(o), newRulesShow(o), newRulesCheck(o), newRulesDiff(o), newRulesImport(o),
		newRulesLearn(o))
	return cmd
}

func newRulesList(o *options) *cobra.Command {
	var format formatOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "list the rules and how the presets set them",
		Args:  arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			table := &report.Table{Columns: []report.Column{
				{Name: "rule"}, {Name: "metric"}, {Name: "unit"}, {Name: "family"}, {Name: "alone"}, {Name: "needs"},
				{Name: "strict"}, {Name: "paper"},
			}}
			strict, paper := analysis.Strict(), analysis.Paper()
			for r := range analysis.Rules {
				rule := &analysis.Rules[r]
				table.Rows = append(table.Rows, []report.Cell{
					rule.Name, rule.Title, rule.Unit.String(), rule.Family.String(), yes(rule.Alone), needs(rule),
					settingText(rule, strict.Rules[r]), settingText(rule, paper.Rules[r]),
				})
			}
			if format.json {
				return report.WriteJSON(o.std.out, struct {
					Schema int           `json:"schema"`
					Rules  *report.Table `json:"rules"`
				}{report.Schema, table})
			}
			return format.print(o.std.out, table)
		},
	}
	format.flags(cmd)
	return cmd
}

// needs is how much of a user a rule must see to judge: "5 reading times".
func needs(rule *analysis.Rule) string {
	if rule.Least == 1 {
		return "1 " + rule.Observed.One
	}
	return fmt.Sprintf("%d %s", rule.Least, rule.Observed.Many)
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// settingText says where a rule hits, and its weight: "outside p10 to p90, weight 20", "at least 0.7, weight 40".
func settingText(rule *analysis.Rule, s analysis.Setting) string {
	if !s.On {
		return "off"
	}
	bounds := ""
	switch low, high := s.Low.String(), s.High.String(); {
	case rule.Kind == analysis.Threshold && !rule.Beyond,
		rule.Kind == analysis.Either && s.Low.Kind == analysis.NoBound && s.High.Kind == analysis.Number:
		bounds = "at least " + high
	case s.Low.Kind == analysis.NoBound:
		bounds = "above " + high
	case s.High.Kind == analysis.NoBound:
		bounds = "below " + low
	default:
		bounds = "outside " + low + " to " + high
	}
	return fmt.Sprintf("%s, weight %v", bounds, s.Weight)
}

func newRulesShow(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "show PRESET|FILE",
		Short: "write a rule set as a file that --rules reads",
		Args:  arguments(1, 1, "the name of a preset, or a file"),

		ValidArgsFunction: completePresets,
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := presetOrFile(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(o.std.out, set.TOML())
			return err
		},
	}
}

func newRulesCheck(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE…",
		Short: "check rule sets strictly, and say what is wrong",
		Args:  arguments(1, -1, "at least one file"),
		RunE: func(_ *cobra.Command, args []string) error {
			for _, path := range args {
				set, err := readRuleSet(path)
				if err != nil {
					return err
				}
				on := 0
				for r := range set.Rules {
					if set.Rules[r].On {
						on++
					}
				}
				fmt.Fprintf(o.std.out, "%s: %s, %d of %d rules on\n", clean.Text(path), clean.Text(set.Name), on,
					set.MeasureOptions.Own.Count())
			}
			return nil
		},
	}
}

func newRulesDiff(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "diff A B",
		Short: "show the --set flags that lead from one rule set to another",
		Args:  arguments(2, 2, "two rule sets, each the name of a preset or a file"),

		ValidArgsFunction: completePresets,
		RunE: func(_ *cobra.Command, args []string) error {
			from, err := presetOrFile(args[0])
			if err != nil {
				return err
			}
			to, err := presetOrFile(args[1])
			if err != nil {
				return err
			}
			for _, change := range to.Changes(from) {
				fmt.Fprintln(o.std.out, clean.Text(change))
			}
			return nil
		},
	}
}

// presetOrFile reads a rule set from a file, or takes the preset of the name where no such file.
func presetOrFile(name string) (analysis.RuleSet, error) {
	if _, err := os.Stat(name); err == nil || strings.ContainsAny(name, `/\.`) {
		return readRuleSet(name)
	}
	set, err := analysis.Preset(name)
	if err != nil {
		return set, usageError{fmt.Errorf("%s: no such file, and %w", name, err)}
	}
	return set, nil
}
