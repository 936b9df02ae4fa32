package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"spoor/internal/nearest"
)

// newHelp is the help command, which knows what is no command.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "show help for a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err == nil && len(rest) == 0 {
				about.InitDefaultHelpFlag()
				about.InitDefaultVersionFlag()
				return about.Help()
			}
			unknown := args[len(args)-max(len(rest), 1)]
			if near := commandNear(about, unknown); near != "" {
				return usageError{fmt.Errorf("no such command %s; did you mean %s?", unknown, near)}
			}
			return usageError{fmt.Errorf("no such command %s; try: %s --help", unknown, about.CommandPath())}
		},
	}
}

// commandNear is the command that a word is nearly, "" where it is none: at most half of a word may be wrong.
func commandNear(parent *cobra.Command, word string) string {
	parent.SuggestionsMinimumDistance = min(2, len(word)/2)
	if near := parent.SuggestionsFor(word); word != "" && len(near) > 0 {
		return near[0]
	}
	if !parent.HasParent() { // cobra does not count it
		return nearest.To(word, slices.Values([]string{"help"}))
	}
	return ""
}

// together are the options that cannot be said together, from what cobra says of them: "--csv and --json".
func together(err error) string {
	_, given, _ := strings.Cut(err.Error(), "; [")
	given, _, _ = strings.Cut(given, "]")
	return "--" + strings.Join(strings.Fields(given), " and --")
}

// wanted is what an option takes, by the type of its value.
var wanted = map[string]string{
	"bool": "true or false", "int": "a whole number", "int64": "a whole number",
	"uint64": "a whole number that is not negative", "float64": "a number", "duration": "a length of time as in 15m or 1h",
}

// plainly says of the value of an option what it should be, without the words of Go.
func plainly(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		if form, known := wanted[invalid.GetFlag().Value.Type()]; known {
			return fmt.Errorf("--%s %s: it takes %s", invalid.GetFlag().Name, invalid.GetValue(), form)
		}
	}
	return err
}
