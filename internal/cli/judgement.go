package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/engine"
	"spoor/internal/report"
	"spoor/store"
)

// ruleOptions choose a rule set, and what users are compared with.
type ruleOptions struct {
	preset       string
	file         string
	changes      []string
	timeout      string
	robots       string
	baseline     string
	since, until string
}

func (r *ruleOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.preset, "preset", "strict", "the rule set to begin with: strict or paper")
	completeFlag(cmd, "preset", analysis.PresetNames())
	cmd.Flags().StringVar(&r.file, "rules", "", "the rule set to begin with, from a file; see spoor rules")
	cmd.Flags().StringArrayVar(&r.changes, "set", nil,
		"change the rule set, as in reading-time.low=5, content-usage.high=p95, menu-usage.on=false, flag.score=30; "+
			"can be repeated")
	cmd.MarkFlagsMutuallyExclusive("preset", "rules")
	r.otherFlags(cmd)
}

// otherFlags are changes that have an option of their own.
func (r *ruleOptions) otherFlags(cmd *cobra.Command) {
	r.timeoutFlag(cmd)
	cmd.Flags().StringVar(&r.robots, "robots", "",
		"what to do with declared robots, leave or judge: like --set flag.robots=judge")
	completeFlag(cmd, "robots", []string{"leave", "judge"})
}

func (r *ruleOptions) timeoutFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.timeout, "timeout", "",
		"end a session after this long without an event, like --set session.timeout=15m (default the case's own, 30m)")
}

// windowFlags are for commands that can look at a part of the time, and compare with another.
func (r *ruleOptions) windowFlags(cmd *cobra.Command) {
	r.baselineFlag(cmd)
	r.timeFlags(cmd)
}

func (r *ruleOptions) baselineFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.baseline, "baseline", "",
		"compare with this baseline, made by spoor rules learn, instead of the case's own")
}

// timeFlags are for commands that can look at a part of the time.
func (r *ruleOptions) timeFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.since, "since", "",
		"only events from this time on: 2026-03-01, 2026-03-01T14:30, or RFC 3339")
	cmd.Flags().StringVar(&r.until, "until", "", "only events before this time")
}

// sets are the rule set to begin with, and what the changes make of it.
func (r *ruleOptions) sets() (first, changed analysis.RuleSet, err error) {
	if r.file != "" {
		first, err = readRuleSet(r.file)
	} else if first, err = analysis.Preset(r.preset); err != nil {
		err = usageError{fmt.Errorf("--preset: %w", err)}
	}
	if err != nil {
		return first, first, err
	}
	changed, err = r.change(first)
	return first, changed, err
}

// change makes the changes that the options name.
func (r *ruleOptions) change(set analysis.RuleSet) (analysis.RuleSet, error) {
	for _, change := range r.changes {
		var err error
		if set, err = set.With(change); err != nil {
			return set, usageError{fmt.Errorf("--set: %w", err)}
		}
	}
	for _, option := range []struct{ flag, path, value string }{
		{"--timeout", "session.timeout", r.timeout},
		{"--robots", "flag.robots", r.robots},
	} {
		if option.value == "" {
			continue
		}
		var err error
		if set, err = set.With(option.path + "=" + option.value); err != nil {
			return set, usageError{fmt.Errorf("%s: %s", option.flag, strings.TrimPrefix(err.Error(), option.path+": "))}
		}
	}
	return set, nil
}

func readRuleSet(path string) (analysis.RuleSet, error) {
	text, err := readSettings(path)
	if _, unknown := analysis.Preset(path); err != nil && unknown == nil {
		return analysis.RuleSet{}, usageError{fmt.Errorf("%w; the preset of that name: --preset %s", err, path)}
	}
	if err != nil {
		return analysis.RuleSet{}, err
	}
	return analysis.ParseRuleSet(path, text)
}

// judgement is a case with its users judged.
type judgement struct {
	engine.Judgement
	first    analysis.RuleSet // that it began with
	zone     *time.Location   // of the case
	windowed bool             // only a part of the case's time is looked at
	partial  string           // which logs of the case were not read to their end; empty: all were
}

// withJudgement opens the case and judges its users.
func (o *options) withJudgement(ctx context.Context, rules *ruleOptions,
	use func(c openCase, j *judgement) error) error {
	first, set, err := rules.sets()
	if err != nil {
		return err
	}
	return o.withCase(ctx, func(c openCase) error {
		j, err := judge(ctx, c, rules, first, set)
		if err != nil {
			return err
		}
		err = use(c, j)
		if j.partial != "" {
			fmt.Fprintln(o.std.err, j.partial+"; wait for its load, or load the same again to go on where it stopped")
		}
		return err
	})
}

// judge judges the users of a case, or of a part of its time, by a rule set and says which one that began with.
func judge(ctx context.Context, c openCase, rules *ruleOptions, first, set analysis.RuleSet) (*judgement, error) {
	matrix, err := rules.matrix(ctx, c, set.MeasureOptions)
	if err != nil {
		return nil, err
	}
	verdicts, err := c.Verdicts(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := c.Zone(ctx)
	if err != nil {
		return nil, err
	}
	against, err := rules.against(verdicts)
	if err != nil {
		return nil, err
	}
	sources, err := c.Sources(ctx)
	if err != nil {
		return nil, err
	}
	against.Zone = zone
	loads, err := keptLoads(ctx, c)
	if err != nil {
		return nil, err
	}
	windowed, events := rules.since != "" || rules.until != "", int64(0) // of a part of the time nothing follows
	if !windowed {
		events = engine.Events(matrix)
	}
	return &judgement{*engine.Judge(matrix, against, set, verdicts), first, zone, windowed,
		report.Partial(sources, events, loads)}, nil
}

// matrix measures the users of the case, or of the part of its time that is asked for.
func (r *ruleOptions) matrix(ctx context.Context, c openCase, how analysis.MeasureOptions) (*analysis.Matrix, error) {
	var window analysis.Window // all of it
	if r.since != "" || r.until != "" {
		var err error
		if window, err = r.window(ctx, c); err != nil {
			return nil, err
		}
	}
	return c.MatrixWith(ctx, how, window, nil)
}

// window is the part of the case's time between --since and --until.
func (r *ruleOptions) window(ctx context.Context, c openCase) (analysis.Window, error) {
	all, err := c.Window(ctx)
	if err != nil {
		return all, err
	}
	zone, err := c.Zone(ctx)
	if err != nil {
		return all, err
	}
	window, err := r.within(all, zone)
	if err == nil && window.From > window.To {
		err = usageError{fmt.Errorf("%s: no event lies there; the case is from %s to %s",
			r.windowFlagsWords(), inZone(all.From, zone), inZone(all.To, zone))}
	}
	return window, err
}

// within is the part of a window between --since and --until; its end lies before its beginning where there is none.
func (r *ruleOptions) within(window analysis.Window, zone *time.Location) (_ analysis.Window, err error) {
	if r.since != "" {
		if window.From, err = parseInstant("--since", r.since, zone); err != nil {
			return window, err
		}
	}
	if r.until != "" {
		if window.To, err = parseInstant("--until", r.until, zone); err != nil {
			return window, err
		}
		window.To-- // before it
	}
	return window, nil
}

// windowFlagsWords are the options for the time, as they were given.
func (r *ruleOptions) windowFlagsWords() string {
	var said []string
	if r.since != "" {
		said = append(said, "--since "+r.since)
	}
	if r.until != "" {
		said = append(said, "--until "+r.until)
	}
	return strings.Join(said, " ")
}

// instantLayouts are how --since and --until are written; filters of the screens take the days and minutes, too.
var instantLayouts = []string{
	time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339,
}

// parseInstant reads a date or a time, in the time zone of the case unless it names its own; UTC milliseconds.
func parseInstant(flag, text string, zone *time.Location) (int64, error) {
	for _, layout := range instantLayouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t.UnixMilli(), nil
		}
	}
	return 0, usageError{fmt.Errorf("%s %s: not a time; write 2026-03-01, 2026-03-01T14:30 or 2026-03-01T12:00:00Z",
		flag, text)}
}

// against is whom users are compared with: those of the baseline in the file, or else the case's own.
func (r *ruleOptions) against(verdicts map[string]store.Verdict) (engine.BaselineSource, error) {
	if r.baseline == "" {
		return engine.NewBaselineSource(engine.Suspicious(verdicts)), nil
	}
	text, err := readSettings(r.baseline)
	if err != nil {
		return engine.BaselineSource{}, err
	}
	return engine.FileBaseline(r.baseline, text)
}

// name is the rule set that it began with, with a star where it is changed.
func (j *judgement) name() string { return changedName(j.first, j.Now.Set) }

// changedName is the name of a rule set, with a star where it is no longer the one that it began as.
func changedName(first, set analysis.RuleSet) string {
	if first == set {
		return set.Name
	}
	return set.Name + "*"
}
