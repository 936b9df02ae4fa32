package store

import (
	"context"

	"spoor/store/sqlite"
)

// tailFull is how many events the tail holds before it becomes a run. Whoever reads all events reads the tail as well,
// so it stays small; and a run is worth its place only if it is not.
const tailFull = 20_000

// FlushTail makes a run of the tail.
func (c *Case) FlushTail(ctx context.Context) error {
	return sqlite.Change(ctx, c.writer, func(transaction *sqlite.Tx) error { return flushTail(ctx, transaction) })
}

// flushFullTail makes a run of the tail if it is full.
func flushFullTail(ctx context.Context, transaction *sqlite.Tx) error {
	var held int64
	const span = "SELECT coalesce(max(sequence) - min(sequence) + 1, 0) FROM tail"
	if err := transaction.QueryRowContext(ctx, span).Scan(&held); err != nil {
		return sqlite.Explain(err)
	}
	if held < tailFull {
		return nil
	}
	return flushTail(ctx, transaction)
}

// flushTail has SQLite sort the tail by itself: no event of it comes into the memory of this process.
func flushTail(ctx context.Context, transaction *sqlite.Tx) error {
	var last, held, run int64
	const ends = "SELECT (SELECT coalesce(max(last), 0) FROM run), (SELECT count(*) FROM tail)"
	err := transaction.QueryRowContext(ctx, ends).Scan(&last, &held)
	if err != nil || held == 0 {
		return sqlite.Explain(err)
	}
	const begin = "INSERT INTO run (first, last) VALUES (?, ?) RETURNING id"
	if err := transaction.QueryRowContext(ctx, begin, last+1, last+held).Scan(&run); err != nil {
		return sqlite.Explain(err)
	}
	_, err = transaction.ExecContext(ctx, `
		INSERT INTO event (user, ts, request, client, referrer, status, bytes, source, line)
			SELECT user, ts, request, client, referrer, status, bytes, source, line
			FROM tail NOT INDEXED ORDER BY user, ts, sequence;
		INSERT INTO user_run (run, user, first, last)
			SELECT ?1, user, min(rowid), max(rowid) FROM event WHERE rowid > ?2 GROUP BY user;
		DELETE FROM tail`, run, last)
	if err != nil {
		return sqlite.Explain(err)
	}
	return checkLastEvent(ctx, transaction, last+held)
}
