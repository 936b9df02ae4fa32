package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrGone is a case whose file was deleted, moved or replaced while it was open. What is written then would be lost
// with the file that nobody can find any more.
var ErrGone = errors.New("the case file is gone")

// checkPresence is an error that wraps [ErrGone] unless the path of the case still leads to the file that was opened.
func (c *Case) checkPresence() error {
	now, err := os.Stat(c.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w: it was deleted or moved while it was open; put it back, or export what is shown",
			c.path, ErrGone)
	case err != nil:
		return err
	case !os.SameFile(now, c.file):
		return fmt.Errorf("%s: %w: another file was put in its place while it was open; leave and open it again",
			c.path, ErrGone)
	}
	return nil
}
