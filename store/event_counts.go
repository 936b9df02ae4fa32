package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"slices"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// events counts the events of each user, and is ready to read them.
func (r *sharedReader) events(ctx context.Context, pages *model.Pages) (*eventReader, error) {
	c := &eventCounts{eventReader: &eventReader{db: r.db, pages: pages, chunk: chunkEvents}}
	var ends []int64
	err := r.alone(func(db sqlite.Querier) (err error) {
		ends, err = c.begin(ctx, db)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, end := range append(ends, math.MaxInt64) {
		if err := r.alone(func(db sqlite.Querier) error { return c.countRuns(ctx, db, end) }); err != nil {
			return nil, err
		}
	}
	return c.eventReader, r.alone(func(db sqlite.Querier) error { return c.countTail(ctx, db) })
}

// eventCounts counts the events of each user, some runs at a time.
type eventCounts struct {
	*eventReader
	users, most       int64 // the last user, and the last event
	run, user, before int64 // the last that were counted, and up to which run all are
}

// pieces is how often somebody else gets the connection while runs are counted.
const pieces = 64

// begin gives runs up to which events can be counted at a time.
func (c *eventCounts) begin(ctx context.Context, db sqlite.Querier) (ends []int64, err error) {
	if c.table, err = sqlite.OpenTable(ctx, db, "event", eventColumnCount); err != nil {
		return nil, err
	}
	const highest = "SELECT (SELECT coalesce(max(id), 0) FROM user), (SELECT coalesce(max(rowid), 0) FROM event)"
	if err := db.QueryRowContext(ctx, highest).Scan(&c.users, &c.most); err != nil {
		return nil, sqlite.Explain(err)
	}
	c.before = math.MinInt64
	const from = "FROM run WHERE id % (SELECT count(*) / ? + 1 FROM run) = 0"
	err = sqlite.Batch(ctx, db, []string{"id"}, from, []any{pieces}, func(v []driver.Value) error {
		ends = append(ends, v[0].(int64))
		return nil
	})
	slices.Sort(ends)
	return ends, err
}

// countRuns counts the events of the runs up to one.
func (c *eventCounts) countRuns(ctx context.Context, db sqlite.Querier, end int64) error {
	columns, from := []string{"run", "user", "last - first + 1"}, "FROM user_run WHERE run > ? AND run <= ?"
	before := c.before
	c.before = end
	return sqlite.Batch(ctx, db, columns, from, []any{before, end}, func(v []driver.Value) error {
		run, user, events := v[0].(int64), v[1].(int64), v[2].(int64)
		if user < 1 || user > c.users {
			return fmt.Errorf("user %d has events and no key: %w", user, model.ErrAltered)
		}
		if run < c.run || run == c.run && user <= c.user || events < 1 || events > c.most {
			return sqlite.Damaged("user_run")
		}
		c.run, c.user = run, user
		if len(c.runs) == 0 || c.runs[len(c.runs)-1] != run {
			c.runs = append(c.runs, run)
		}
		c.count(user, events)
		return nil
	})
}

// countTail counts the events that have no run yet.
func (c *eventCounts) countTail(ctx context.Context, db sqlite.Querier) error {
	return sqlite.Batch(ctx, db, []string{"user"}, "FROM tail", nil, func(v []driver.Value) error {
		c.tail = true
		user := v[0].(int64)
		if user < 1 || user > c.users {
			return sqlite.Damaged("tail")
		}
		c.count(user, 1)
		return nil
	})
}
