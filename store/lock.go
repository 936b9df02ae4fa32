package store

import (
	"errors"
	"fmt"
	"os"
)

// ErrLoading means that another process loads logs into the case.
var ErrLoading = errors.New("another spoor is loading logs into it; try again when it is done")

// LockForLoading keeps other processes from loading logs until it is released, at the latest by the end of the process.
// Readers and live events go on.
//
// The lock is on a file beside the case, since any close of the case itself would drop the locks that SQLite has on it.
func (c *Case) LockForLoading() (release func() error, err error) {
	return c.lock(lockEnding, ErrLoading)
}

// errServing means that another process receives events for the case.
var errServing = errors.New("another spoor serve receives events for it; stop that one, or name another case with --db")

// LockForServing keeps other processes from receiving events for the case, in the same way. Loading goes on.
func (c *Case) LockForServing() (release func() error, err error) {
	return c.lock(serveEnding, errServing)
}

// lock locks a file beside the case. taken is the error where another process has it.
func (c *Case) lock(ending string, taken error) (release func() error, err error) {
	path := c.path + ending
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		if err := lockFile(file, taken); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", c.path, err), file.Close())
		}
		if same, err := isAt(file, path); same || err != nil {
			return func() error { return errors.Join(os.Remove(path), file.Close()) }, err
		}
		if err := file.Close(); err != nil { // its holder has just removed it; there may be a new one
			return nil, err
		}
	}
}

// isAt reports whether an open file is the one that is found at a path.
func isAt(file *os.File, path string) (bool, error) {
	own, err := file.Stat()
	if err != nil {
		return false, err
	}
	found, err := os.Stat(path)
	return err == nil && os.SameFile(own, found), nil
}
