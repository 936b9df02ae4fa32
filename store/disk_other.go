//go:build !linux

package store

import "errors"

// diskOf does not know on other systems.
func diskOf(string) (disk, error) { return disk{}, errors.ErrUnsupported }
