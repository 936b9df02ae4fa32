// Package wholefile writes files that are there whole or not at all: half a file would be taken for what somebody has
// made.
package wholefile

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Create writes a file that does not exist yet, for its owner alone. The error is [io/fs.ErrExist] where there is one
// of that name already, which stays as it is.
func Create(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return fill(file, write)
}

// Replace puts a new file, for its owner alone, in the place of an old one if there is one, which stays as it is if
// that fails.
func Replace(path string, write func(io.Writer) error) error {
	draft, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	if err := fill(draft, write); err != nil {
		return err
	}
	if err := os.Rename(draft.Name(), path); err != nil {
		return errors.Join(err, os.Remove(draft.Name()))
	}
	return nil
}

// fill writes and closes a new file, and removes it again if that fails.
func fill(file *os.File, write func(io.Writer) error) error {
	buffer := bufio.NewWriter(file)
	err := errors.Join(write(buffer), buffer.Flush(), file.Sync(), file.Close())
	if err != nil {
		err = errors.Join(err, os.Remove(file.Name()))
	}
	return err
}
