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
