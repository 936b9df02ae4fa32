package store

import (
	"context"
	"os"
)

// WAL is how many bytes the write-ahead log has: what is committed and not in the case file yet, and room for more of
// it.
func (c *Case) WAL() int64 {
	info, err := os.Stat(c.path + "-wal")
	if err != nil {
		return 0 // there is none before the first commit
	}
	return info.Size()
}

// frameHead is how many bytes the write-ahead log has for each page beside the page.
const frameHead = 24

// Checkpoint takes of the write-ahead log into the case file what nobody is reading, and waits for nobody. held is
// how many bytes of the log could not be taken because somebody reads the case as it was before them; it is 0 where
// another process is doing the same at the moment.
func (c *Case) Checkpoint(ctx context.Context) (held int64, err error) {
	var busy, logged, taken, page int64
	if err := c.writer.QueryRowContext(ctx, "PRAGMA page_size").Scan(&page); err != nil {
		return 0, explain(err)
	}
	if err := c.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &logged, &taken); err != nil {
		return 0, explain(err)
	}
	if busy != 0 {
		return 0, nil
	}
	return max(logged-taken, 0) * (page + frameHead), nil
}
