package store

import (
	"errors"
	"fmt"
	"path/filepath"
)

// disk is what the system says of where a file lies.
type disk struct {
	free, size int64  // bytes; free is what this user may take
	network    string // the name of a network file system, else empty
}

// The room that a load leaves on a disk: not even a DELETE works on one that is full to the brim.
const (
	mostFloor     = 256 << 20
	floorShare    = 20  // of a small disk: a twentieth
	bytesPerEvent = 200 // of a run, in the case and in its write-ahead log
)

var (
	// ErrNoSpace means that a run was not written, so that some space is left on the disk.
	ErrNoSpace = errors.New("the disk is nearly full; " +
		"free some space and run the same command again, it goes on where it stopped")
	// ErrNetwork means that a case would lie where SQLite's locks are not to be trusted.
	ErrNetwork = errors.New("a network file system")
)

// CheckSpace is ErrNoSpace if a run would fill the disk.
func (c *Case) CheckSpace(run *Run) error { return c.checkRoom(run.count()) }

// checkRoom is ErrNoSpace if so many events would fill the disk.
func (c *Case) checkRoom(events int) error {
	d, err := diskOf(filepath.Dir(c.path))
	if err != nil {
		return nil // the system does not say; a full disk is an error of its own
	}
	return d.checkSpace(c.path, events)
}

func (d disk) checkSpace(path string, events int) error {
	floor := min(mostFloor, d.size/floorShare)
	if d.free-int64(events)*bytesPerEvent >= floor {
		return nil
	}
	return fmt.Errorf("%s: only %d MiB are free: %w", path, d.free>>20, ErrNoSpace)
}

// CheckPlace is ErrNetwork if a new case at path would lie on a network file system.
func CheckPlace(path string) error {
	d, err := diskOf(filepath.Dir(path))
	if err != nil || d.network == "" {
		return nil
	}
	return fmt.Errorf("%s: it would lie on %w (%s), where two processes may damage a case; "+
		"name a local place with --db, or insist with --allow-network-fs", path, ErrNetwork, d.network)
}
