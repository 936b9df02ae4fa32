package sqlite

import (
	"context"
	"database/sql"

	codes "modernc.org/sqlite/lib"
)

// busyRetries is how often somebody who writes asks for the turn; SQLite lets it wait ten seconds each time.
const busyRetries = 30

// Change makes a change to a file: all of it, or with an error nothing.
func Change(ctx context.Context, writer *sql.DB, do func(transaction *sql.Tx) error) error {
	connection, err := writer.Conn(ctx)
	if err != nil {
		return Explain(err)
	}
	defer connection.Close()
	detach := func() { // an error says that there is nothing
		_, _ = connection.ExecContext(context.WithoutCancel(ctx), "DETACH "+attached)
	}
	detach() // what a change has left whose context ended: its rollback may have come too late for it
	defer detach()
	transaction, err := beginImmediate(ctx, connection)
	if err != nil {
		return err
	}
	defer transaction.Rollback()
	if err := do(transaction); err != nil {
		return err
	}
	return Explain(transaction.Commit())
}

// beginImmediate begins to write when it is this process's turn. Who waits for SQLite has no place in a queue, so
// another process that has always something to write may keep a load out for longer than SQLite lets it wait.
//
// The end of the context ends the statements of the transaction, but whoever has begun it takes it back: database/sql
// would do so at some moment of its own, and the connection would still be in the transaction when its user is done
// with it.
func beginImmediate(ctx context.Context, connection *sql.Conn) (*sql.Tx, error) {
	for turn := 1; ; turn++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		transaction, err := beginNow(ctx, connection)
		if err == nil || !hasCode(err, codes.SQLITE_BUSY) || turn == busyRetries {
			return transaction, Explain(err)
		}
	}
}

func beginNow(ctx context.Context, connection *sql.Conn) (*sql.Tx, error) {
	defer Waits(ctx)()
	return connection.BeginTx(context.WithoutCancel(ctx), nil)
}
