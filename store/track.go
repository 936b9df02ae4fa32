package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"spoor/analysis"
)

// Track is everything that one user did, in time order.
type Track struct {
	User     int32
	Key      string
	Events   []Event
	Sessions []Session
}

// Event is one event with its texts. Events of the same request or client share them.
type Event struct {
	analysis.Event
	Request  *Request
	Client   *Client
	Referrer string // empty: none
	Status   int    // 0: unknown
	Bytes    int64  // -1: unknown
	Source   int
	Line     int64
	Reading  int64 // milliseconds from a view to the next event of the session that is not static; -1: no view, or the last one
}

// Request is what was asked for, and what the site description makes of it.
type Request struct {
	Action, Target string
	Item, Menu     string // empty: none
}

// Client is an address and an agent.
type Client struct {
	Address, Agent string
	Robot          bool // the agent declares itself one
}

// Session is a stretch of a track: Events[First:End].
type Session struct {
	First, End int
	Views      int
}

// User finds the number of a user by key.
func (c *Case) User(ctx context.Context, key string) (int32, bool, error) {
	var id int32
	err := c.reader.QueryRowContext(ctx, "SELECT id FROM user WHERE key = ?", key).Scan(&id)
	if err == sql.ErrNoRows {
		return 0, false, nil
	}
	return id, err == nil, explain(err)
}

// Track reads everything that a user did. The metrics must have been derived.
func (c *Case) Track(ctx context.Context, user int32) (*Track, error) {
	t := &Track{User: user}
	if err := c.reader.QueryRowContext(ctx, "SELECT key FROM user WHERE id = ?", user).Scan(&t.Key); err != nil {
		return nil, fmt.Errorf("user %d: %w", user, explain(err))
	}
	timeout, err := c.Timeout(ctx)
	if err != nil {
		return nil, err
	}
	runs, err := c.userRuns(ctx, user)
	if err != nil {
		return nil, err
	}
	reader := trackReader{requests: map[int64]request{}, clients: map[int64]*Client{}, referrers: map[int64]string{}}
	for _, run := range runs {
		if err := reader.read(ctx, c.reader, run[0], run[1]); err != nil {
			return nil, err
		}
	}
	t.Events = reader.events
	slices.SortStableFunc(t.Events, func(a, b Event) int { return cmp.Compare(a.Time, b.Time) })
	t.cut(timeout)
	return t, nil
}

// userRuns are the rowids of the first and the last event of the user in each run.
func (c *Case) userRuns(ctx context.Context, user int32) ([][2]int64, error) {
	rows, err := c.reader.QueryContext(ctx, "SELECT p.first, p.last FROM run r JOIN user_run p ON p.run = r.id AND p.user = ? ORDER BY r.id", user)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var runs [][2]int64
	for rows.Next() {
		var run [2]int64
		if err := rows.Scan(&run[0], &run[1]); err != nil {
			return nil, explain(err)
		}
		runs = append(runs, run)
	}
	return runs, explain(rows.Err())
}
