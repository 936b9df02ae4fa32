//go:build !linux

package sqlite

// closeKeepsLocks reports that a file of SQLite's can't be closed by somebody else without its locks being lost.
func closeKeepsLocks() bool { return false }

// checkpointLock is what there is none of.
type checkpointLock struct{}

func lockCheckpoints(string) *checkpointLock { return nil }

func (*checkpointLock) release() {}
