// Command man writes what goes beside the binary in packages, from the commands themselves: a manual page for each
// command, and completion for four shells.
//
//	go run ./internal/tools/man DIRECTORY    DIRECTORY/man/spoor-load.1 …, DIRECTORY/completions/spoor.bash …
package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"spoor/internal/cli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: man DIRECTORY")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	date, err := built()
	if err != nil {
		return err
	}
	pages, completions := filepath.Join(dir, "man"), filepath.Join(dir, "completions")
	for _, d := range []string{pages, completions} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	root := cli.Command()
	root.DisableAutoGenTag = true
	header := &doc.GenManHeader{Section: "1", Source: "spoor", Manual: "spoor", Date: &date}
	return errors.Join(doc.GenManTree(root, header, pages), complete(root, completions))
}

// built is the date that the pages bear: SOURCE_DATE_EPOCH, so that two builds are the same, or else today.
func built() (time.Time, error) {
	seconds, err := strconv.ParseInt(cmp.Or(os.Getenv("SOURCE_DATE_EPOCH"), strconv.FormatInt(time.Now().Unix(), 10)), 10,
		64)
	return time.Unix(seconds, 0).UTC(), err
}

// complete writes completion for each shell, under the name that the shell looks for.
func complete(root *cobra.Command, dir string) error {
	for name, generate := range map[string]func(io.Writer) error{
		"spoor.bash": func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"_spoor":     root.GenZshCompletion,
		"spoor.fish": func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"spoor.ps1":  root.GenPowerShellCompletionWithDesc,
	} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		if err := errors.Join(generate(f), f.Close()); err != nil {
			return err
		}
	}
	return nil
}
