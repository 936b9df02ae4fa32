package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

func TestFlagsAreLaidOutByTheWidthOfTheTerminal(t *testing.T) {
	const usage = "Usage:\n  spoor x [flags]\n\nFlags:\n" +
		"      --all[=true|false]   list everybody, not only the flagged\n" +
		"  -o, --output string      the file to write; it must not exist yet"
	for width, want := range map[int]string{
		100: "Usage:\n  spoor x [flags]\n\nFlags:\n      --all             list everybody, not only the flagged\n" +
			"  -o, --output string   the file to write; it must not exist yet",
		56: "Usage:\n  spoor x [flags]\n\nFlags:\n" +
			"      --all             list everybody, not only the\n                        flagged\n" +
			"  -o, --output string   the file to write; it must not\n                        exist yet",
		40: "Usage:\n  spoor x [flags]\n\nFlags:\n      --all\n          list everybody, not only the\n          flagged\n" +
			"  -o, --output string\n          the file to write; it must not\n          exist yet",
	} {
		if got := layOutFlags(usage, width); got != want {
			t.Errorf("%d columns:\n%s\nwant\n%s", width, got, want)
		}
	}
}

// TestUsageOfEveryCommand asks each command for help, as somebody at a pipe does.
func TestUsageOfEveryCommand(t *testing.T) {
	commands := 0
	var ask func(cmd *cobra.Command, path []string)
	ask = func(cmd *cobra.Command, path []string) {
		commands++
		var out, complaints bytes.Buffer
		if status := Run(append(path, "--help"), strings.NewReader(""), &out, &complaints); status != statusOK {
			t.Fatalf("spoor %s --help: status %d, %s", strings.Join(path, " "), status, &complaints)
		}
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			if flagLine.MatchString(line) && utf8.RuneCountInString(line) > usageWidth {
				t.Errorf("spoor %s: %d columns: %s", strings.Join(path, " "), utf8.RuneCountInString(line), line)
			}
			if strings.Contains(line, "=true|false") || strings.Contains(line, "stringArray") {
				t.Errorf("spoor %s: %s", strings.Join(path, " "), line)
			}
		}
		for _, below := range cmd.Commands() {
			if below.IsAvailableCommand() {
				ask(below, append(path[:len(path):len(path)], below.Name()))
			}
		}
	}
	ask(newRoot(&streams{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}}), nil)
	if commands < 20 {
		t.Errorf("only %d commands", commands)
	}
}

// TestErrorsOfTheSystemSayWhatToTry reports what the system said, and what says more than that.
func TestErrorsOfTheSystemSayWhatToTry(t *testing.T) {
	for _, test := range []struct {
		failure error
		want    string
	}{
		{&fs.PathError{Op: "open", Path: "a.db", Err: syscall.EACCES}, "open a.db: permission denied; try again as "},
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "no space left on device; free some space"},
		{fmt.Errorf("%w; try sudo", &fs.PathError{Op: "open", Path: "a", Err: syscall.EACCES}), "denied; try sudo\n"},
		{errors.New("no such user"), "spoor: no such user\n"},
	} {
		var said bytes.Buffer
		(&streams{err: &said}).report(test.failure)
		if !strings.Contains(said.String(), test.want) {
			t.Errorf("of %v it says %q, want %q", test.failure, said.String(), test.want)
		}
	}
}
