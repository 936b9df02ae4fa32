package store

import (
	"context"

	"spoor/store/sqlite"
)

// step is a part of a change, which is made with all of its other parts or not at all.
type step func(ctx context.Context, transaction *sqlite.Tx) error

// AppendRun commits a run. Either all of it is on disk afterwards, or nothing.
func (c *Case) AppendRun(ctx context.Context, run *Run) error {
	return c.commit(ctx, run, func(run *Run) []step {
		return []step{
			flushTail,           // what came in live becomes a run before this one, so that runs are in load order
			run.takeBack,        // unfinished lines go that are whole by now
			run.writeSources,    // how far each source has been read
			run.writeRows(c),    // new texts, marks and rejects, and the events behind those of all other runs
			run.writeUnfinished, // each source's unfinished line, as a run of its own
		}
	})
}

// AppendTail commits a run of few events to the tail of the case, where they are seen at once, and sorted into a run
// of their own when there are enough of them.
func (c *Case) AppendTail(ctx context.Context, run *Run) error {
	return c.commit(ctx, run, func(run *Run) []step {
		return append([]step{run.takeBack}, run.toTail()...)
	})
}

// toTail are the steps that write a run to the tail.
func (r *Run) toTail() []step { return []step{r.writeSources, r.writeTail, flushFullTail} }

// commit makes a change with a run: BEGIN IMMEDIATE, the numbers that its texts and sources have in the case, the steps
// in their order, COMMIT. Only then does the run's load go on from those numbers. A file that is not the case's any
// more takes nothing.
func (c *Case) commit(ctx context.Context, run *Run, steps func(numbered *Run) []step) error {
	if err := c.checkPresence(); err != nil {
		return err
	}
	var numbered *Run
	err := sqlite.Change(ctx, c.writer, func(transaction *sqlite.Tx) (err error) {
		if numbered, err = run.numbered(ctx, transaction); err != nil {
			return err
		}
		return inOrder(ctx, transaction, steps(numbered))
	})
	if err == nil {
		run.settle(numbered)
	}
	return err
}

func inOrder(ctx context.Context, transaction *sqlite.Tx, steps []step) error {
	for _, do := range steps {
		if err := do(ctx, transaction); err != nil {
			return err
		}
	}
	return nil
}

// insert appends rows to their tables, all in one call in a change.
func (c *Case) insert(ctx context.Context, transaction *sqlite.Tx, tables ...sqlite.Rows) error {
	if c.plain {
		return sqlite.InsertCopies(ctx, transaction, tables...)
	}
	return sqlite.Insert(ctx, transaction, tables...)
}
