//go:build unix

package cli

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lockServe makes sure that one server has the case. The lock ends with the process, however that ends.
func lockServe(path string) (release func() error, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = fmt.Errorf("another spoor serve has the case; stop it, or name another case with --db")
		}
		return nil, errors.Join(err, file.Close())
	}
	return file.Close, nil
}
