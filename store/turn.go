package store

import (
	"context"
	"database/sql"
)

// turns is how often a load asks for its turn to write; SQLite lets it wait ten seconds each time.
const turns = 30

// appendNumbered commits what write does with a run, whose numbers are then those of the case.
func (c *Case) appendNumbered(ctx context.Context, run *Run, write func(*sql.Tx, *Run) error) error {
	transaction, err := c.beginInTurn(ctx)
	if err != nil {
		return err
	}
	defer transaction.Rollback()
	numbered, err := run.numbered(ctx, transaction)
	if err != nil {
		return err
	}
	if err := write(transaction, numbered); err != nil {
		return err
	}
	if err := transaction.Commit(); err != nil {
		return explain(err)
	}
	run.settle(numbered)
	return nil
}

// beginInTurn begins to write when it is this process's turn. Who waits for SQLite has no place in a queue, so another process that
// has always something to write may keep a load out for longer than SQLite lets it wait.
func (c *Case) beginInTurn(ctx context.Context) (*sql.Tx, error) {
	for turn := 1; ; turn++ {
		transaction, err := c.writer.BeginTx(ctx, nil)
		if err == nil || !hasCode(err, codeBusy) || turn == turns {
			return transaction, explain(err)
		}
	}
}

// codeBusy is SQLite's code for a case that another process is writing to.
const codeBusy = 5
