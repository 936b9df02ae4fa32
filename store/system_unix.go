//go:build unix

package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

func lockFile(file *os.File, taken error) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return taken
	}
	return err
}

// mayWrite reports whether this process may write to the case and make the files that belong to it.
func mayWrite(path string) bool {
	const write = 2
	return syscall.Access(path, write) == nil && syscall.Access(filepath.Dir(path), write) == nil
}
