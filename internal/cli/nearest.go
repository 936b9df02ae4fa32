package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"spoor/analysis"
	"spoor/internal/nearest"
)

// noSuchFile is the error of a file that is not there, with the one beside it that may be meant.
func noSuchFile(path string) error {
	if near := nearFile(path); near != "" {
		return fmt.Errorf("%s: no such file; did you mean %s?", path, near)
	}
	return fmt.Errorf("%s: no such file", path)
}

// nearFile is the file whose name is nearly that of one that is not there, or the directory in its path; "" where there
// is none.
func nearFile(path string) string {
	dir, name := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if up := filepath.Clean(dir); err != nil && up != path {
		if near := nearFile(up); near != "" {
			return filepath.Join(near, name)
		}
		return ""
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	near := nearest.To(name, slices.Values(names))
	if at := slices.IndexFunc(names, func(other string) bool { return beginsWith(other, name) }); near == "" && at >= 0 {
		near = names[at]
	}
	if near == "" {
		return ""
	}
	return dir + near
}

// beginsWith reports whether a name is a longer one that begins with a word, in any case.
func beginsWith(name, word string) bool {
	return len(word) >= 3 && len(name) > len(word) && strings.EqualFold(name[:len(word)], word)
}

// isWord reports whether an argument may have been meant as a command: there are letters alone in it.
func isWord(arg string) bool {
	return strings.IndexFunc(arg, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// noSuchFlag adds to an error about an option which one may be meant.
func noSuchFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || len(unknown.GetSpecifiedName()) < 2 {
		return err
	}
	near := nearest.To(unknown.GetSpecifiedName(), slices.Values(flagsOf(cmd)))
	if near == "" {
		return err
	}
	return fmt.Errorf("%w; did you mean --%s?", err, near)
}

// flagsOf are the names of all options that a command takes.
func flagsOf(cmd *cobra.Command) (names []string) {
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	return names
}

// rowOf is the row of a user, whose key may be written with other characters that read the same.
func rowOf(m *analysis.Matrix, key string) (row int, ok bool) {
	if row, ok = m.Row(key); ok {
		return row, true
	}
	row = nearest.Same(key, slices.Values(m.Key))
	return row, row >= 0
}

// nearUser names the user whose key is nearly one that there is not: one that begins so, or else one that is nearly
// written so; "" where there is none.
func nearUser(m *analysis.Matrix, key string) string {
	if at, _ := slices.BinarySearch(m.Key, key); at < m.Len() && key != "" && strings.HasPrefix(m.Key[at], key) {
		return m.Key[at]
	}
	return nearest.To(key, slices.Values(m.Key))
}
