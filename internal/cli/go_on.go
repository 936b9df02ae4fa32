package cli

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"spoor/internal/report"
	"spoor/store/clickhouse"
	"spoor/tui"
	"spoor/tui/workspace"
)

// loadCommand is the command that loads the same logs into the same case in the same way, wherever it is run: it goes
// on where a load was stopped. What the load has in common with other commands, such as rules, it leaves out.
func (o *options) loadCommand(cmd *cobra.Command, logs []string) string {
	db := o.db
	if !clickhouse.IsURL(db) {
		db = absolute(db)
	}
	words := []string{"spoor", "load", o.dbWords(db)}
	loads := &cobra.Command{}
	new(loadOptions).flags(loads)
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if loads.Flags().Lookup(f.Name) == nil && !passedOn[f.Name] {
			return
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, value := range values {
			if namesFile[f.Name] {
				value = absolute(value)
			}
			if words = append(words, "--"+f.Name); f.Value.Type() == "bool" {
				words[len(words)-1] += "=" + value
				continue
			}
			words = append(words, report.Quoted(value))
		}
	})
	for _, log := range logs {
		if log == "-" {
			words = append([]string{"COMMAND", "|"}, append(words, log)...)
			continue
		}
		words = append(words, report.Quoted(absolute(log)))
	}
	return strings.Join(words, " ")
}

// Of the options of all commands, those that a load needs again, and of its own those that name a file.
var (
	passedOn  = map[string]bool{"format-file": true, "allow-network-fs": true}
	namesFile = map[string]bool{"format-file": true, "format-from": true}
)

// absolute is a path wherever one is; as it is, where the folder can't be told.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// keepCommand keeps in the case the command that goes on with a load, until it is known to have come to its end. A case
// that keeps nothing does without, and so does no command.
func keepCommand(ctx context.Context, c openCase, command string) (forget func()) {
	keeper, ok := c.(workspace.Keeper)
	if !ok || command == "" || keeper.Keep(ctx, tui.LoadPrefix+command, command) != nil {
		return func() {}
	}
	return func() { _ = keeper.Keep(context.WithoutCancel(ctx), tui.LoadPrefix+command, "") }
}

// keptLoads are the commands of loads that are not known to have come to their end. A case that keeps nothing has none.
func keptLoads(ctx context.Context, c openCase) ([]string, error) {
	keeper, ok := c.(workspace.Keeper)
	if !ok {
		return nil, nil
	}
	kept, err := keeper.Kept(ctx)
	return tui.LoadsIn(kept), err
}
