package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"

	"spoor/internal/toml"
	"spoor/store"
	"spoor/store/clickhouse"
)

// withCase opens the case that --db names and closes it after use.
func (o *options) withCase(ctx context.Context, use func(openCase) error) error {
	c, err := o.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(use(c), c.Close())
}

// reading says how the case is to be read.
func (o *options) reading() (how []store.Option) {
	if o.plainSQL {
		how = append(how, store.PlainSQL)
	}
	if o.looking {
		how = append(how, store.Interactive)
	}
	return how
}

// making says how the case is to be made, where there is none, and read.
func (o *options) making() []store.Option {
	if o.live {
		return o.reading()
	}
	return append(o.reading(), store.ForLogs)
}

// withCaseFor makes the case where there is none, unless there is nothing to load into it. It leaves no new case that
// took nothing in.
func (o *options) withCaseFor(ctx context.Context, logs []string, use func(openCase) error) error {
	if _, err := os.Stat(o.db); errors.Is(err, fs.ErrNotExist) && len(logs) > 0 && !slices.ContainsFunc(logs, mayExist) {
		if len(logs) == 1 {
			return noSuchFile(logs[0])
		}
		return fmt.Errorf("%s: no such file", strings.Join(logs, ", "))
	}
	if _, err := os.Stat(o.db); errors.Is(err, fs.ErrNotExist) && !o.networkAllowed && !clickhouse.IsURL(o.db) {
		if err := store.CheckPlace(o.db); err != nil {
			return err
		}
	}
	c, err := o.openOrCreate(ctx)
	if err != nil {
		return err
	}
	return errors.Join(use(c), c.CloseOrDiscard(ctx))
}

// readFile is [os.ReadFile], with the error of the other commands where no such file.
func readFile(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noSuchFile(path)
	}
	return text, err
}

// readSettings is readFile of a file of settings, of which no more is read than such a file can have.
func readSettings(path string) ([]byte, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noSuchFile(path)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, toml.Limit+1))
}

// mayExist is false where a path surely names no file.
func mayExist(path string) bool {
	_, err := os.Lstat(path)
	return path == "-" || strings.ContainsAny(path, "*?[") || !errors.Is(err, fs.ErrNotExist)
}

// terminalOf is the terminal where somebody reads or writes; nil where there is none.
func terminalOf(stream any) *os.File {
	if checked, ok := stream.(*checkedWriter); ok {
		stream = checked.Writer
	}
	if file, ok := stream.(*os.File); ok && term.IsTerminal(file.Fd()) {
		return file
	}
	return nil
}

func isTerminal(stream any) bool { return terminalOf(stream) != nil }

// terminalWidth is the width of the terminal that w is, 0 (unlimited) where it is none.
func terminalWidth(w io.Writer) int {
	terminal := terminalOf(w)
	if terminal == nil {
		return 0
	}
	width, _, err := term.GetSize(terminal.Fd())
	if err != nil {
		return 0
	}
	return width
}
