package cli

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/charmbracelet/x/term"

	"spoor/store"
)

// withCase opens the case that --db names and closes it after use.
func (o *options) withCase(ctx context.Context, use func(*store.Case) error) error {
	c, err := store.Open(ctx, o.db)
	if err != nil {
		return err
	}
	return errors.Join(use(c), c.Close())
}

// withNewCase makes the case where there is none.
func (o *options) withNewCase(ctx context.Context, use func(*store.Case) error) error {
	c, err := store.OpenOrCreate(ctx, o.db)
	if err != nil {
		return err
	}
	return errors.Join(use(c), c.Close())
}

// isTerminal tells whether somebody reads or writes there.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}

// terminalWidth is the width of the terminal that w is, 0 (unlimited) where it is none.
func terminalWidth(w io.Writer) int {
	if !isTerminal(w) {
		return 0
	}
	width, _, err := term.GetSize(w.(*os.File).Fd())
	if err != nil {
		return 0
	}
	return width
}
