package store

import (
	"context"
	"database/sql"
)

// busyRetries is how often a load asks for its turn to write; SQLite lets it wait ten seconds each time.
const busyRetries = 30

// appendNumbered commits what write does with a run, whose numbers are then those of the case.
func (c *Case) appendNumbered(ctx context.Context, run *Run, write func(*sql.Tx, *Run) error) error {
	var numbered *Run
	err := c.change(ctx, func(transaction *sql.Tx) (err error) {
		if numbered, err = run.numbered(ctx, transaction); err != nil {
			return err
		}
		return write(transaction, numbered)
	})
	if err == nil {
		run.settle(numbered)
	}
	return err
}

// beginImmediate begins to write when it is this process's turn. Who waits for SQLite has no place in a queue, so another process that
// has always something to write may keep a load out for longer than SQLite lets it wait.
//
// The end of the context ends the statements of the transaction, but whoever has begun it takes it back: database/sql would do so at some
// moment of its own, and the connection would still be in the transaction when its user is done with it.
func beginImmediate(ctx context.Context, connection *sql.Conn) (*sql.Tx, error) {
	for turn := 1; ; turn++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		transaction, err := connection.BeginTx(context.WithoutCancel(ctx), nil)
		if err == nil || !hasCode(err, codeBusy) || turn == busyRetries {
			return transaction, explain(err)
		}
	}
}

// codeBusy is SQLite's code for a case that another process is writing to.
const codeBusy = 5
