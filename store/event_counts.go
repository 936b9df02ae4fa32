package store

import (
	"context"
	"database/sql/driver"
	"fmt"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// events counts the events of each user, and is ready to read them.
func (r *sharedReader) events(ctx context.Context, pages *model.Pages) (*eventReader, error) {
	c := &eventCounts{eventReader: &eventReader{db: r.db, pages: pages, chunk: chunkEvents}}
	if err := r.alone(func(db sqlite.Querier) error { return c.begin(ctx, db) }); err != nil {
		return nil, err
	}
	parts := c.places.Parts()
	for from, step := 0, parts/pieces+1; from < parts; from += step {
		err := r.alone(func(sqlite.Querier) error { return c.countRuns(ctx, from, min(from+step, parts)) })
		if err != nil {
			return nil, err
		}
	}
	return c.eventReader, r.alone(func(db sqlite.Querier) error { return c.countTail(ctx, db) })
}

// eventCounts counts the events of each user, some runs at a time.
type eventCounts struct {
	*eventReader
	places      *sqlite.KeyTable // user_run
	users, most int64            // the last user, and the last event
	run, user   int64            // the last that were counted
}

// pieces is how often somebody else gets the connection while runs are counted.
const pieces = 64

func (c *eventCounts) begin(ctx context.Context, db sqlite.Querier) (err error) {
	if c.table, err = sqlite.OpenTable(ctx, db, "event", eventColumnCount); err != nil {
		return err
	}
	if c.places, err = sqlite.OpenKeyTable(ctx, db, "user_run", createUserRun, userRunColumnCount); err != nil {
		return err
	}
	const highest = "SELECT (SELECT coalesce(max(id), 0) FROM user), (SELECT coalesce(max(rowid), 0) FROM event)"
	return sqlite.Explain(db.QueryRowContext(ctx, highest).Scan(&c.users, &c.most))
}

// countRuns counts the events of some parts of user_run.
func (c *eventCounts) countRuns(ctx context.Context, from, to int) error {
	return c.places.EachRow(ctx, from, to, func(place []sqlite.Value) error {
		run, user, first, last := place[0].Int(), place[1].Int(), place[2].Int(), place[3].Int()
		if user < 1 || user > c.users {
			return fmt.Errorf("user %d has events and no key: %w", user, model.ErrAltered)
		}
		if run < c.run || run == c.run && user <= c.user || first < 1 || last < first || last > c.most {
			return sqlite.Damaged("user_run")
		}
		c.run, c.user = run, user
		if len(c.runs) == 0 || c.runs[len(c.runs)-1] != run {
			c.runs = append(c.runs, run)
		}
		c.count(user, last-first+1)
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
