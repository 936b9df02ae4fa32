//go:build !linux

package sqlite

import "os"

// closeKeepsLocks reports that a file of SQLite's can't be closed by somebody else without its locks being lost.
func closeKeepsLocks() bool { return false }

// beginWriting does nothing.
func beginWriting(*os.File, int64, int64) {}

// checkpointLock is what there is none of.
type checkpointLock struct{}

func lockCheckpoints(string) *checkpointLock { return nil }

func (*checkpointLock) logReaches(uint32) bool { return true }

func (*checkpointLock) release() {}
