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
		if status != statusUsage || !strings.Contains(complaints.String(), ": use only one of them; try: spoor ") {
			t.Errorf("spoor %s: status %d, %s", command, status, complaints.String())
		}
	}
}

// TestCommandsCountTheirArguments: one too many, or one too few, is a mistake that says what there should be.
func TestCommandsCountTheirArguments(t *testing.T) {
	for command, want := range map[string]string{
		"audit a": "no arguments", "compare a": "no arguments", "demo a": "no arguments", "evaluate a": "no arguments",
		"info a": "no arguments", "init a": "no arguments", "measure a": "no arguments", "overview a": "no arguments",
		"rejects a": "no arguments", "rules learn a": "no arguments", "rules list a": "no arguments",
		"scan a": "no arguments", "segments a": "no arguments", "serve a": "no arguments", "site show a": "no arguments",
		"timeline a": "no arguments", "version a": "no arguments", "whatif a": "no arguments",
		"addresses a b": "at most one address", "items a b": "at most one item", "user": "the key of one user",
		"user a b": "the key of one user", "sql": "one query", "sql a b": "one query", "site set": "one site description",
		"site set a b": "one site description", "site check a": "a site description and at least one log",
		"site guess": "at least one log", "rules show": "the name of a preset, or a file", "rules check": "at least one file",
		"rules show a b": "the name of a preset, or a file", "rules diff a": "two rule sets",
		"rules diff a b c": "two rule sets",
		"rules import":     "at least one file or directory", "formats show": "the name of a format",
		"formats show a b": "the name of a format", "formats check": "format files",
	} {
		var complaints strings.Builder
		status := Run(strings.Fields(command), strings.NewReader(""), io.Discard, &complaints)
		if status != statusUsage || !strings.Contains(complaints.String(), " takes "+want) {
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
