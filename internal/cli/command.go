package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// Command is the whole command line as cobra knows it, for what is made of it: manual pages and completion. Its streams
// are empty.
func Command() *cobra.Command {
	root := newRoot(&streams{strings.NewReader(""), io.Discard, io.Discard})
	root.InitDefaultCompletionCmd()
	return root
}

// completeFlag offers the values of an option that takes no others when a shell completes it, and no files.
func completeFlag(cmd *cobra.Command, name string, values []string) {
	offer := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	if err := cmd.RegisterFlagCompletionFunc(name, offer); err != nil {
		panic(err) // no such option, or offered twice
	}
}
