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

// TestOptionsThatExcludeEachOther: each two of them are refused together, whatever the case.
func TestOptionsThatExcludeEachOther(t *testing.T) {
	for _, command := range []string{
		"scan --json --csv", "scan --json --markdown", "scan --json --html", "scan --csv --html", "scan --lines=ecs --json",
		"scan --lines=ecs --csv", "scan --lines=ecs --markdown", "scan --lines=ecs --html", "scan --lines=ecs --all",
		"scan --lines=ecs --addresses", "scan --addresses --csv", "scan --addresses --markdown", "scan --addresses --html",
		"scan --addresses --all", "scan --filter=x --addresses", "scan --filter=x --lines=ecs", "scan --filter=x --all",
		"user kim --json --html", "user kim --markdown --html", "user kim --zip --html", "items --json --csv",
		"rules import --preset=paper --rules=a.toml a.yml", "scan --preset=paper --rules=a.toml",
	} {
		var complaints strings.Builder
		status := Run(strings.Fields(command), strings.NewReader(""), io.Discard, &complaints)
		if status != statusUsage || !strings.Contains(complaints.String(), ": say one of them; try: spoor ") {
			t.Errorf("spoor %s: status %d, %s", command, status, complaints.String())
		}
	}
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
