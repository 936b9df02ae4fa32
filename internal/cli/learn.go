package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/analysis/units"
	"spoor/internal/clean"
	"spoor/internal/engine"
	"spoor/internal/wholefile"
	"spoor/store"
)

func newRulesLearn(o *options) *cobra.Command {
	var rules ruleOptions
	var span, out string
	cmd := &cobra.Command{
		Use:   "learn -o BASE.TOML",
		Short: "learn a baseline from this case, to judge other cases or other times by",
		Long: `learn writes down what is ordinary in this case, so that scan --baseline can judge another one by it. Counts
do not scale with time (a visit in two weeks is not two in a month): --span cuts the time into spans of the
length that will be judged.`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, set, err := rules.sets()
			if err != nil {
				return err
			}
			length, err := parseSpan(span)
			if err != nil {
				return err
			}
			return o.withCase(cmd.Context(), func(c openCase) error {
				baseline, err := learn(cmd.Context(), c, &rules, length, set)
				if err != nil {
					return err
				}
				return o.writeBaseline(baseline, out)
			})
		},
	}
	rules.flags(cmd)
	rules.timeFlags(cmd)
	cmd.Flags().StringVar(&span, "span", "", "cut the time into spans of this length, as in 14d or 12h")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file to write; it must not exist yet")
	return cmd
}

// parseSpan reads "14d" or a duration of Go; 0 for an empty text.
func parseSpan(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	length, err := time.ParseDuration(text)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n int
		n, err = strconv.Atoi(days)
		length = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || length < time.Minute {
		return 0, usageError{fmt.Errorf("--span %s: not a length of time; write 14d or 12h", text)}
	}
	return length, nil
}

// learn fits a baseline from the case's window, or from the whole spans that it holds.
func learn(ctx context.Context, c openCase, rules *ruleOptions, span time.Duration,
	set analysis.RuleSet) (*analysis.Baseline, error) {
	window, err := rules.window(ctx, c)
	if err != nil {
		return nil, err
	}
	windows := []analysis.Window{window}
	if span > 0 {
		if windows = cut(window, span); len(windows) == 0 {
			return nil, fmt.Errorf("the case holds %s, which is less than one span of %s; "+
				"learn from a longer one, or without --span", units.Length(length(window)), units.Length(span))
		}
	}
	verdicts, err := c.Verdicts(ctx)
	if err != nil {
		return nil, err
	}
	var matrices []*analysis.Matrix
	for _, window := range windows {
		matrix, err := c.MatrixWith(ctx, set.MeasureOptions, window, nil)
		if err != nil {
			return nil, err
		}
		matrices = append(matrices, matrix)
	}
	baseline := engine.LearnBaseline(set.BaselinePolicy, engine.Suspicious(verdicts), matrices...)
	baseline.Name = strings.TrimSuffix(store.NameOf(c.Path()), ".db")
	return baseline, nil
}

// cut gives the whole spans that a window holds, from its begin.
func cut(window analysis.Window, span time.Duration) []analysis.Window {
	var windows []analysis.Window
	step := span.Milliseconds()
	for from := window.From; from+step-1 <= window.To+slack(step); from += step {
		windows = append(windows, analysis.Window{From: from, To: from + step - 1})
	}
	return windows
}

// slack lets a window end a little early, since the last event of a day comes before midnight.
func slack(step int64) int64 { return step / 20 }

func length(window analysis.Window) time.Duration {
	return (time.Duration(window.To-window.From) * time.Millisecond).Round(time.Minute)
}

func (o *options) writeBaseline(b *analysis.Baseline, path string) error {
	fmt.Fprintf(o.std.err, "%s ordinary users; left out: %s with too few events, %s declared robots, "+
		"%s found suspicious, %s outside two bands\n",
		humanize.Comma(int64(b.Members)), humanize.Comma(int64(b.Dropped.FewEvents)), humanize.Comma(int64(b.Dropped.Robots)),
		humanize.Comma(int64(b.Dropped.Excluded)), humanize.Comma(int64(b.Dropped.Trimmed)))
	if path == "" {
		_, err := fmt.Fprint(o.std.out, b.TOML())
		return err
	}
	if err := writeNew(path, b.TOML()); err != nil {
		return err
	}
	fmt.Fprintf(o.std.err, "written to %s; use it with: spoor scan --baseline %s\n", clean.Text(path), clean.Text(path))
	return nil
}

// writeNew writes a file that does not exist yet.
func writeNew(path, text string) error {
	err := wholefile.Create(path, func(to io.Writer) error {
		_, err := io.WriteString(to, text)
		return err
	})
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s already exists and is left as it is; name another file", path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: no such directory; nothing was written", filepath.Dir(path))
	}
	return err
}
