package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"spoor/analysis"
	"spoor/internal/clean"
	"spoor/store/clickhouse"
)

// wordCompletion tells shells what arguments may be, and makes of cobra's command that prints scripts for them one that
// is refused without a shell, or with one that it has no script for, as every other command that takes a command.
func wordCompletion(root *cobra.Command) {
	completeArguments(root)
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil || cmd == root {
		return
	}
	const shells = "a shell: bash, fish, powershell or zsh"
	cmd.Short = "print the script that completes commands and users in a shell"
	cmd.Args = arguments(0, 0, shells)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return usageError{fmt.Errorf("%s takes %s", cmd.CommandPath(), shells)}
	}
}

// completeArguments tells shells what the arguments of a command and of all below it may be, where these are no files.
func completeArguments(cmd *cobra.Command) {
	for _, below := range cmd.Commands() {
		completeArguments(below)
	}
	takes := func(n int) bool { return cmd.Args(cmd, make([]string, n)) == nil }
	if cmd.HasParent() && cmd.ValidArgsFunction == nil && cmd.Args != nil && !takes(1) && !takes(2) {
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
}

// completePresets offers the presets, beside files.
func completePresets(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return analysis.PresetNames(), cobra.ShellCompDirectiveDefault
}

// mostOffered is how many users are offered to a shell: more are no help.
const mostOffered = 200

// completeUser offers the users whose keys begin with what is typed, of a case that is a file.
func (o *options) completeUser(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	const nothingElse = cobra.ShellCompDirectiveNoFileComp
	if _, err := os.Stat(o.db); len(args) > 0 || clickhouse.IsURL(o.db) || errors.Is(err, fs.ErrNotExist) {
		return nil, nothingElse
	}
	c, err := o.open(cmd.Context())
	if err != nil {
		return nil, nothingElse
	}
	defer c.Close()
	users, err := c.Matrix(cmd.Context())
	if err != nil {
		return nil, nothingElse
	}
	at, _ := slices.BinarySearch(users.Key, typed)
	var keys []string
	for _, key := range users.Key[at:] {
		if !strings.HasPrefix(key, typed) || len(keys) == mostOffered {
			break
		}
		if clean.Text(key) == key {
			keys = append(keys, key)
		}
	}
	return keys, nothingElse
}
