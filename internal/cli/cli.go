// Package cli is the command line: one file a command, each a few lines over the other packages.
//
// Data goes to standard output, everything else to standard error. An error is one line that says what, why, and what
// to try.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	_ "time/tzdata" // a server may have no time zones of its own

	"github.com/spf13/cobra"

	"spoor/internal/clean"
	"spoor/store"
	"spoor/store/clickhouse"
	"spoor/tui"
)

// The exit statuses.
const (
	statusOK          = 0
	statusFailure     = 1
	statusUsage       = 2
	statusFlagged     = 3 // scan --exit-code: somebody is flagged
	statusInterrupted = 130
)

// usageError is a command that was not called as it wants to be.
type usageError struct{ error }

// errFlagged is no failure: it carries the status that scan --exit-code asks for.
var errFlagged = errors.New("somebody is flagged")

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Run runs a command line and returns its exit status.
func Run(args []string, in io.Reader, out, err io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // whoever interrupts again does not want to wait for what is being tidied up
	checked := &checkedWriter{Writer: out}
	std := &streams{in, checked, err}
	root := newRoot(std)
	root.SetArgs(args)
	var said sync.Map
	failure := root.ExecuteContext(store.WithWaiting(ctx, func(what string) {
		if _, before := said.LoadOrStore(what, true); !before {
			fmt.Fprintln(err, "spoor: "+clean.Text(what))
		}
	}))
	if checked.failed != nil && (failure == nil || errors.Is(failure, errFlagged)) {
		failure = checked.failed
	}
	return std.status(ctx, failure)
}

// checkedWriter keeps the first error of writing, so that what is cut off is a failure whoever has printed it.
type checkedWriter struct {
	io.Writer
	failed error
}

func (w *checkedWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if w.failed == nil {
		w.failed = err
	}
	return n, err
}

// status reports an error, if there is one, and gives the exit status for it.
func (s *streams) status(ctx context.Context, failure error) int {
	var usage usageError
	switch {
	case failure == nil:
		return statusOK
	case errors.Is(failure, errFlagged):
		return statusFlagged
	case ctx.Err() != nil, errors.Is(failure, tui.ErrInterrupted), errors.Is(failure, context.Canceled):
		fmt.Fprintln(s.err, "spoor: interrupted")
		return statusInterrupted
	case errors.As(failure, &usage):
		s.report(failure)
		return statusUsage
	}
	s.report(failure)
	return statusFailure
}

// report prints each of several errors on a line of its own; nothing in it can reach the terminal as a command.
func (s *streams) report(failure error) {
	for _, line := range strings.Split(failure.Error(), "\n") {
		fmt.Fprintln(s.err, "spoor: "+clean.Text(line+whatToTry(line)))
	}
}

// whatToTry follows a line that ends in what the system said. Whoever knows more has said more.
func whatToTry(line string) string {
	switch {
	case strings.HasSuffix(line, ": permission denied"):
		return "; try again as a user who may do that, as with sudo, or with another file"
	case strings.HasSuffix(line, ": no space left on device"):
		return "; free some space and try again"
	}
	return ""
}

func newRoot(std *streams) *cobra.Command {
	o := &options{std: std}
	root := &cobra.Command{
		Use:   "spoor [CASE | LOG…]",
		Short: "find the users of a log whose behaviour is out of the ordinary, and see why",
		Long: `spoor reads the tracks that users leave in a log, finds the users whose behaviour is out of the ordinary,
shows why, and answers "what if the rules were different?" while you watch.

  spoor access.log*     load logs into the case spoor.db and look around
  spoor spoor.db        look around in a case
  spoor demo            look around in a made-up one`,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetHelpCommand(newHelp())
	keepUsageShort(root, std)
	var explore exploreOptions
	explore.flags(root)
	// Cobra's own --version brings text/template along, which makes the binary a sixth larger.
	askedVersion := root.Flags().Bool("version", false, "print the version")
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if *askedVersion {
			return o.printVersion()
		}
		return o.explore(cmd, &explore, args)
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := cmd.ValidateFlagGroups(); err != nil {
			return usageError{fmt.Errorf("%s: use only one of them; try: %s --help", together(err), cmd.CommandPath())}
		}
		if err := checkFormat(cmd); err != nil {
			return usageError{err}
		}
		var err error
		if o.commands, err = configure(cmd); err != nil {
			return err
		}
		return o.readFormats()
	}
	std.connect(root)
	o.flags(root)
	root.AddCommand(
		newLoad(o), newServe(o), newSite(o), newRules(o), newScan(o), newUser(o), newWhatIf(o), newAudit(o), newCompare(o),
		newSegments(o), newEvaluate(o), newAddresses(o), newItems(o), newTimeline(o), newOverview(o), newSQL(o),
		newInfo(o), newRejects(o), newFormats(o), newDemo(o), newInit(o), newMeasure(o), newVersion(o),
	)
	wordCompletion(root)
	return root
}

// connect has the commands read and write the streams, and say what is wrong with a flag as everything else is said.
func (s *streams) connect(root *cobra.Command) {
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if near := noSuchFlag(cmd, err); near != err {
			return usageError{near}
		}
		return usageError{fmt.Errorf("%w; try: %s --help", plainly(err), cmd.CommandPath())}
	})
}

// flags are those of every command.
func (o *options) flags(root *cobra.Command) {
	root.PersistentFlags().StringVar(&o.db, "db", "spoor.db",
		"the case: a file, or the URL of a server as in clickhouse://localhost:8123/shop")
	o.serverFlags(root)
	root.PersistentFlags().StringSliceVar(&o.formatFiles, "format-file", nil,
		"also use the format that this file defines; those in "+filepath.Join("~", ".config", "spoor",
			"formats")+" are always used")
	root.PersistentFlags().BoolVar(&o.networkAllowed, "allow-network-fs", false,
		"allow a case on a network file system, where two processes at once can damage it")
	root.PersistentFlags().BoolVar(&o.plainSQL, "plain-sql", false,
		"read the case by plain SQL alone, not by its pages: the same results, more slowly")
}

// options are what all commands share.
type options struct {
	std *streams
	db  string // path or URL of the case

	server clickhouse.Options // how one that is on a server may be reached

	formatFiles    []string         // of somebody's own formats
	networkAllowed bool             // a new case may lie on a network file system
	plainSQL       bool             // the case is read by plain SQL
	live           bool             // events come a few at a time into a case that is made
	looking        bool             // somebody looks at the case on screens
	commands       []tui.OwnCommand // that the configuration gives keys of the screens
}

// checkLogNames reports a log without a name, as of a variable that is empty, and a new case in the place of a log.
func checkLogNames(logs []string) error {
	if slices.Contains(logs, "") {
		return usageError{errors.New("the name of a log is empty; name a file, a directory, or - for the standard input")}
	}
	for _, log := range logs {
		if !isCaseName(log) {
			continue
		}
		if _, err := os.Stat(log); errors.Is(err, fs.ErrNotExist) {
			return usageError{fmt.Errorf("%s: no such file; to load into a case of that name: --db %[1]s", log)}
		}
	}
	return nil
}

// isCaseName reports whether a name looks like that of a case.
func isCaseName(name string) bool { return filepath.Ext(name) == ".db" || clickhouse.IsURL(name) }

// arguments checks how many arguments a command gets; usage says what they are.
func arguments(least, most int, usage string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= least && (most < 0 || len(args) <= most) {
			return nil
		}
		if i := slices.IndexFunc(args, isCaseName); i >= 0 {
			return usageError{fmt.Errorf("%s takes %s; the case is an option: --db %s", cmd.CommandPath(), usage, args[i])}
		}
		if near := commandNear(cmd, slices.Concat(args, []string{""})[0]); near != "" {
			return usageError{fmt.Errorf("no such command %s; did you mean %s?", cmd.CommandPath()+" "+args[0], near)}
		}
		try := "try: " + cmd.CommandPath() + " --help"
		if form := chosenForm(cmd); form != "" && len(args) > least {
			try = "--" + form + " prints to standard output; for a file write > FILE"
		}
		return usageError{fmt.Errorf("%s takes %s, not %s; %s",
			cmd.CommandPath(), usage, plural(len(args), "argument"), try)}
	}
}

// chosenForm is the switch for what is printed that was given, "" for none.
func chosenForm(cmd *cobra.Command) string {
	for _, name := range []string{"csv", "json", "html", "markdown", "zip"} {
		if f := cmd.Flags().Lookup(name); f != nil && f.Changed {
			return name
		}
	}
	return ""
}
