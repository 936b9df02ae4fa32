package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/internal/sigma"
)

// importOptions are those of rules import.
type importOptions struct {
	sigma bool
	base  ruleOptions
	out   string
}

func newRulesImport(o *options) *cobra.Command {
	var how importOptions
	cmd := &cobra.Command{
		Use:   "import --sigma FILE…",
		Short: "turn Sigma rules into rules of your own",
		Long: `import reads Sigma rules of the categories webserver and proxy, and correlations of the types event_count and
value_count, and writes a rule set that has them as rules of your own. What has no equivalent is reported.
A directory is read with all its .yml files.`,
		Example: `  spoor rules import --sigma web_sql_injection.yml > sigma.toml
  spoor scan --rules sigma.toml`,
		Args: arguments(1, -1, "at least one file or directory"),
		RunE: func(_ *cobra.Command, args []string) error { return o.importRules(&how, args) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&how.sigma, "sigma", false, "the files have Sigma rules")
	flags.StringVar(&how.base.preset, "preset", "strict", "the rule set that they are added to: strict or paper")
	completeFlag(cmd, "preset", analysis.PresetNames())
	flags.StringVar(&how.base.file, "rules", "", "the rule set that they are added to, from a file")
	flags.StringVarP(&how.out, "output", "o", "", "the file to write; it must not exist yet")
	cmd.MarkFlagsMutuallyExclusive("preset", "rules")
	return cmd
}

func (o *options) importRules(how *importOptions, args []string) error {
	if !how.sigma {
		return usageError{errors.New("the kind of the rules is missing; try: spoor rules import --sigma FILE")}
	}
	base, _, err := how.base.sets()
	if err != nil {
		return err
	}
	files, err := sigmaFiles(args)
	if err != nil {
		return err
	}
	taken := func(name string) bool { _, found := base.MeasureOptions.Own.Named(name); return found }
	rules, refused := sigma.Import(files, taken)
	o.reportImport(rules, refused)
	if len(rules) == 0 {
		return errors.New("no rule could be made")
	}
	set, err := withImported(base, rules)
	if err != nil {
		return err
	}
	if how.base.file == "" {
		set = set.Named("sigma")
	}
	if how.out != "" {
		return writeNew(how.out, set.TOML())
	}
	_, err = fmt.Fprint(o.std.out, set.TOML())
	return err
}

// sigmaFiles reads files, and those of directories that end in .yml or .yaml, by name.
func sigmaFiles(args []string) (files []sigma.File, err error) {
	for _, arg := range args {
		paths := []string{arg}
		err := filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			extension := strings.ToLower(filepath.Ext(path))
			switch {
			case err != nil:
				return err
			case path == arg && !entry.IsDir():
			case path == arg:
				paths = nil
			case !entry.IsDir() && (extension == ".yml" || extension == ".yaml"):
				paths = append(paths, path)
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("%s: there is no .yml file in it", arg)
		}
		for _, path := range paths {
			text, err := readSettings(path)
			if err != nil {
				return nil, err
			}
			files = append(files, sigma.File{Name: path, Text: text})
		}
	}
	return files, nil
}

// reportImport says what became of each rule.
func (o *options) reportImport(rules []sigma.Rule, refused []sigma.Refusal) {
	for i := range rules {
		rule := &rules[i]
		words := "rule." + rule.Name
		if len(rule.Notes) > 0 {
			words += "; " + strings.Join(rule.Notes, "; ")
		}
		fmt.Fprintf(o.std.err, "%s: %s: %s\n", clean.Text(rule.From), clean.Text(rule.Title), clean.Text(words))
	}
	for _, r := range refused {
		words := r.From
		if r.Title != "" {
			words += ": " + r.Title
		}
		fmt.Fprintf(o.std.err, "%s: not taken: %s\n", clean.Text(words), clean.Text(r.Why))
	}
	fmt.Fprintf(o.std.err, "%d made, %d not taken\n", len(rules), len(refused))
}

// withImported is a rule set with the rules that were made, set as they say.
func withImported(base analysis.RuleSet, rules []sigma.Rule) (analysis.RuleSet, error) {
	own := slices.Clone(base.MeasureOptions.Own.List())
	if many := len(own) + len(rules); many > analysis.MostOwnRules {
		return base, fmt.Errorf("%d rules of your own are too many; at most %d can be used at a time: name fewer files", many,
			analysis.MostOwnRules)
	}
	for i := range rules {
		own = append(own, rules[i].OwnRule)
	}
	set, err := base.WithOwn(own)
	if err != nil {
		return base, err
	}
	for i := range rules {
		id, _ := set.MeasureOptions.Own.Named(rules[i].Name)
		set.Rules[id] = rules[i].Setting
	}
	return set, nil
}
