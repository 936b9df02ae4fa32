package sqlite

import (
	"context"
	"database/sql"
	"os"
)

// WAL is how many bytes the write-ahead log of a file has: what is committed and not in the file yet, and room for more
// of it.
func WAL(path string) int64 {
	info, err := os.Stat(path + "-wal")
	if err != nil {
		return 0 // there is none before the first commit
	}
	return info.Size()
}

// keptWAL is how large a write-ahead log stays that has become larger, in bytes.
const keptWAL = 64 << 20

// frameHead is how many bytes the write-ahead log has for each page beside the page.
const frameHead = 24

// Checkpoint moves as much of the write-ahead log into the file as it can without waiting for anybody. held is how many
// bytes of the log had to stay because somebody still reads the file as it was before them; it is 0 where another
// process is doing the same at the moment.
func Checkpoint(ctx context.Context, writer *sql.DB) (held int64, err error) {
	var busy, logged, taken, page int64
	if err := writer.QueryRowContext(ctx, "PRAGMA page_size").Scan(&page); err != nil {
		return 0, Explain(err)
	}
	if err := writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &logged, &taken); err != nil {
		return 0, Explain(err)
	}
	if busy != 0 {
		return 0, nil
	}
	return max(logged-taken, 0) * (page + frameHead), nil
}
