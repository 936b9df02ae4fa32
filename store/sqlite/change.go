package sqlite

import (
	"context"
	"database/sql"

	codes "modernc.org/sqlite/lib"
)

// busyRetries is how often somebody who writes asks for the turn; SQLite lets it wait ten seconds each time.
const busyRetries = 30

// Change makes a change to a file: all of it, or with an error nothing.
func Change(ctx context.Context, writer *sql.DB, do func(transaction *Tx) error) error {
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
	begun, err := beginImmediate(ctx, connection)
	if err != nil {
		return err
	}
	transaction := &Tx{Tx: begun, atEnd: true}
	defer transaction.leaveEnd()
	defer transaction.Rollback()
	if err := do(transaction); err != nil {
		return err
	}
	if err := transaction.commit(); err != nil {
		return err
	}
	if path := transaction.leaveEnd(); path != "" && WAL(path) > keptWAL {
		// SQLite was kept from doing it by itself. As then, an error only means that it is still to do.
		_, _ = connection.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	}
	return nil
}

// Tx is a transaction in which a file is changed.
type Tx struct {
	*sql.Tx
	atEnd bool     // pages may be written to the end of the file
	end   *fileEnd // nil: none have been
}

// openEnd is the end of the file, which is left when the transaction is over; nil where nothing may be written there.
func (t *Tx) openEnd(ctx context.Context, size int) *fileEnd {
	if t.end == nil && t.atEnd {
		t.end = endOf(ctx, t, size)
	}
	return t.end
}

// commit commits the transaction; what it says there is at the end of the file is on the disk before.
func (t *Tx) commit() error {
	if t.end != nil {
		if err := t.end.sync(); err != nil {
			return err
		}
	}
	return Explain(t.Commit())
}

// leaveEnd gives the path of the file, if pages could be written to its end.
func (t *Tx) leaveEnd() (path string) {
	if t.end != nil {
		path = t.end.file.Name()
		t.end.close()
		t.end = nil
	}
	return path
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
