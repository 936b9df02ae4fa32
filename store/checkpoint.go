package store

import (
	"context"
	"os"
)

// WAL is how many bytes the write-ahead log has: what is committed and not in the case file yet, and room for more of it.
func (c *Case) WAL() int64 {
	info, err := os.Stat(c.path + "-wal")
	if err != nil {
		return 0 // there is none before the first commit
	}
	return info.Size()
}

// Checkpoint takes of the write-ahead log into the case file what nobody is reading, and waits for nobody.
func (c *Case) Checkpoint(ctx context.Context) error {
	_, err := c.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	return explain(err)
}
