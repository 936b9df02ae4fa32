package store

import (
	"context"

	"spoor/store/sqlite"
)

// WAL is how many bytes the write-ahead log has: what is committed and not in the case file yet, and room for more of it.
func (c *Case) WAL() int64 { return sqlite.WAL(c.path) }

// Checkpoint is [sqlite.Checkpoint].
func (c *Case) Checkpoint(ctx context.Context) (held int64, err error) {
	return sqlite.Checkpoint(ctx, c.writer)
}
