package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"spoor/store"
)

// exploreOptions are those of the main command.
type exploreOptions struct {
	load  loadOptions
	rules ruleOptions
}

func (o *options) exploreFlags(cmd *cobra.Command) {
	o.exploreOptions.load.flags(cmd)
	o.exploreOptions.rules.flags(cmd)
}

// explore is the main command: it loads what is to be loaded and opens the case.
func (o *options) explore(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	logs, err := o.caseAndLogs(cmd, args)
	if err != nil {
		return err
	}
	how, err := o.exploreOptions.load.resolve(o.std.in)
	if err != nil {
		return err
	}
	with := o.withCase
	if len(logs) > 0 {
		with = o.withNewCase
	}
	return with(ctx, func(c *store.Case) error {
		if len(logs) > 0 {
			if err := o.loadLogs(ctx, c, logs, how); err != nil {
				return err
			}
		}
		return o.printReport(ctx, c)
	})
}

// caseAndLogs tells the case among the arguments from the logs.
func (o *options) caseAndLogs(cmd *cobra.Command, args []string) (logs []string, err error) {
	for _, arg := range args {
		if store.IsCase(arg) {
			o.db = arg
			continue
		}
		if _, err := os.Stat(arg); errors.Is(err, fs.ErrNotExist) {
			if near := cmd.SuggestionsFor(arg); len(near) > 0 {
				return nil, usageError{fmt.Errorf("%s: there is no such file; did you mean the command %q?", arg, near[0])}
			}
		}
		logs = append(logs, arg)
	}
	return logs, nil
}

// printReport prints the flagged users, for where there is no terminal to open the screens on.
func (o *options) printReport(ctx context.Context, c *store.Case) error {
	_, set, err := o.exploreOptions.rules.sets()
	if err != nil {
		return err
	}
	j, err := judge(ctx, c, set)
	if err != nil {
		return err
	}
	return o.printScan(ctx, j, formatOptions{}, false)
}
