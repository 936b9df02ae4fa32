package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/store"
	"spoor/store/clickhouse"
	"spoor/store/load"
	"spoor/tui"
	"spoor/tui/term"
)

// exploreOptions are those of the commands that open the screens.
type exploreOptions struct {
	loading  loadOptions
	describe describeOptions
	rules    ruleOptions
	at       string
	theme    string
	ascii    bool
	noMouse  bool
	overview bool
	filter   string
	view     string
	noSync   bool
	command  string // that does what this one loads
	passing  bool   // the case is not kept, so there is no way back to it
}

func (e *exploreOptions) flags(cmd *cobra.Command) {
	e.loading.flags(cmd)
	e.describe.flags(cmd)
	e.rules.flags(cmd)
	e.screenFlags(cmd)
	e.rules.windowFlags(cmd)
	cmd.Flags().StringVar(&e.filter, "filter", "",
		"list only the users that this filter takes, as typed after / on the screens")
	cmd.Flags().StringVar(&e.view, "view", "", "open a view that was saved in the case")
	cmd.Flags().StringVar(&e.at, "at", "", "open this place, as printed on leaving: users/kim/session/7")
}

func (e *exploreOptions) screenFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&e.theme, "theme", "auto", "auto, contrast, dark, light or mono")
	completeFlag(cmd, "theme", term.ThemeNames())
	cmd.Flags().BoolVar(&e.ascii, "ascii", false, "draw with ASCII characters only")
	cmd.Flags().BoolVar(&e.overview, "overview", false, "open the overview first")
	cmd.Flags().BoolVar(&e.noMouse, "no-mouse", false, "leave the mouse to the terminal")
	cmd.Flags().BoolVar(&e.noSync, "no-sync", false, "turn off synchronized output, for terminals that don't support it")
}

// explore is the main command: it opens the case, and loads what is to be loaded on the way.
func (o *options) explore(cmd *cobra.Command, e *exploreOptions, args []string) error {
	o.looking = true
	logs, err := o.caseAndLogs(cmd, args)
	if err != nil {
		return err
	}
	if len(logs) == 0 {
		if _, err := os.Stat(o.db); errors.Is(err, fs.ErrNotExist) && !clickhouse.IsURL(o.db) {
			return usageError{fmt.Errorf("no case %s here; try: spoor access.log, or spoor demo", o.db)}
		}
		return o.withCase(cmd.Context(), func(c openCase) error { return o.show(cmd.Context(), c, e, nil) })
	}
	e.command = o.loadCommand(cmd, logs)
	return o.withCaseFor(cmd.Context(), logs, func(c openCase) error { return o.show(cmd.Context(), c, e, logs) })
}

// caseAndLogs tells the case among the arguments, which takes the place of --db where that was not said, from the logs.
func (o *options) caseAndLogs(cmd *cobra.Command, args []string) (logs []string, err error) {
	named := ""
	if cmd.Flags().Changed("db") {
		named = o.db
	}
	for _, arg := range args {
		if store.IsCase(arg) || clickhouse.IsURL(arg) {
			if named != "" && named != arg {
				return nil, usageError{fmt.Errorf("%s and %s are both cases; name one of them", named, arg)}
			}
			o.db, named = arg, arg
			continue
		}
		if _, err := os.Lstat(arg); arg != "" && errors.Is(err, fs.ErrNotExist) {
			if near := commandNear(cmd, arg); near != "" {
				return nil, usageError{fmt.Errorf("%s: no such file; did you mean the command %s?", arg, near)}
			}
			if len(args) == 1 && isWord(arg) && nearFile(arg) == "" {
				return nil, usageError{fmt.Errorf("%s: no such file, and no command; try: spoor --help", arg)}
			}
		}
		logs = append(logs, arg)
	}
	return logs, checkLogNames(logs)
}

// show opens the screens. Where there is no terminal to open them on it prints the flagged users instead.
func (o *options) show(ctx context.Context, c openCase, e *exploreOptions, logs []string) error {
	_, set, err := e.rules.sets()
	if err != nil {
		return err
	}
	if err := (tui.Options{Theme: e.theme, At: e.at}).Check(); err != nil {
		return usageError{err}
	}
	how, err := e.loading.resolve(o.std.in)
	if err != nil {
		return err
	}
	if err := e.describe.apply(ctx, c, how.Encoding); err != nil {
		return err
	}
	if !o.hasScreen() {
		return o.printInstead(ctx, c, e, logs, how)
	}
	if err := keepZone(ctx, c, &how); err != nil {
		return err
	}
	window, err := e.window(ctx, c, len(logs) > 0)
	if err != nil {
		return err
	}
	screens := tui.Options{
		View: e.view, Filter: e.filter, Window: window,
		Case: c, Rules: set, Zone: how.Zone, Baseline: e.rules.baseline, At: e.at,
		Theme: e.theme, ASCII: e.ascii, NoMouse: e.noMouse, NoSync: e.noSync,
		Commands: o.commands, Overview: e.overview, Reach: o.reach(),
		Exit: func() { os.Exit(statusInterrupted) },
	}
	if !e.passing {
		screens.Notes = o.std.err
	}
	if len(logs) > 0 {
		if err := o.keepUserBy(ctx, c, &how.UserBy); err != nil {
			return err
		}
		screens.Loads = e.command
		screens.Load = loader(c, logs, how, e.command)
	}
	err = tui.Run(ctx, screens)
	if wrong := (tui.WrongFilter{}); errors.As(err, &wrong) {
		return usageError{err}
	}
	return err
}

// loader loads logs for the screens. The command that does the same is kept in the case until the load is at its end.
func loader(c openCase, logs []string, how load.Options, command string) tui.Loader {
	return func(ctx context.Context, stop <-chan struct{},
		progress func(load.Progress)) (load.Summary, error) {
		how.Progress, how.Now, how.Stop = progress, time.Now(), stop
		defer collectOften()()
		forget := keepCommand(ctx, c, command)
		summary, err := load.Files(ctx, c, logs, how)
		if ctx.Err() == nil && !summary.Stopped && !summary.Failed {
			forget()
		}
		return summary, err
	}
}

// window is the part of the time that the screens open with. Of a case that is loaded first it is not known how far it
// reaches.
func (e *exploreOptions) window(ctx context.Context, c openCase, loads bool) (analysis.Window, error) {
	if e.rules.since == "" && e.rules.until == "" {
		return analysis.Window{}, nil
	}
	if !loads {
		return e.rules.window(ctx, c)
	}
	zone, err := c.Zone(ctx)
	if err != nil {
		return analysis.Window{}, err
	}
	window, err := e.rules.within(analysis.Window{To: time.Now().UnixMilli()}, zone)
	if err == nil && window.From > window.To {
		err = usageError{fmt.Errorf("%s: no event lies there", e.rules.windowFlagsWords())}
	}
	return window, err
}

// hasScreen reports whether the screens can be shown at all.
func (o *options) hasScreen() bool {
	return isTerminal(o.std.out) && os.Getenv("TERM") != "dumb"
}

func (o *options) printInstead(ctx context.Context, c openCase, e *exploreOptions, logs []string,
	how load.Options) error {
	if e.view != "" {
		return usageError{errors.New("--view: there is no terminal to open a view on; " +
			"spoor scan takes --rules, --since, --until and --filter")}
	}
	if len(logs) > 0 {
		if err := o.loadLogs(ctx, c, logs, how, e.command); err != nil {
			return err
		}
	}
	fmt.Fprintln(o.std.err, "no terminal to open the screens on: here is the report")
	first, set, err := e.rules.sets()
	if err != nil {
		return err
	}
	j, err := judge(ctx, c, &e.rules, first, set)
	if err != nil {
		return err
	}
	return o.printScan(ctx, c, j, &scanOptions{filter: e.filter})
}
