package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
)

// tailFull is how many events the tail holds before it becomes a run. Whoever reads all events reads the tail as well, so it
// stays small; and a run is worth its place only if it is not.
const tailFull = 20_000

// FlushTail makes a run of the tail.
func (c *Case) FlushTail(ctx context.Context) error {
	return c.change(ctx, func(transaction *sql.Tx) error { return flushTail(ctx, transaction) })
}

func flushTail(ctx context.Context, transaction *sql.Tx) error {
	run := &Run{}
	columns := []string{"user", "ts", "request", "client", "coalesce(referrer, 0)", "coalesce(status, 0)", "coalesce(bytes, -1)", "source", "line"}
	err := collect(ctx, transaction, columns, "FROM tail NOT INDEXED", nil, func(v []driver.Value) error {
		number := func(column int) int64 { return v[column].(int64) }
		run.rows = append(run.rows, row{
			user: int32(number(0)), time: number(1), request: int32(number(2)), client: int32(number(3)), referrer: int32(number(4)),
			status: int16(number(5)), bytes: number(6), source: int32(number(7)), line: number(8),
		})
		run.knownUsers = max(run.knownUsers, int(number(0)))
		return nil
	})
	if err != nil || len(run.rows) == 0 {
		return err
	}
	if err := run.write(ctx, transaction, insertFew); err != nil {
		return err
	}
	_, err = transaction.ExecContext(ctx, "DELETE FROM tail")
	return explain(err)
}
