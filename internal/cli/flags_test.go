package cli

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "write the golden files")

// TestOptionsOfEveryCommand: each command has the options that scripts count on, with the same defaults.
func TestOptionsOfEveryCommand(t *testing.T) {
	var text strings.Builder
	var list func(cmd *cobra.Command)
	list = func(cmd *cobra.Command) {
		fmt.Fprintln(&text, cmd.CommandPath())
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			fmt.Fprintf(&text, "\t--%s %s = %q", f.Name, f.Value.Type(), f.DefValue)
			if f.Shorthand != "" {
				fmt.Fprintf(&text, ", -%s", f.Shorthand)
			}
			if f.NoOptDefVal != "" {
				fmt.Fprintf(&text, ", alone %q", f.NoOptDefVal)
			}
			fmt.Fprintln(&text)
		})
		for _, below := range cmd.Commands() {
			list(below)
		}
	}
	list(newRoot(&streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard}))
	golden(t, "options.golden", text.String())
}

// golden compares a text with what it should be, in a file of testdata/cli.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("..", "..", "testdata", "cli", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has something else; if what is new is meant, run this test with -update, and look at what has "+
			"changed:\n%s", path, got)
	}
}
